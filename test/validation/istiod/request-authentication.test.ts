import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('security.istio.io/v1', 'RequestAuthentication', { ...COMMON, ...CHECK_IDS });
const rule = (...rules: readonly object[]) => says({ jwtRules: rules });
const found = (name: string, path: string): Found => [`request-authentication/${name}`, path];
const RULE = 'spec.jwtRules[0]';

describe('the webhook on RequestAuthentications', () => {
  const cases: readonly (readonly [title: string, rule: object, expected: readonly Found[]])[] = [
    ['an issuer', { issuer: 'a' }, []],
    ['a jwksUri', { jwksUri: 'https://a/b' }, []],
    ['the other spelling of it', { jwks_uri: 'https://a/b' }, []],
    ['neither', {}, [found('issuer', RULE)]],
    ['keys alone', { jwks: '{"keys":[]}' }, [found('issuer', RULE)]],
    ['an empty issuer', { issuer: '' }, [found('issuer', RULE)]],
    ['a port that is none, but fits', { jwksUri: 'http://a:99999/' }, []],
    ['a port too large', { jwksUri: 'http://a:99999999999999999999/' }, [found('jwks-uri-port', `${RULE}.jwksUri`)]],
    [
      'the same in the other spelling',
      { jwks_uri: 'http://a:99999999999999999999/' },
      [found('jwks-uri-port', `${RULE}.jwks_uri`)],
    ],
    ['another scheme', { jwksUri: 'ftp://a' }, [found('jwks-uri-scheme', `${RULE}.jwksUri`)]],
    ['no URL', { jwksUri: 'http://a b' }, [found('jwks-uri-url', `${RULE}.jwksUri`)]],
    ['keys', { issuer: 'a', jwks: '{"keys":[]}' }, []],
    ['no keys in an empty text', { issuer: 'a', jwks: '' }, []],
    ['bad keys', { issuer: 'a', jwks: '{"keys":[{}]}' }, [found('jwks', `${RULE}.jwks`)]],
    [
      'secret keys',
      { issuer: 'a', jwks: '{"keys":[{"kty":"oct","k":"AQ"},{"kty":"RSA","n":"AQ","e":"AQ"}]}' },
      [['request-authentication/jwks-private', `${RULE}.jwks`, 'warning']],
    ],
    ['a timeout', { issuer: 'a', timeout: '1ms' }, []],
    [
      'a timeout in parts of milliseconds',
      { issuer: 'a', timeout: '1.5ms' },
      [found('duration-precision', `${RULE}.timeout`)],
    ],
    ['a timeout too short', { issuer: 'a', timeout: '0.5ms' }, [found('duration-min', `${RULE}.timeout`)]],
    ['a timeout that is none', { issuer: 'a', timeout: '5' }, [found('duration-syntax', `${RULE}.timeout`)]],
  ];
  it.each(cases)('%s', (_, given, expected) => expect(rule(given)).toEqual(expected));

  it('names the rule', () => {
    expect(rule({ issuer: 'a' }, {})).toEqual([found('issuer', 'spec.jwtRules[1]')]);
  });

  it('takes one without rules, and looks at what it is for', () => {
    expect(says({})).toEqual([]);
    expect(says({ selector: {} })).toEqual([['selector/no-labels', 'spec.selector', 'warning']]);
    expect(says({ targetRef: { kind: 'Pod', name: 'x' } })).toEqual([['target-ref/kind', 'spec.targetRef']]);
  });
});
