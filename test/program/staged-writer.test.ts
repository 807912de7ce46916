import { transformFileSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStaged } from '../../lib/program/staged-writer';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staged-writer-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(outdir: string, files: Readonly<Record<string, string>>): string[] {
  const notices: string[] = [];
  const staged = Object.entries(files).map(([path, text]) => ({ path: join(outdir, path), text }));
  writeStaged(staged, { outdir, notice: (text) => notices.push(text) });
  return notices;
}

const read = (path: string) => readFileSync(path, 'utf8');

describe('writing', () => {
  test('puts files in place, in folders as well, and leaves nothing else behind', () => {
    const outdir = join(folder, 'dist', 'shop');
    write(outdir, { 'a.yaml': 'a', 'b/c.yaml': 'c' });
    expect(read(join(outdir, 'a.yaml'))).toBe('a');
    expect(read(join(outdir, 'b', 'c.yaml'))).toBe('c');
    expect(readdirSync(join(folder, 'dist'))).toEqual(['shop']);
  });

  test('leaves files of others alone', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(outdir);
    writeFileSync(join(outdir, 'README.md'), 'mine');
    write(outdir, { 'a.yaml': 'a' });
    expect(read(join(outdir, 'README.md'))).toBe('mine');
  });

  test('where a folder stands in the way, nothing is written', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(join(outdir, 'b.yaml'), { recursive: true });
    expect(() => write(outdir, { 'a.yaml': 'a', 'b.yaml': 'b' })).toThrow(
      `cannot write ${join(outdir, 'b.yaml')}: a folder is there`,
    );
    expect(existsSync(join(outdir, 'a.yaml'))).toBe(false);
  });

  test('where the output folder is a file, nothing is written', () => {
    const outdir = join(folder, 'dist');
    writeFileSync(outdir, 'a file');
    expect(() => write(outdir, { 'a.yaml': 'a' })).toThrow(`cannot write to ${outdir}: a file is there, not a folder`);
  });

  test('a write that fails leaves neither new files nor the staging folder', () => {
    const outdir = join(folder, 'dist');
    const staged = [
      { path: join(outdir, 'a.yaml'), text: 'a' },
      { path: join(outdir, 'b.yaml'), text: undefined as unknown as string },
    ];
    expect(() => {
      writeStaged(staged, { outdir, notice: () => undefined });
    }).toThrow();
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(readdirSync(outdir)).toEqual([]);
  });

  test('while another process writes to the same folder, it refuses and names it', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(join(folder, '.dist.staging'));
    // The parent of this test runs, and is another process.
    const owner = { pid: process.ppid, host: hostname() };
    writeFileSync(join(folder, '.dist.staging', 'owner'), JSON.stringify(owner));
    expect(() => write(outdir, { 'a.yaml': 'a' })).toThrow(
      `another run (process ${process.ppid}) is writing to ${outdir}`,
    );
  });
});

describe('killed at any of its steps', () => {
  const COUNT = 50;

  /** A program that writes 50 files, old or new, and kills itself before its n-th write or rename. */
  function childProgram(): string {
    for (const name of ['staged-writer', 'file-system']) {
      const { code } = transformFileSync(join(__dirname, '../../lib/program', `${name}.ts`), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      });
      writeFileSync(join(folder, `${name}.js`), code);
    }
    const program = join(folder, 'child.js');
    writeFileSync(
      program,
      `const { writeStaged } = require('./staged-writer.js');
       const { machineFileSystem } = require('./file-system.js');
       const [, , outdir, text, killAt] = process.argv;
       let step = 0;
       const counted = (act) => (...args) => {
         if (++step === Number(killAt)) process.kill(process.pid, 'SIGKILL');
         return act(...args);
       };
       const fileSystem = { ...machineFileSystem, write: counted(machineFileSystem.write), rename: counted(machineFileSystem.rename) };
       const files = Array.from({ length: ${COUNT} }, (_, i) => ({ path: outdir + (i % 2 ? '.install/' : '/') + i + '.yaml', text: text + i }));
       writeStaged(files, { outdir, fileSystem, notice: (text) => console.log(text) });
       console.log('steps ' + step);`,
    );
    return program;
  }

  test('every file is whole, others are untouched, and the next run finishes or drops the change and says so', () => {
    const program = childProgram();
    const outdir = join(folder, 'out', 'shop');
    const run = (text: string, killAt: number) =>
      spawnSync(process.execPath, [program, outdir, text, String(killAt)], { encoding: 'utf8' });
    const texts = () =>
      Array.from({ length: COUNT }, (_, i) =>
        read(`${outdir}${i % 2 ? '.install' : ''}/${i}.yaml`).slice(0, -String(i).length),
      );
    const steps = Number(/steps (\d+)/.exec(run('old', 0).stdout)?.[1]);
    // Each file is written and renamed; the owner and the journal are written, the journal is renamed.
    expect(steps).toBe(2 * COUNT + 3);
    writeFileSync(join(outdir, 'of-others.yaml'), 'theirs');

    for (let step = 1; step <= steps; step++) {
      expect(run('new', step).signal).toBe('SIGKILL');
      expect([...new Set([...texts(), 'new', 'old'])].sort()).toEqual(['new', 'old']);
      const decided = step > COUNT + 3;
      if (!decided) expect(new Set(texts())).toEqual(new Set(['old']));

      const next = run('old', 0);
      expect(next.stdout).toContain(decided ? 'finished what it began' : 'dropped what it had prepared');
      expect(new Set(texts())).toEqual(new Set(['old']));
      expect(read(join(outdir, 'of-others.yaml'))).toBe('theirs');
      expect(readdirSync(join(folder, 'out')).sort()).toEqual(['shop', 'shop.install']);
    }
  }, 60_000);
});
