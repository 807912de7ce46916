import { validateObject } from '../../../lib/validation/validate-object';
import { casesOf, type Fields } from '../../support/built-in';

const MIB = 1024 * 1024;
const map = (fields: Fields): Fields => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, ...fields });
const secret = (fields: Fields): Fields => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, ...fields });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('ConfigMaps', () => {
  casesOf([
    ['a key is that of a file', map({ data: { 'a.b_c-D': '' } }), []],
    ['a key has no slash', map({ data: { 'a/b': '' } }), [['config-key', 'data[a/b]']]],
    ['.. is no key', map({ binaryData: { '..': '' } }), [['config-key', 'binaryData[..]']]],
    ['a key has 253 characters', map({ data: { ['a'.repeat(253)]: '' } }), []],
    ['254 are too many', map({ data: { ['a'.repeat(254)]: '' } }), [['config-key', `data[${'a'.repeat(254)}]`]]],
    ['a key stands once', map({ data: { a: '' }, binaryData: { a: '' } }), [['config-key', 'data[a]']]],
    ['a MiB fits', map({ data: { a: 'x'.repeat(MIB - 3) }, binaryData: { b: base64('abc') } }), []],
    [
      'a byte more does not',
      map({ data: { a: 'x'.repeat(MIB - 3) }, binaryData: { b: base64('abcd') } }),
      [['data-size', '']],
    ],
    ['bytes count, not characters', map({ data: { a: 'é'.repeat(MIB / 2 + 1) } }), [['data-size', '']]],
  ]);
});

describe('Secrets', () => {
  casesOf([
    ['nothing may be secret', secret({ data: { a: '' } }), []],
    ['base64 may be broken into lines', secret({ data: { a: 'YWJj\nYWJj\n' } }), []],
    ['a text is no base64', secret({ data: { a: 'hunter2!' } }), [['api-server/format', 'data.a']]],
    [
      'texts stand over data, and count once',
      secret({ data: { a: base64('x'.repeat(MIB)) }, stringData: { a: 'y' } }),
      [],
    ],
    [
      'a MiB and a byte are too much',
      secret({ data: { a: base64('x'.repeat(MIB)) }, stringData: { b: 'y' } }),
      [['data-size', 'data']],
    ],
    [
      'TLS has a certificate and a key',
      secret({ type: 'kubernetes.io/tls', data: { 'tls.crt': '' }, stringData: { 'tls.key': '' } }),
      [],
    ],
    [
      'TLS without them has none',
      secret({ type: 'kubernetes.io/tls' }),
      [
        ['secret-type', 'data[tls.crt]'],
        ['secret-type', 'data[tls.key]'],
      ],
    ],
    ['a name is enough to log in', secret({ type: 'kubernetes.io/basic-auth', stringData: { username: '' } }), []],
    [
      'nothing is not',
      secret({ type: 'kubernetes.io/basic-auth' }),
      [
        ['secret-type', 'data[username]'],
        ['secret-type', 'data[password]'],
      ],
    ],
    [
      'a key for SSH is not empty',
      secret({ type: 'kubernetes.io/ssh-auth', data: { 'ssh-privatekey': '' } }),
      [['secret-type', 'data[ssh-privatekey]']],
    ],
    [
      'a Docker configuration is an object',
      secret({ type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': base64('{}') } }),
      [],
    ],
    [
      'not a list',
      secret({ type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': base64('[]') } }),
      [['secret-type', 'data[.dockerconfigjson]']],
    ],
    [
      'a token names its account',
      secret({ type: 'kubernetes.io/service-account-token' }),
      [['secret-type', 'metadata.annotations[kubernetes.io/service-account.name]']],
    ],
    ['other types are free', secret({ type: 'example.com/a' }), []],
  ]);

  test.each([
    ['in data', { data: { a: 'hunter2!' } }],
    ['of a wrong type', { data: { a: 123456789 }, stringData: 'hunter2' }],
    ['under a misspelt name', { dta: { a: 'hunter2' } }],
    ['in a configuration', { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': 'hunter2' } }],
  ])('content %s is never shown', (_, fields) => {
    const findings = validateObject(secret(fields));
    expect(findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|123456789/);
  });
});
