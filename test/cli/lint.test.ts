import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type LintArguments, runLint } from '../../lib/cli/run-lint';
import { UsageError } from '../../lib/cli/usage-error';
import { WIDGETS } from '../importer/fixtures';
import { scratchFolder } from '../support/scratch-folder';

const SOUND = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
data: { a: b }
`;
const WRONG = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts: [reviews]
  http:
    - timout: 5s
      route:
        - destination: { host: reviews }
          weight: "90"
`;
const UNKNOWN = `apiVersion: example.com/v1
kind: Tea
metadata: { name: green }
`;
/** istiod warns of every one. */
const FILTER = `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: filter, namespace: shop }
spec: {}
`;
const BROKEN = 'a: [1\n';
const joined = (...documents: readonly string[]): string => documents.join('---\n');

/** Lints a text as standard input. */
async function lint(text: string, options: Partial<LintArguments> = {}, terminal: object = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runLint(
    ['-'],
    { format: 'text', ...options },
    {
      stdin: (async function* () {
        yield await Promise.resolve(Buffer.from(text));
      })(),
      stdout: { ...terminal, write: (part: string) => out.push(part) },
      stderr: { ...terminal, write: (part: string) => err.push(part) },
    },
  );
  return { code, stdout: out.join(''), stderr: err.join('') };
}
const json = async (text: string, options: Partial<LintArguments> = {}) =>
  JSON.parse((await lint(text, { ...options, format: 'json' })).stdout) as {
    readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string }[];
    readonly problems: readonly unknown[];
    readonly summary: unknown;
  };
const rules = async (text: string, options: Partial<LintArguments> = {}) =>
  (await json(text, options)).findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe('findings as text', () => {
  test('name the place, the object, the field and the rule, and show the line and what to do', async () => {
    const { code, stdout, stderr } = await lint(joined(SOUND, WRONG));
    expect(stdout)
      .toBe(`error <stdin>:14:15 VirtualService shop/reviews (spec.http[0].timout): unknown field, did you mean timeout? [api-server/unknown-field]
  14 |     - timout: 5s
     |               ^
  fix: write timeout instead of timout
error <stdin>:17:19 VirtualService shop/reviews (spec.http[0].route[0].weight): must be a whole number, got "90" [api-server/type]
  17 |           weight: "90"
     |                   ^
  fix: write 90 without quotes
2 objects: 2 errors, 0 warnings, 0 infos
`);
    expect([code, stderr]).toEqual([1, '']);
  });

  test('are coloured and wrapped on a terminal only', async () => {
    const { stdout } = await lint(WRONG, {}, { isTTY: true, columns: 60 });
    expect(stdout.startsWith('\u001b[31merror\u001b[0m <stdin>:9:15')).toBe(true);
    expect(
      Math.max(
        ...stdout
          .replace('\u001b[31m', '')
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(69);
  });

  test('show nothing of a Secret', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { key: [hidden] }\n';
    expect((await lint(secret)).stdout).not.toContain('hidden');
    expect((await lint(`${secret}---\nkey: [hidden\n`)).stdout).not.toContain('hidden');
    const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { k: 'hidden' } };
    const list = JSON.stringify({ kind: 'List', items: [manifest, { apiVersion: 'v1', kind: 'Service', x: 1 }] });
    expect((await lint(list)).stdout).not.toContain('hidden');
  });

  test('say what could not be read, with its line, and what could be, all the same', async () => {
    const { code, stdout } = await lint(joined(BROKEN, WRONG));
    expect(code).toBe(2);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'error <stdin>:1:6: flow sequence in block collection must be sufficiently indented and end with a ] [unreadable]',
      '  1 | a: [1',
      '    |      ^',
      expect.stringContaining('(spec.http[0].timout)'),
    ]);
    expect(stdout).toContain('1 object: 2 errors, 0 warnings, 0 infos, 1 unreadable\n');
  });
});

test('findings as JSON', async () => {
  const { findings, problems, summary } = await json(joined(WRONG, UNKNOWN, BROKEN));
  expect(Object.keys(await json(SOUND))).toEqual(['findings', 'problems', 'summary']);
  expect(findings[0]).toEqual({
    rule: 'api-server/unknown-field',
    aliases: [],
    severity: 'error',
    judge: 'api-server',
    message: 'unknown field, did you mean timeout?',
    object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'reviews' },
    path: 'spec.http[0].timout',
    source: { file: '<stdin>', line: 9, column: 15 },
    fix: 'write timeout instead of timout',
  });
  expect(findings[2]).toMatchObject({
    object: { namespace: null, name: 'green' },
    fix: expect.stringContaining('--crds'),
  });
  expect(problems).toEqual([
    { message: expect.stringContaining('flow sequence'), source: { file: '<stdin>', line: 18, column: 6 } },
  ]);
  expect(summary).toEqual({ objects: 2, errors: 2, warnings: 0, infos: 1, problems: 1 });
});

describe('the exit code', () => {
  test.each<[what: string, text: string, options: Partial<LintArguments>, code: number]>([
    ['nothing is wrong', SOUND, {}, 0],
    ['an info', UNKNOWN, {}, 0],
    ['a warning', FILTER, {}, 0],
    ['as many warnings as are allowed', FILTER, { maxWarnings: 1 }, 0],
    ['more warnings than are allowed', FILTER, { maxWarnings: 0 }, 1],
    ['an error', WRONG, {}, 1],
    ['errors that are warnings', WRONG, { severity: ['api-server/*=warning'] }, 0],
    ['an info that is an error', UNKNOWN, { severity: ['unknown-kind=error'] }, 1],
    ['a broken document', BROKEN, {}, 2],
    ['a broken document and an error', joined(BROKEN, WRONG), {}, 2],
    ['nothing at all', '# nothing\n', {}, 2],
  ])('%s', async (_, text, options, code) => {
    expect((await lint(text, options)).code).toBe(code);
  });
});

describe('an object that is there twice is an error that names both places', () => {
  test.each<[what: string, first: string, second: string, isTwin: boolean]>([
    ['the same', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n', '', true],
    ['another version of its group', SOUND, SOUND.replace('v1', 'v2'), true],
    ['another namespace', SOUND, SOUND.replace('shop', 'other'), false],
    ['another name', SOUND, SOUND.replace('settings', 'other'), false],
    ['another kind', SOUND, SOUND.replace('ConfigMap', 'Secret'), false],
    ['another group', SOUND, SOUND.replace('v1', 'x/v1'), false],
    ['no name', 'apiVersion: v1\nkind: ConfigMap\n', '', false],
  ])('%s', async (_, first, second, isTwin) => {
    expect((await rules(joined(first, second || first))).includes('error duplicate-object')).toBe(isTwin);
  });

  test('and the place of the second is its name', async () => {
    expect((await json(joined(SOUND, SOUND))).findings).toMatchObject([
      {
        message: 'ConfigMap shop/settings already exists, at <stdin>:1:1: the one that is applied last counts',
        source: { file: '<stdin>', line: 8, column: 19 },
      },
    ]);
  });
});

describe('options', () => {
  const folder = scratchFolder('lint');
  const crds = join(folder, 'crds.yaml');
  writeFileSync(crds, WIDGETS);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('schemas of more kinds', async () => {
    const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: w, namespace: n }\nspec: []\n';
    expect(await rules(widget)).toEqual(['info unknown-kind']);
    expect(await rules(widget, { crds: [crds] })).toContain('error api-server/type');
  });

  test('severities: the most precise one counts', async () => {
    const severity = ['api-server/*=off', 'api-server/type=warning'];
    expect(await rules(WRONG, { severity })).toEqual(['warning api-server/type']);
  });

  test('the release of Istio', async () => {
    expect(await rules(SOUND, { istioVersion: '1.30.2' })).toEqual([]);
  });

  test.each<[options: Partial<LintArguments>, message: string]>([
    [{ severity: ['x'] }, '--severity must be rule=severity, got x'],
    [{ severity: ['x=bad'] }, '--severity: the severity of x must be one of error, warning, info, off, got "bad"'],
    [
      { istioVersion: '1.2' },
      '--istio-version: istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got "1.2"',
    ],
    [{ crds: ['/missing'] }, '--crds: /missing: cannot be read (ENOENT)'],
    [{ crds: [__filename] }, `--crds: ${__filename}:`],
  ])('%j is wrong use', async (options, message) => {
    const failed = await lint(SOUND, options).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UsageError);
    expect((failed as Error).message).toContain(message);
  });
});

describe('the command', () => {
  // In the process itself: the command of tsx would start another one.
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  const cli = (input: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, ['--require', tsx, join(__dirname, '../../lib/cli/main.ts'), 'lint', ...args], {
      encoding: 'utf8',
      input,
    });

  test('reads standard input and files, and ends with the exit code', () => {
    const { status, stdout, stderr } = cli(WRONG, '-', '/missing.yaml', '--severity', '*=info', '--format', 'json');
    const { findings, problems } = JSON.parse(stdout) as { findings: { severity: string }[]; problems: unknown[] };
    expect(findings.map(({ severity }) => severity)).toEqual(['info', 'info']);
    expect(problems).toHaveLength(1);
    expect([status, stderr]).toEqual([2, '']);
  });

  test('wrong use is exit code 2 and points to the help', () => {
    const { status, stdout, stderr } = cli('', '-', '--severity', 'x');
    expect([status, stdout, stderr]).toEqual([2, '', 'error: --severity must be rule=severity, got x\n(see --help)\n']);
  });

  test('the help has examples and fits a terminal', () => {
    const { status, stdout } = cli('', '--help');
    expect(status).toBe(0);
    expect(stdout).toContain('| istio-constructs lint -');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
