import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { type MeshObject } from '../../lib/model/mesh-object';
import { FIXED_NOW, requestAuthenticationOf } from '../../lib/simulation/request-authentication';
import { type RequestToken, type ServerRequest } from '../../lib/simulation/server-request';
import { connection, policy, request, ROOT, scoped } from './policies';

const ISSUER = 'https://id.example';
const VAULT = { namespace: 'bank', labels: { app: 'vault' } };
const ANN = { iss: ISSUER, sub: 'ann' };

const authn = (name: string, ...jwtRules: object[]) => policy('RequestAuthentication', name, { jwtRules });
const rule = (more: object = {}) => ({ issuer: ISSUER, jwks: '${JWKS:main}', ...more });
const ONE = [authn('bank/jwt', rule())];
const withToken = (jwt: RequestToken, more: Parameters<typeof request>[0] = {}) => request({ ...more, jwt });

function authenticate(policies: readonly MeshObject[], asked: ServerRequest, now?: number) {
  return requestAuthenticationOf(VAULT, scoped('bank', policies)).authenticate(asked, now);
}

/** Principal or `anonymous`, or the status and why; the question where there is one. */
function outcome(policies: readonly MeshObject[], asked: ServerRequest, now?: number): string {
  const { verdict, status, reason, principal, unknown } = authenticate(policies, asked, now);
  if (unknown) return unknown.question;
  return verdict === 'pass' ? (principal ?? 'anonymous') : `${status} ${reason()}`;
}

const claims = (more: object = {}): RequestToken => ({ claims: { ...ANN, ...more } });

describe('tokens by their claims', () => {
  it.each<[title: string, token: RequestToken | undefined, expected: string]>([
    ['missing token allowed', undefined, 'anonymous'],
    ['a token object that says nothing', {}, 'anonymous'],
    ['valid', claims(), `${ISSUER}/ann`],
    [
      'another issuer: 401 (measured 19)',
      claims({ iss: 'https://other' }),
      '401 the issuer "https://other" is not https://id.example',
    ],
    ['no issuer: 401', { claims: { sub: 'ann' } }, '401 the issuer "" is not https://id.example'],
    [
      'a key that the policy does not have: 401 [gateway-jwt-claims]',
      { ...claims(), key: 'second' },
      '401 the keys of the policy do not have the key second, which the token is signed by',
    ],
    ['the key main', { ...claims(), key: 'main' }, `${ISSUER}/ann`],
    ['no subject, no principal', { claims: { iss: ISSUER } }, 'anonymous'],
    ['a subject that is no text: 401', claims({ sub: 8 }), '401 the claim sub is no text'],
    ['an expiry that is no number: 401', claims({ exp: 'soon' }), '401 the claim exp is no number of seconds'],
    [
      'an audience that is no text: 401',
      claims({ aud: [8] }),
      '401 the claim aud is neither a text nor a list of texts',
    ],
  ])('%s', (_, token, expected) => {
    expect(outcome(ONE, request({ jwt: token }))).toBe(expected);
  });

  it.each<[title: string, more: object, expected: string]>([
    ['not expired', { exp: 1000 }, `${ISSUER}/ann`],
    ['60 s clock skew (measured 19): just within', { exp: 940 }, `${ISSUER}/ann`],
    ['60 s clock skew (measured 19): just beyond', { exp: 939 }, '401 the token has expired'],
    ['not valid yet: just within', { nbf: 1060 }, `${ISSUER}/ann`],
    ['not valid yet: just beyond', { nbf: 1061 }, '401 the token is not valid yet'],
    ['an expiry of 0 is none', { exp: 0 }, `${ISSUER}/ann`],
    ['issued in the future does not matter', { iat: 2000 }, `${ISSUER}/ann`],
  ])('%s', (_, more, expected) => {
    expect(outcome(ONE, withToken(claims(more)), 1000)).toBe(expected);
  });

  it('has a fixed time of its own', () => {
    expect(
      [FIXED_NOW - 60, FIXED_NOW - 61].map((exp) => authenticate(ONE, withToken(claims({ exp }))).verdict),
    ).toEqual(['pass', 'reject']);
  });

  it.each<[title: string, audiences: readonly string[], aud: unknown, expected: string]>([
    ['any audience', [], 'x', `${ISSUER}/ann`],
    ['the audience', ['shop'], 'shop', `${ISSUER}/ann`],
    ['one of the audiences', ['shop', 'bank'], ['x', 'bank'], `${ISSUER}/ann`],
    ['scheme and slash do not count', ['https://shop.example/'], 'http://shop.example', `${ISSUER}/ann`],
    ['wrong audience is 403 (measured 19)', ['shop'], 'bank', '403 the audience "bank" is none of shop'],
    ['no audience is 403', ['shop'], undefined, '403 the audience "" is none of shop'],
  ])('%s', (_, audiences, aud, expected) => {
    expect(outcome([authn('bank/jwt', rule({ audiences }))], withToken(claims({ aud })))).toBe(expected);
  });

  it('names policy and rule, and what the token says', () => {
    const policies = [authn('bank/jwt', { issuer: 'https://a' }, rule())];
    const {
      by,
      path,
      audiences,
      presenter,
      claims: read,
    } = authenticate(policies, withToken(claims({ aud: 'shop', azp: 'app', plan: 'gold' })));
    expect([by?.name, path, audiences, presenter, read?.plan]).toEqual([
      'jwt',
      'spec.jwtRules[1]',
      ['shop'],
      'app',
      'gold',
    ]);
  });

  it('reads scope and permission, and what else is named, as lists of words; a string with spaces is not split (measured 19)', () => {
    const policies = [authn('bank/jwt', rule({ spaceDelimitedClaims: ['roles'] }))];
    const token = withToken(claims({ scope: 'a  b', permission: ['c d'], roles: 'e', words: 'f g' }));
    expect(authenticate(policies, token).claims).toEqual({
      ...ANN,
      scope: ['a', 'b'],
      permission: ['c d'],
      roles: ['e'],
      words: 'f g',
    });
  });

  it.each<[title: string, asked: ServerRequest, expected: string]>([
    [
      'CORS preflight bypass',
      withToken(claims({ iss: 'x' }), {
        method: 'OPTIONS',
        header: { origin: 'o', 'access-control-request-method': 'GET' },
      }),
      'anonymous',
    ],
    [
      'OPTIONS without an origin is none',
      withToken(claims({ iss: 'x' }), { method: 'OPTIONS', header: { 'access-control-request-method': 'GET' } }),
      '401 the issuer "x" is not https://id.example',
    ],
    [
      'GET with its headers is none',
      withToken(claims({ iss: 'x' }), { header: { origin: 'o', 'access-control-request-method': 'GET' } }),
      '401 the issuer "x" is not https://id.example',
    ],
    ['TCP has no tokens', connection({ jwt: claims({ iss: 'x' }) }), 'anonymous'],
  ])('%s', (_, asked, expected) => {
    expect(outcome(ONE, asked)).toBe(expected);
  });
});

describe('several issuers OR', () => {
  const [a, b] = [
    { issuer: 'https://a', audiences: ['x'] },
    { issuer: 'https://b', audiences: ['x'] },
  ];
  const of = (iss: string, aud: string): RequestToken => ({ claims: { iss, sub: 's', aud } });
  it.each<[title: string, token: RequestToken | undefined, expected: string]>([
    ['the first', of('https://a', 'x'), 'https://a/s'],
    ['the second', of('https://b', 'x'), 'https://b/s'],
    ['neither: 401', of('https://c', 'x'), '401 the issuer "https://c" is not https://a'],
    ['the second finds a wrong audience: 403', of('https://b', 'y'), '403 the audience "y" is none of x'],
    ['the first finds a wrong audience: 403', of('https://a', 'y'), '403 the audience "y" is none of x'],
    ['none', undefined, 'anonymous'],
  ])('%s', (_, token, expected) => {
    const asked = request({ jwt: token });
    expect([
      outcome([authn('bank/jwt', b, a)], asked),
      outcome([authn('bank/b', b), authn(`${ROOT}/a`, a)], asked),
    ]).toEqual([expected, expected]);
  });

  it('takes any issuer where a rule names none', () => {
    expect(outcome([authn('bank/jwt', { jwksUri: 'https://keys.example' })], withToken(claims()))).toBe(
      `${ISSUER}/ann`,
    );
  });

  it('knows the keys by the stand-ins for them', () => {
    const policies = [authn('bank/jwt', rule(), { issuer: 'https://b', jwks: '${JWKS:second}' })];
    const second = (iss: string) => withToken({ claims: { iss, sub: 's' }, key: 'second' });
    expect([outcome(policies, second('https://b')), outcome(policies, second(ISSUER)).slice(0, 3)]).toEqual([
      'https://b/s',
      '401',
    ]);
  });

  it('a policy of another app does not count', () => {
    const other = policy('RequestAuthentication', 'bank/x', {
      selector: { matchLabels: { app: 'x' } },
      jwtRules: [rule()],
    });
    expect(outcome([other], withToken(claims({ iss: 'x' })))).toBe('anonymous');
  });
});

describe('where tokens are', () => {
  const inHeaders = (...fromHeaders: object[]) => [authn('bank/jwt', rule({ fromHeaders }))];
  const found = `${ISSUER}/ann`;

  it.each<[title: string, policies: readonly MeshObject[], token: RequestToken, expected: string]>([
    ['in a header that is not looked at', ONE, { ...claims(), header: 'x-token' }, 'anonymous'],
    ['fromHeaders', inHeaders({ name: 'X-Token' }), { ...claims(), header: 'x-token' }, found],
    [
      'fromHeaders with a prefix',
      inHeaders({ name: 'x-token', prefix: 'Token ' }),
      { ...claims(), header: 'X-Token' },
      found,
    ],
    ['fromHeaders replaces Authorization', inHeaders({ name: 'x-token' }), claims(), 'anonymous'],
    ['Authorization with Bearer', inHeaders({ name: 'Authorization', prefix: 'Bearer ' }), claims(), found],
    ['Authorization with another prefix', inHeaders({ name: 'Authorization', prefix: 'JWT ' }), claims(), 'anonymous'],
    [
      'Authorization without its prefix is no token: 401',
      inHeaders({ name: 'Authorization' }),
      claims(),
      '401 the token is not three parts with dots between',
    ],
    ['fromCookies replaces Authorization', [authn('bank/jwt', rule({ fromCookies: ['t'] }))], claims(), 'anonymous'],
  ])('%s', (_, policies, jwt, expected) => {
    expect(outcome(policies, withToken(jwt))).toBe(expected);
  });

  const bad = '401 the token is not three parts with dots between';
  it.each<[title: string, where: object, asked: ServerRequest, expected: string]>([
    ['Authorization', {}, request({ header: { authorization: 'Bearer x' } }), bad],
    ['Authorization of another kind', {}, request({ header: { authorization: 'Basic x' } }), 'anonymous'],
    ['?access_token=', {}, request({ path: '/?a=b&access_token=x' }), bad],
    ['fromParams', { fromParams: ['t'] }, request({ path: '/?t=x' }), bad],
    ['fromParams replaces ?access_token=', { fromParams: ['t'] }, request({ path: '/?access_token=x' }), 'anonymous'],
    ['fromCookies', { fromCookies: ['t'] }, request({ header: { cookie: 'a=b; t=x' } }), bad],
    ['another cookie', { fromCookies: ['t'] }, request({ header: { cookie: 'a=t; tt=x' } }), 'anonymous'],
    ['a header', { fromHeaders: [{ name: 'x-token', prefix: 'T ' }] }, request({ header: { 'x-token': 'T x' } }), bad],
    [
      'a header without the prefix',
      { fromHeaders: [{ name: 'x-token', prefix: 'T ' }] },
      request({ header: { 'x-token': 'x' } }),
      'anonymous',
    ],
  ])('in the request itself: %s', (_, where, asked, expected) => {
    expect(outcome([authn('bank/jwt', rule(where))], asked)).toBe(expected);
  });

  it('all tokens must be valid', () => {
    expect(outcome(ONE, withToken(claims(), { path: '/?access_token=x' }))).toBe(bad);
  });
});

describe('what the application sees', () => {
  const seen = (
    more: object,
    asked = withToken(claims({ plan: 'gold', age: 8, ok: true, realm: { roles: ['a'] } })),
  ) => {
    const { removedHeaders, removedParams, addedHeaders } = authenticate([authn('bank/jwt', rule(more))], asked);
    return [removedHeaders, removedParams, addedHeaders.map(({ name, value }) => `${name}: ${value}`)];
  };
  const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('a valid token is removed before the application (measured 19)', () => {
    expect(seen({})).toEqual([['authorization'], [], []]);
  });

  it('forwardOriginalToken keeps it', () => {
    expect(seen({ forwardOriginalToken: true })).toEqual([[], [], []]);
  });

  it('the header of fromHeaders is removed', () => {
    expect(seen({ fromHeaders: [{ name: 'X-Token' }] }, withToken({ ...claims(), header: 'x-token' }))).toEqual([
      ['x-token'],
      [],
      [],
    ]);
  });

  it('outputPayloadToHeader', () => {
    expect(seen({ outputPayloadToHeader: 'X-Payload' }, withToken(claims()))).toEqual([
      ['authorization'],
      [],
      [`x-payload: ${base64url(ANN)}`],
    ]);
  });

  it('outputClaimToHeaders: texts, numbers and truth values; lists and objects as base64url; nested by dots', () => {
    const outputClaimToHeaders = ['plan', 'age', 'ok', 'realm', 'realm.roles', 'missing'].map((claim) => ({
      header: `X-${claim}`,
      claim,
    }));
    const added = [
      'x-plan: gold',
      'x-age: 8',
      'x-ok: true',
      `x-realm: ${base64url({ roles: ['a'] })}`,
      `x-realm.roles: ${base64url(['a'])}`,
    ];
    expect(seen({ outputClaimToHeaders })).toEqual([['authorization'], [], added]);
  });

  it('nobody can forge those headers', () => {
    const forged = { header: { 'x-plan': 'gold', 'x-payload': 'x' } };
    const more = { outputPayloadToHeader: 'x-payload', outputClaimToHeaders: [{ header: 'X-Plan', claim: 'plan' }] };
    expect([seen(more, request(forged)), seen(more, withToken(claims(), forged))[0]]).toEqual([
      [['x-payload', 'x-plan'], [], []],
      ['authorization', 'x-payload', 'x-plan'],
    ]);
  });

  it('a refused request reaches no application', () => {
    expect(seen({ outputPayloadToHeader: 'x' }, withToken(claims({ iss: 'x' })))).toEqual([[], [], []]);
  });
});

type Signer = (text: string) => Buffer;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(header: object, payload: object, signer: Signer): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${signer(text).toString('base64url')}`;
}

describe('real tokens against inline keys', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ec384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const ed = generateKeyPairSync('ed25519');
  const secret = Buffer.from('a secret of thirty-two bytes....');

  const jwk = (key: KeyObject, more: object = {}) => ({ ...key.export({ format: 'jwk' }), ...more });
  const jwks = (...keys: readonly object[]) => JSON.stringify({ keys });
  const ALL = jwks(
    { kty: 'oct', k: secret.toString('base64url') },
    jwk(rsa.publicKey),
    jwk(ec256.publicKey),
    jwk(ec384.publicKey),
    jwk(ed.publicKey),
  );
  const pss =
    (hash: string): Signer =>
    (text) =>
      sign(hash, Buffer.from(text), { key: rsa.privateKey, padding: 6, saltLength: -1 });
  const ecdsa =
    (hash: string, key: KeyObject): Signer =>
    (text) =>
      sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  const rs =
    (hash: string): Signer =>
    (text) =>
      sign(hash, Buffer.from(text), rsa.privateKey);

  const inline = (text: string, more: object = {}) => [authn('bank/jwt', rule({ jwks: text, ...more }))];
  const ask = (text: string, keys: string) => outcome(inline(keys), withToken({ token: text }));
  const found = `${ISSUER}/ann`;

  it.each<[alg: string, signer: Signer]>([
    ['RS256', rs('sha256')],
    ['RS384', rs('sha384')],
    ['RS512', rs('sha512')],
    ['PS256', pss('sha256')],
    ['PS384', pss('sha384')],
    ['PS512', pss('sha512')],
    ['ES256', ecdsa('sha256', ec256.privateKey)],
    ['ES384', ecdsa('sha384', ec384.privateKey)],
    ['EdDSA', (text) => sign(null, Buffer.from(text), ed.privateKey)],
    ['HS256', (text) => createHmac('sha256', secret).update(text).digest()],
  ])('%s, and not if a letter is changed', (alg, signer) => {
    const good = token({ alg }, ANN, signer);
    const bob = good.replace(`.${part(ANN)}.`, `.${part({ ...ANN, sub: 'bob' })}.`);
    expect([ask(good, ALL), ask(bob, ALL)]).toEqual([found, '401 the signature of the token is wrong']);
  });

  const good = token({ alg: 'RS256', kid: 'k1' }, ANN, rs('sha256'));
  const noKey = '401 the keys of the policy do not have the one that the token names by kid or alg';

  it.each<[title: string, text: string, keys: string, expected: string]>([
    ['the kid of the token', good, jwks(jwk(rsa.publicKey, { kid: 'k1' })), found],
    ['another kid', good, jwks(jwk(rsa.publicKey, { kid: 'k2' })), noKey],
    ['a key without kid', good, jwks(jwk(rsa.publicKey)), found],
    ['a token without kid', token({ alg: 'RS256' }, ANN, rs('sha256')), jwks(jwk(rsa.publicKey, { kid: 'k2' })), found],
    ['a key of another alg', good, jwks(jwk(rsa.publicKey, { alg: 'RS512' })), noKey],
    ['a key of another kind', good, jwks(jwk(ec256.publicKey)), noKey],
    [
      'a key of another curve',
      token({ alg: 'ES256' }, ANN, ecdsa('sha256', ec256.privateKey)),
      jwks(jwk(ec384.publicKey)),
      noKey,
    ],
    ['no keys', good, jwks(), noKey],
    ['a key that is no good', good, jwks({ kty: 'RSA', n: '', e: '' }), '401 the signature of the token is wrong'],
    [
      'one of several keys',
      good,
      jwks(jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey), jwk(rsa.publicKey)),
      found,
    ],
    [
      'keys that are a stand-in',
      good,
      '${JWKS:main}',
      'which keys are meant by spec.jwtRules[0].jwks of RequestAuthentication bank/jwt?',
    ],
    [
      'alg none',
      token({ alg: 'none' }, ANN, () => Buffer.from('x')),
      ALL,
      '401 the algorithm "none" of the token is not supported',
    ],
    ['no alg', token({}, ANN, rs('sha256')), ALL, '401 the algorithm undefined of the token is not supported'],
    ['two parts', 'a.b', ALL, '401 the token is not three parts with dots between'],
    ['a header that is no JSON', 'YQ.YQ.YQ', ALL, '401 the header of the token is no JSON object in base64url'],
    [
      'a payload that is no object',
      `${part({ alg: 'RS256' })}.${part([])}.YQ`,
      ALL,
      '401 the payload of the token is no JSON object in base64url',
    ],
    [
      'a signature that is no base64url',
      `${part({ alg: 'RS256' })}.${part({})}.!`,
      ALL,
      '401 the signature of the token is no base64url',
    ],
  ])('%s', (_, text, keys, expected) => {
    expect(ask(text, keys)).toBe(expected);
  });

  it('tells a wrong audience before a wrong signature, as Envoy does', () => {
    const forged = token({ alg: 'RS256' }, ANN, () => Buffer.from('x'));
    expect(outcome(inline(ALL, { audiences: ['shop'] }), withToken({ token: forged }))).toBe(
      '403 the audience "" is none of shop',
    );
  });

  it('does not know keys by URL, nor those that an issuer publishes', () => {
    const rules = [rule({ jwks: undefined, jwksUri: 'https://id.example/keys' }), rule({ jwks: undefined })];
    expect(rules.map((each) => outcome([authn('bank/jwt', each)], withToken({ token: good })))).toEqual([
      'which keys are at https://id.example/keys?',
      'which keys does the issuer https://id.example publish?',
    ]);
  });

  it('still knows what is wrong with the claims', () => {
    const late = token({ alg: 'RS256' }, { ...ANN, exp: 8 }, rs('sha256'));
    expect(outcome([authn('bank/jwt', rule({ jwks: undefined }))], withToken({ token: late }))).toBe(
      '401 the token has expired',
    );
  });

  it('passes the payload on as it came, and takes a token out of the query', () => {
    const { addedHeaders, removedParams } = authenticate(
      inline(ALL, { outputPayloadToHeader: 'x-payload' }),
      request({ path: `/?access_token=${good}` }),
    );
    expect([addedHeaders, removedParams]).toEqual([
      [{ name: 'x-payload', value: good.split('.')[1] }],
      ['access_token'],
    ]);
  });

  it('finds a stated key by the kid that it has', () => {
    const policies = inline(jwks(jwk(rsa.publicKey, { kid: 'k1' })));
    expect(['k1', 'k2'].map((key) => authenticate(policies, withToken({ ...claims(), key })).status)).toEqual([
      undefined,
      401,
    ]);
  });
});

it('bears any rules and any token', () => {
  const json = fc.jsonValue({ maxDepth: 2 });
  const fields = fc.constantFrom(
    'issuer',
    'audiences',
    'jwks',
    'fromHeaders',
    'fromParams',
    'fromCookies',
    'outputClaimToHeaders',
    'spaceDelimitedClaims',
  );
  const rules = fc.array(fc.dictionary(fields, json, { maxKeys: 4 }), { maxLength: 3 });
  const tokens = fc.oneof(
    fc.record({ token: fc.string() }),
    fc.record({ claims: fc.dictionary(fc.constantFrom('iss', 'sub', 'aud', 'exp', 'scope'), json) }),
  );
  fc.assert(
    fc.property(rules, tokens, json, (list, jwt, spec) => {
      const policies = [
        authn('bank/jwt', ...list),
        policy('RequestAuthentication', 'bank/x', spec),
        policy('RequestAuthentication', 'bank/y', { jwtRules: spec }),
      ];
      expect(() => authenticate(policies, withToken(jwt))).not.toThrow();
    }),
  );
});
