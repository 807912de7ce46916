import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WIDGETS } from '../importer/fixtures';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  writeFileSync(join(folder, 'widgets.yaml'), WIDGETS);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

// In the process itself: the command of tsx would start another one.
const tsx = createRequire(__filename).resolve('tsx/cjs');
const cli = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--require', tsx, join(__dirname, '../../lib/cli/main.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

test('import writes a class for each kind and says how many files', () => {
  const { status, stdout } = cli('import', 'widgets.yaml', '--out', 'generated');
  expect([status, stdout]).toEqual([0, '2 files written to generated\n']);
  expect(readFileSync(join(folder, 'generated', 'widget.ts'), 'utf8')).toContain(
    'export class Widget extends ApiObject',
  );
});

test('import again replaces what it made before, and leaves nothing else', () => {
  cli('import', 'widgets.yaml', '--out', 'generated');
  expect(cli('import', 'widgets.yaml', '--out', 'generated').status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['generated', 'widgets.yaml']);
});

test('a folder with files of others is not touched', () => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'mine.ts'), 'export {};');
  const { status, stderr } = cli('import', 'widgets.yaml', '--out', 'src');
  expect([status, stderr]).toEqual([1, 'error: src: holds files that no import made: give a folder of its own\n']);
  expect(readdirSync(join(folder, 'src'))).toEqual(['mine.ts']);
});

test('input that is wrong is one line and exit code 1, and nothing is written', () => {
  const { status, stderr } = cli('import', 'missing.yaml', '--out', 'generated');
  expect([status, stderr]).toEqual([1, 'error: missing.yaml: cannot be read (ENOENT)\n']);
  expect(existsSync(join(folder, 'generated'))).toBe(false);
});

test('a call that is wrong is exit code 2 and points to the help', () => {
  const { status, stderr } = cli('import', 'widgets.yaml');
  expect(status).toBe(2);
  expect(stderr).toContain("required option '--out <folder>' not specified");
});

test('the help has an example and fits a terminal', () => {
  const { status, stdout } = cli('import', '--help');
  expect(status).toBe(0);
  expect(stdout).toContain('$ istio-constructs import');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
});
