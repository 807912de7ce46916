import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runTest, type TestArguments } from '../../lib/cli/run-test';
import { scratchFolder } from '../support/scratch-folder';
import { FROM_SHOP, policy, route, SHOP } from '../testing/reviews';

const folder = scratchFolder('test');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const SPEC = join(folder, 'mesh.spec.yaml');
const CASE = `
  - name: reviews are split
    from: shop/web
    request: GET http://reviews/
    expect: { routeTo: { shop/reviews-v1: 90, shop/reviews-v2: 10 } }
`;
const spec = (cases: string, more = 'manifests: [mesh.yaml]') => `${more}\ncases:${cases}`;
/** A case with these expectations. */
const expecting = (expect: string, request = 'GET http://reviews/') =>
  spec(`\n  - { name: it, from: shop/web, request: ${request}, expect: { ${expect} } }\n`);

async function run(text: string, options: Partial<TestArguments> = {}, terminal: object = {}) {
  writeFileSync(
    join(folder, 'mesh.yaml'),
    [...SHOP, route({ v1: 90, v2: 10 }, 'timeout: 3s'), policy('from-shop', FROM_SHOP)].join('---\n'),
  );
  writeFileSync(SPEC, text);
  const out: string[] = [];
  const err: string[] = [];
  const code = await runTest(
    [SPEC],
    { format: 'text', ...options },
    {
      stdin: (async function* () {
        yield await Promise.resolve('');
      })(),
      stdout: { ...terminal, write: (part: string) => out.push(part) },
      stderr: { ...terminal, write: (part: string) => err.push(part) },
    },
  );
  const plain = (text_: readonly string[]) => text_.join('').replaceAll(`${folder}/`, '');
  return { code, stdout: plain(out), stderr: plain(err) };
}

describe('results', () => {
  test('are a line a case, and a summary', async () => {
    expect(await run(spec(CASE))).toEqual({
      code: 0,
      stdout: 'mesh.spec.yaml\n  ok    reviews are split\n1 case: 1 as expected, 0 failed\n',
      stderr: '',
    });
  });

  test('of a case that failed say where it is, what was expected, what comes of it, and why', async () => {
    const { code, stdout } = await run(spec(CASE.replace('90', '80').replace('10', '20')));
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 11)).toEqual([
      'mesh.spec.yaml',
      '  FAIL  reviews are split',
      '        mesh.spec.yaml:3:5',
      '        routeTo:',
      '          Expected:    80 %  shop/reviews-v1',
      '                       20 %  shop/reviews-v2',
      '          Received:    90 %  shop/reviews-v1',
      '                       10 %  shop/reviews-v2',
      '',
      '        GET http://reviews/ from shop/web',
      expect.stringContaining('capture'),
    ]);
    expect(stdout).toMatch(/\n1 case: 0 as expected, 1 failed\n$/);
  });

  test('are coloured on a terminal only', async () => {
    expect((await run(spec(CASE), {}, { isTTY: true })).stdout).toContain('\u001b[32mok  \u001b[0m  reviews');
  });

  test('as JSON', async () => {
    const { code, stdout } = await run(spec(CASE.replace('90', '80')), { format: 'json' });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      cases: [
        {
          spec: SPEC.replace(`${folder}/`, ''),
          name: 'reviews are split',
          source: { line: 3, column: 5 },
          passed: false,
          checks: [{ name: 'routeTo', passed: false, isNot: false, holds: 'no' }],
          outcomes: [{ probability: 0.9 }, { probability: 0.1 }],
        },
      ],
      problems: [],
      summary: { cases: 1, passed: 0, failed: 1, problems: 0 },
    });
  });

  test('as TAP', async () => {
    expect((await run(spec(CASE), { format: 'tap' })).stdout).toBe('TAP version 14\n1..1\nok 1 - reviews are split\n');
    const { stdout } = await run(spec(CASE.replace('90', '80')), { format: 'tap' });
    expect(stdout.split('\n').slice(2, 4)).toEqual([
      'not ok 1 - reviews are split',
      '# GET http://reviews/ from shop/web',
    ]);
  });
});

describe('an expectation holds', () => {
  test.each([
    'routeTo: shop/reviews',
    'status: 200',
    'status: { 200: 100 }',
    'allowed: true',
    'allowed: shop/from-shop',
    'denied: false',
    'mtls: true',
    'refused: false',
    'timeoutAfter: 3s',
    'retries: { attempts: 2, when: connect-failure }',
    'retries: { when: [connect-failure, refused-stream] }',
    'seenHeaders: { x-user: null, host: reviews }',
    'unknown: false',
  ])('%s', async (expect_) => {
    expect(await run(expecting(expect_))).toMatchObject({ code: 0, stderr: '' });
  });

  test('of a request in parts', async () => {
    const request = "{ url: 'http://reviews/', method: POST, headers: { x-user: beta }, backend: { status: 500 } }";
    expect(await run(expecting('status: 500, seenHeaders: { x-user: beta }', request))).toMatchObject({ code: 0 });
  });

  test('of what no file knows', async () => {
    expect(await run(expecting('unknown: example.com', 'GET http://example.com/'))).toMatchObject({ code: 0 });
  });
});

describe('an expectation fails', () => {
  test.each([
    'routeTo: shop/reviews-v1',
    'status: 404',
    'status: { 200: 50 }',
    'allowed: false',
    'denied: shop/from-shop',
    'mtls: false',
    'refused: true',
    'redirectTo: http://other/',
    'timeoutAfter: 4s',
    'retries: { attempts: 3 }',
    'retries: { when: 503 }',
    'seenHeaders: { x-user: beta }',
    'unknown: true',
  ])('%s', async (expect_) => {
    expect(await run(expecting(expect_))).toMatchObject({ code: 1, stderr: '' });
  });
});

describe('what the mesh is', () => {
  test('may be said in the spec beside the manifests', async () => {
    const more = [
      'manifests: [mesh.yaml]',
      'meshConfig: { outboundTrafficPolicy: { mode: REGISTRY_ONLY } }',
      'externals: [{ name: weather, hosts: [weather.example.com] }]',
      'gateways: [{ namespace: ingress, name: gateway, labels: { istio: ingress } }]',
      'hosts: [{ namespace: ops, name: probe, sidecar: false, ports: [{ port: 80 }] }]',
    ].join('\n');
    const cases = `
  - { name: out, from: shop/web, request: GET http://weather.example.com/, expect: { status: 502 } }
  - { name: in, via: ingress/gateway, request: GET http://shop/, expect: { refused: true } }
  - { name: plain, from: ops/probe, request: GET http://reviews.shop/, expect: { denied: shop/from-shop } }
`;
    expect(await run(spec(cases, more))).toMatchObject({ code: 0, stderr: '' });
  });

  test('may be other manifests than those of the spec', async () => {
    const manifests = [join(folder, 'mesh.yaml')];
    expect(await run(spec(CASE, 'manifests: [missing/]'), { manifests })).toMatchObject({ code: 0 });
  });
});

describe('a spec that is wrong is exit code 2, with its place', () => {
  test.each<[what: string, text: string, message: string]>([
    [
      'an unknown field',
      spec(CASE.replace('from:', 'form:')),
      '4:11: cases[0].form: unknown field "form", did you mean from?',
    ],
    [
      'an unknown expectation',
      expecting('routTo: shop/reviews-v1'),
      '3:81: cases[0].expect.routTo: unknown field "routTo", did you mean routeTo?',
    ],
    [
      'on, which YAML takes for true',
      expecting('retries: { on: reset }'),
      'cases[0].expect.retries.true: unknown field "true"',
    ],
    ['no cases', 'manifests: [mesh.yaml]\n', '1:1: cases must be given'],
    ['an empty list', spec(' []'), 'cases: must have at least one entry'],
    ['no expectation', expecting(''), 'cases[0].expect: must have at least one of routeTo, status,'],
    [
      'no caller',
      spec('\n  - { name: it, request: GET http://reviews/, expect: { status: 200 } }\n'),
      'cases[0]: from must be given, or via for a client outside',
    ],
    [
      'a caller without namespace',
      spec(CASE.replace('shop/web', 'web')),
      'cases[0].from: must be namespace/name, got "web"',
    ],
    [
      'a header that YAML takes for true',
      expecting('status: 200', '{ url: http://reviews/, headers: { x: on } }'),
      'cases[0].request.headers[x]: must be a text, got true: put it in quotes',
    ],
    [
      'a request without URL',
      expecting('status: 200', 'GET /'),
      'cases[0].request: must be a method and a URL, such as GET http://reviews/, got "GET /"',
    ],
    [
      'a percentage',
      expecting('routeTo: { shop/reviews-v1: 101 }'),
      'cases[0].expect.routeTo[shop/reviews-v1]: must be a number between 0 and 100, got 101',
    ],
    ['a status', expecting('status: 99'), 'cases[0].expect.status: must be a status, or one of closed,'],
    ['a time', expecting('timeoutAfter: 3'), 'cases[0].expect.timeoutAfter: must be a duration such as 10s'],
    [
      'a workload that is not there',
      spec(CASE.replace('shop/web', 'shop/wev')),
      'cases[0]: from must be the namespace/name of a workload, or outside, got "shop/wev": did you mean shop/web?',
    ],
    [
      'a backend that is not there',
      expecting('routeTo: shop/reviews-v3'),
      'cases[0].expect.routeTo: no workload is called "shop/reviews-v3"',
    ],
    ['a policy that is not there', expecting('denied: shop/from-shp'), 'did you mean "shop/from-shop"?'],
    [
      'more than 100 %',
      expecting('routeTo: { shop/reviews-v1: 90, shop/reviews-v2: 20 }'),
      'cases[0].expect.routeTo: percentages must add up to at most 100, got 110',
    ],
    ['no manifests', spec(CASE, '{}').replace('{}\n', ''), 'manifests must be given, here or by --manifests'],
    [
      'manifests that are not there',
      spec(CASE, 'manifests: [missing.yaml]'),
      'missing.yaml: there is no such file or folder',
    ],
    ['broken YAML', 'cases: [1\n', 'flow sequence'],
    ['nothing', '# nothing\n', 'no spec found in'],
  ])('%s', async (_, text, message) => {
    const { code, stderr } = await run(text);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('and what is right is held against the mesh all the same', async () => {
    const { code, stdout } = await run(spec(`${CASE}${CASE.replace('shop/web', 'shop/wev')}`));
    expect(code).toBe(2);
    expect(stdout).toContain('1 case: 1 as expected, 0 failed, 1 problem\n');
  });
});

describe('the commands', () => {
  // In the process itself: the command of tsx would start another one.
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  const cli = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['--require', tsx, join(__dirname, '../../lib/cli/main.ts'), ...args], {
      encoding: 'utf8',
    });

  test('the spec that the help shows is one', async () => {
    const { status, stdout } = cli('test', '--help');
    expect(status).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const shown = /# mesh\.spec\.yaml\n([^]*?)\n\n/.exec(stdout)?.[1]?.replace('k8s/', 'mesh.yaml') ?? '';
    // The mesh of this test has neither cart nor payments nor the policy.
    const { stderr } = await run(shown);
    expect(stderr.match(/^error.*/gm)).toEqual([
      expect.stringContaining('cases[0].expect.allowed: no AuthorizationPolicy'),
      expect.stringContaining('cases[1]: from must be'),
    ]);
  });

  test('ask takes its request behind the paths, and ends with the exit code', () => {
    writeFileSync(join(folder, 'mesh.yaml'), SHOP.join('---\n'));
    const { status, stdout, stderr } = cli('ask', folder, '--from', 'shop/web', 'GET', 'http://reviews/', '-H', 'a: b');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('GET http://reviews/ from shop/web (a: b)\n');
    expect(cli('ask', folder, '--from', 'shop/wev', 'http://reviews/')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean shop/web?\n(see --help)'),
    });
  });

  test('the help of ask has examples and fits a terminal', () => {
    const { stdout } = cli('ask', '--help');
    expect(stdout).toContain('--backend status=503,first=2');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
