import { transformFileSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { type FileSystem, machineFileSystem } from '../../lib/program/file-system';
import { writeStaged } from '../../lib/program/staged-writer';
import { scratchFolder } from '../support/scratch-folder';

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

function leaveOwner(text: string): void {
  mkdirSync(join(folder, '.dist.staging'));
  writeFileSync(join(folder, '.dist.staging', 'owner'), text);
}

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
    // The parent of this test runs, and is another process.
    leaveOwner(JSON.stringify({ pid: process.ppid, host: hostname() }));
    expect(() => write(outdir, { 'a.yaml': 'a' })).toThrow(
      `another run (process ${process.ppid} on ${hostname()}) is writing to ${outdir}: wait for it, or remove ${join(folder, '.dist.staging')} if there is none`,
    );
    expect(existsSync(outdir)).toBe(false);
  });

  test.each([
    ['ran on this machine and is gone', JSON.stringify({ pid: 2 ** 30, host: hostname() })],
    ['had no time to say who it is', ''],
    ['left something else', 'null'],
  ])('an owner that %s does not stop the next run', (_, owner) => {
    const outdir = join(folder, 'dist');
    leaveOwner(owner);
    expect(write(outdir, { 'a.yaml': 'a' })).toEqual([]);
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  test('a run on another machine is believed to be at work', () => {
    leaveOwner(JSON.stringify({ pid: 1, host: 'elsewhere' }));
    expect(() => write(join(folder, 'dist'), { 'a.yaml': 'a' })).toThrow('(process 1 on elsewhere)');
  });

  test('of two runs that take over at once, one goes on and the other refuses', () => {
    const outdir = join(folder, 'dist');
    leaveOwner(JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    const owner = join(folder, '.dist.staging', 'owner');
    let isFirst = true;
    const fileSystem: FileSystem = {
      ...machineFileSystem,
      rename: (from, to) => {
        // The other run was faster: what is taken away here is its mark.
        if (isFirst) writeFileSync(owner, JSON.stringify({ pid: process.ppid, host: hostname() }));
        isFirst = false;
        machineFileSystem.rename(from, to);
      },
    };
    const files = [{ path: join(outdir, 'a.yaml'), text: 'a' }];
    expect(() => {
      writeStaged(files, { outdir, fileSystem, notice: () => undefined });
    }).toThrow(`another run (process ${process.ppid}`);
    expect(JSON.parse(read(owner))).toEqual({ pid: process.ppid, host: hostname() });
  });
});

describe('where it stages', () => {
  test('in the output folder, where nothing may be made beside it', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(outdir);
    const written: string[] = [];
    const fileSystem: FileSystem = {
      ...machineFileSystem,
      makeFolder: (path) => {
        if (path === join(folder, '.dist.staging')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
        machineFileSystem.makeFolder(path);
      },
      write: (path, text, mode) => {
        written.push(path);
        machineFileSystem.write(path, text, mode);
      },
    };
    writeStaged([{ path: join(outdir, 'a.yaml'), text: 'a' }], { outdir, fileSystem, notice: () => undefined });
    expect(written[0]).toBe(join(outdir, '.staging', '0'));
    expect(readdirSync(outdir)).toEqual(['a.yaml']);
  });
});

describe('another device', () => {
  const device = '/dev/shm';
  const isOther = existsSync(device) && statSync(device).dev !== statSync(tmpdir()).dev;

  (isOther ? test : test.skip)('a mounted output folder gets its files whole as well', () => {
    const mounted = mkdtempSync(join(device, 'staged-writer-'));
    try {
      symlinkSync(mounted, join(folder, 'dist'));
      write(join(folder, 'dist'), { 'a.yaml': 'a', 'b/c.yaml': 'c' });
      expect(read(join(mounted, 'b', 'c.yaml'))).toBe('c');
      expect(readdirSync(mounted).sort()).toEqual(['a.yaml', 'b']);
      expect(readdirSync(folder)).toEqual(['dist']);
    } finally {
      rmSync(mounted, { recursive: true });
    }
  });
});

describe('links', () => {
  test('the output folder may be one', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'dist'));
    write(join(folder, 'dist'), { 'a.yaml': 'a' });
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.yaml']);
  });

  test('in the place of a file, one is refused, for it is someone else who put it there', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(outdir);
    writeFileSync(join(folder, 'theirs'), 'theirs');
    symlinkSync(join(folder, 'theirs'), join(outdir, 'a.yaml'));
    expect(() => write(outdir, { 'a.yaml': 'a' })).toThrow(
      `cannot write ${join(outdir, 'a.yaml')}: a symbolic link is there, remove it`,
    );
    expect(read(join(folder, 'theirs'))).toBe('theirs');
  });

  test('a folder in the output folder may lead elsewhere in it, and not out of it', () => {
    const outdir = join(folder, 'dist');
    mkdirSync(join(outdir, 'real'), { recursive: true });
    mkdirSync(join(folder, 'dist-of-others'));
    symlinkSync(join(outdir, 'real'), join(outdir, 'inside'));
    symlinkSync(join(folder, 'dist-of-others'), join(outdir, 'outside'));
    write(outdir, { 'inside/a.yaml': 'a' });
    expect(read(join(outdir, 'real', 'a.yaml'))).toBe('a');
    expect(() => write(outdir, { 'outside/new/a.yaml': 'a' })).toThrow(
      `cannot write into ${join(outdir, 'outside', 'new')}: a symbolic link leads out of the output folder`,
    );
    expect(readdirSync(join(folder, 'dist-of-others'))).toEqual([]);
  });
});

describe('a run that was cut off', () => {
  const interrupted = (renames: unknown) => {
    mkdirSync(join(folder, '.dist.staging'));
    writeFileSync(join(folder, '.dist.staging', '0'), 'staged');
    writeFileSync(join(folder, '.dist.staging', 'journal'), JSON.stringify({ renames }));
  };

  test('is finished although its folders are gone', () => {
    interrupted([{ from: '0', to: join('dist', 'b', 'old.yaml') }]);
    const outdir = join(folder, 'dist');
    expect(write(outdir, { 'a.yaml': 'a' })).toEqual([
      `an earlier run was cut off while it put files into ${outdir}: finished what it began`,
    ]);
    expect(read(join(outdir, 'b', 'old.yaml'))).toBe('staged');
  });

  test.each([
    ['out of the output folder', [{ from: '0', to: join('elsewhere', 'a') }]],
    ['upwards', [{ from: '0', to: ['dist', '..', 'a'].join(sep) }]],
    ['from elsewhere', [{ from: join('..', 'mine'), to: join('dist', 'a') }]],
    ['nowhere', 'nonsense'],
  ])('a journal that leads %s is dropped', (_, renames) => {
    interrupted(renames);
    writeFileSync(join(folder, 'mine'), 'mine');
    expect(write(join(folder, 'dist'), { 'b.yaml': 'b' })[0]).toContain('dropped what it had prepared');
    expect(readdirSync(folder).sort()).toEqual(['dist', 'mine']);
    expect(readdirSync(join(folder, 'dist'))).toEqual(['b.yaml']);
  });

  test('what cannot be put in place stays prepared, and the error says how to go on', () => {
    const outdir = join(folder, 'dist');
    let isFull = true;
    const fileSystem: FileSystem = {
      ...machineFileSystem,
      rename: (from, to) => {
        if (isFull && to.endsWith('b.yaml')) throw new Error('disk full');
        machineFileSystem.rename(from, to);
      },
    };
    const files = ['a', 'b'].map((name) => ({ path: join(outdir, `${name}.yaml`), text: name }));
    const attempt = () => {
      writeStaged(files, { outdir, fileSystem, notice: () => undefined });
    };
    expect(attempt).toThrow(
      `could not put all files into ${outdir}: disk full; run it again, or remove ${join(folder, '.dist.staging')}`,
    );
    isFull = false;
    attempt();
    expect(read(join(outdir, 'b.yaml'))).toBe('b');
    expect(readdirSync(folder)).toEqual(['dist']);
  });
});

describe('killed at any of its steps', () => {
  const COUNT = 50;
  const CHANGES: readonly (keyof FileSystem)[] = [
    'makeFolder',
    'write',
    'writeNew',
    'rename',
    'remove',
    'removeFolder',
  ];

  let base: string;
  beforeEach(() => {
    base = scratchFolder('staged-writer');
  });
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  /**
   * A program that writes 50 files in the folder of each step from the first to the last, and is killed in all of them at once.
   *
   * Each run stops before the change of the file system that its step counts: there the run of the next step begins and never
   * comes back, and that of the last one kills the process. So one process is enough, and no run has a chance to tidy up.
   */
  function childProgram(): string {
    for (const name of ['staged-writer', 'staging-folder', 'file-system']) {
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
       const [, , base, first, last] = process.argv;
       function run(killAt) {
         const outdir = base + '/' + killAt + '/shop';
         let step = 0;
         const fileSystem = { ...machineFileSystem };
         for (const name of ${JSON.stringify(CHANGES)}) {
           fileSystem[name] = (...args) => {
             if (++step === killAt) killAt < Number(last) ? run(killAt + 1) : process.kill(process.pid, 'SIGKILL');
             return machineFileSystem[name](...args);
           };
         }
         const files = Array.from({ length: ${COUNT} }, (_, i) => ({ path: outdir + (i % 2 ? '.install/' : '/') + i + '.yaml', text: 'new' + i }));
         writeStaged(files, { outdir, fileSystem, notice: (text) => console.log(text) });
         process.exit(0);
       }
       run(Number(first));`,
    );
    return program;
  }

  test('every file is whole, others are untouched, and the next run finishes or drops the change and says so', () => {
    const program = childProgram();
    const outdirOf = (step: number) => join(base, `${step}`, 'shop');
    const pathOf = (step: number, i: number) => `${outdirOf(step)}${i % 2 ? '.install' : ''}/${i}.yaml`;
    const writeOld = (step: number, fileSystem = machineFileSystem) => {
      const notices: string[] = [];
      const files = Array.from({ length: COUNT }, (_, i) => ({ path: pathOf(step, i), text: `old${i}` }));
      writeStaged(files, { outdir: outdirOf(step), fileSystem, notice: (text) => notices.push(text) });
      return notices.join();
    };
    const texts = (step: number) =>
      Array.from({ length: COUNT }, (_, i) => read(pathOf(step, i)).slice(0, -String(i).length));
    const prepare = (step: number) => {
      writeOld(step);
      writeFileSync(join(outdirOf(step), 'of-others.yaml'), 'theirs');
    };
    const runChild = (first: number, last: number) => {
      const { signal, status } = spawnSync(process.execPath, [program, base, `${first}`, `${last}`]);
      return [signal, status];
    };

    prepare(0);
    const count = countChanges((fileSystem) => writeOld(0, fileSystem));
    const steps = Array.from({ length: count }, (_, index) => index + 1);
    steps.forEach(prepare);
    expect(runChild(1, count)).toEqual(['SIGKILL', null]);

    const outcomes: string[] = [];
    for (const step of steps) {
      expect([...new Set([...texts(step), 'new', 'old'])].sort()).toEqual(['new', 'old']);
      const isChanged = texts(step).includes('new');

      outcomes.push(/finished|dropped/.exec(writeOld(step))?.[0] ?? 'nothing');
      if (isChanged) expect(outcomes.at(-1)).not.toBe('dropped');
      expect(new Set(texts(step))).toEqual(new Set(['old']));
      expect(read(join(outdirOf(step), 'of-others.yaml'))).toBe('theirs');
      expect(readdirSync(join(base, `${step}`)).sort()).toEqual(['shop', 'shop.install']);
    }

    // These were all the steps there are: one that is to be killed later comes to its end.
    prepare(count + 1);
    expect(runChild(count + 1, count + 1)).toEqual([null, 0]);
    expect(new Set(texts(count + 1))).toEqual(new Set(['new']));

    // Before a file is prepared there is nothing to say, nor when only the empty staging folder is left.
    const order = outcomes.filter((each, index) => each !== outcomes[index - 1]);
    expect(order).toEqual(['nothing', 'dropped', 'finished', 'nothing']);
    expect(outcomes.filter((each) => each === 'dropped')).toHaveLength(COUNT + 1);
    expect(outcomes.filter((each) => each === 'finished')).toHaveLength(COUNT + 1);
  }, 60_000);

  function countChanges(act: (fileSystem: FileSystem) => void): number {
    let count = 0;
    act(
      new Proxy(machineFileSystem, {
        get: (target, name: keyof FileSystem) => {
          if (CHANGES.includes(name)) count++;
          return target[name];
        },
      }),
    );
    return count;
  }
});
