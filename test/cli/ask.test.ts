import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AskArguments, runAsk } from '../../lib/cli/run-ask';
import { UsageError } from '../../lib/cli/usage-error';
import { scratchFolder } from '../support/scratch-folder';
import { mesh, route, SHOP } from '../testing/reviews';

const MESH = [...SHOP, route({ v1: 90, v2: 10 })].join('---\n');
const folder = scratchFolder('ask');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Asks a text as standard input. */
async function ask(words: readonly string[], options: Partial<AskArguments> = {}, text = MESH) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runAsk(
    words,
    { from: 'shop/web', format: 'text', ...options },
    {
      stdin: (async function* () {
        yield await Promise.resolve(text);
      })(),
      stdout: { write: (part: string) => out.push(part) },
      stderr: { write: (part: string) => err.push(part) },
    },
  );
  return { code, stdout: out.join(''), stderr: err.join('') };
}

interface Answer {
  readonly request: unknown;
  readonly outcomes: readonly {
    readonly probability: number;
    readonly result: unknown;
    readonly backend: unknown;
    readonly attempts: unknown;
    readonly trace: readonly object[];
  }[];
  readonly unknown: unknown;
}
const json = async (words: readonly string[], options: Partial<AskArguments> = {}) =>
  JSON.parse((await ask(words, { ...options, format: 'json' })).stdout) as Answer;

test('prints the outcomes and the trace, with places in the files', async () => {
  const { code, stdout, stderr } = await ask(['-', 'GET', 'http://reviews/']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('GET http://reviews/ from shop/web\n');
  expect(stdout).toContain('     90 %  200 from shop/reviews-v1\n');
  expect(stdout).toMatch(/VirtualService shop\/reviews takes it spec\.http\[0\] \(<stdin>:\d+:\d+\)\n/);
});

test('as JSON, with all that is known of each outcome', async () => {
  const { request, outcomes, unknown } = await json(['-', 'http://reviews/']);
  expect(request).toEqual({ from: 'shop/web', url: 'http://reviews/', headers: {} });
  expect(unknown).toBeNull();
  expect(outcomes).toHaveLength(2);
  expect(outcomes[0]).toMatchObject({
    probability: 0.9,
    result: 200,
    backend: 'shop/reviews-v1',
    transport: 'mtls',
    peer: 'spiffe://cluster.local/ns/shop/sa/web',
    retries: { attempts: 2, conditions: expect.arrayContaining(['connect-failure']), statuses: [] },
    authorization: { allowed: true },
    unknown: null,
  });
  expect(outcomes[0]?.trace[2]).toEqual({
    stage: 'route',
    text: 'VirtualService shop/reviews takes it',
    object: { kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
    path: 'spec.http[0]',
    source: { file: '<stdin>', line: expect.any(Number), column: 7 },
  });
});

test('as JSON, with every field of an outcome', async () => {
  const [outcome] = mesh().from('shop/web').get('http://reviews/').outcomes;
  const [answer] = (await json(['-', 'http://reviews/'])).outcomes;
  expect(Object.keys(answer ?? {}).sort()).toEqual([...Object.keys(outcome ?? {}), 'trace'].sort());
});

describe('the request', () => {
  test('has the method before the URL, headers and claims', async () => {
    const options = { header: ['x-user: beta', 'x-empty:'], jwtClaims: '{"sub":"u1"}' };
    expect((await json(['-', 'POST', 'http://reviews/'], options)).request).toMatchObject({
      method: 'POST',
      headers: { 'x-user': 'beta', 'x-empty': '' },
      jwt: { claims: { sub: 'u1' } },
    });
  });

  test.each(['status=503,first=1', '{"status":503,"first":1}'])('--backend %s is tried again', async (backend) => {
    const retried = MESH.replace('- route:', '- retries: { attempts: 1, retryOn: 5xx }\n      route:');
    const { stdout } = await ask(['-', 'http://reviews/'], { backend, format: 'json' }, retried);
    expect((JSON.parse(stdout) as Answer).outcomes).toContainEqual(
      expect.objectContaining({ result: 200, attempts: 2 }),
    );
  });
});

describe('what manifests do not have', () => {
  test('externals, and that there are no others', async () => {
    const options = { external: ['weather=weather.example.com,203.0.113.1'] };
    expect((await json(['-', 'http://weather.example.com/'], options)).outcomes[0]?.backend).toBe('external/weather');
    expect((await json(['-', 'http://other.example.com/'], options)).unknown).toBeNull();
  });

  test('gateway proxies', async () => {
    const options = { from: undefined, via: 'ingress/gateway', gateway: ['ingress/gateway,istio=ingress'] };
    expect((await ask(['-', 'http://shop.example.com/'], options)).stdout).toContain(
      'from outside via ingress/gateway',
    );
  });

  test.each([
    ['fields of MeshConfig', 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }\n'],
    [
      'an IstioOperator',
      'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: a }\nspec: { meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } } }\n',
    ],
  ])('--mesh-config: %s', async (name, text) => {
    const meshConfig = file(`${name}.yaml`, text);
    expect((await json(['-', 'http://example.com/'], { meshConfig })).outcomes[0]?.result).toBe(502);
  });

  test('values of Helm', async () => {
    const values = file('values.yaml', 'meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }\n');
    expect((await json(['-', 'http://example.com/'], { values })).outcomes[0]?.result).toBe(502);
  });
});

test('that no file knows is an answer, and an error with --strict', async () => {
  expect(await ask(['-', 'http://example.com/'])).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await ask(['-', 'http://example.com/'], { strict: true });
  expect(code).toBe(1);
  expect(stdout).toContain('unknown: ');
  expect(stderr).toMatch(/^error: no file knows: .*example\.com/);
});

test('a broken document is exit code 2, and named', async () => {
  const { code, stdout, stderr } = await ask(['-', 'http://reviews/'], {}, `a: [1\n---\n${MESH}`);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error <stdin>:1:6: flow sequence/);
});

describe('wrong use', () => {
  test.each<[words: readonly string[], options: Partial<AskArguments>, message: string]>([
    [['-'], {}, 'a URL must be given, such as http://reviews/api'],
    [['http://reviews/'], {}, 'a file or folder with manifests must be given, or - for standard input'],
    [['-', 'http://a/', 'http://b/'], {}, 'one URL must be given, got http://a/ and http://b/'],
    [['-', 'ftp://a/'], {}, 'url must be http, https, grpc, grpcs, tcp or tls://HOST[:PORT][/PATH]'],
    [
      ['-', 'http://a/'],
      { from: undefined },
      '--from must be given: namespace/workload, or outside together with --via',
    ],
    [['-', 'http://a/'], { from: 'shop/wev' }, 'got "shop/wev": did you mean shop/web?'],
    [['-', 'http://a/'], { header: ['x-user'] }, "-H must be 'name: value', got 'x-user'"],
    [['-', 'http://a/'], { jwtClaims: '{' }, '--jwt-claims: '],
    [['-', 'http://a/'], { jwtClaims: '[]' }, '--jwt-claims must be an object of JSON, got []'],
    [['-', 'http://a/'], { backend: 'statsu=503' }, '--backend: statsu unknown field "statsu", did you mean status?'],
    [
      ['-', 'http://a/'],
      { backend: 'status=99' },
      '--backend: status must be a whole number between 100 and 599, got 99',
    ],
    [['-', 'http://a/'], { external: ['weather'] }, '--external must be name=host[,ip], got weather'],
    [['-', 'http://a/'], { gateway: ['ingress'] }, '--gateway must be namespace/name,label=value, got ingress'],
    [['-', 'http://a/'], { meshConfig: '/missing' }, '--mesh-config: /missing: cannot be read (ENOENT)'],
  ])('%j %j', async (words, options, message) => {
    const failed = await ask(words, options).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect((failed as Error).message).toContain(message);
  });
});
