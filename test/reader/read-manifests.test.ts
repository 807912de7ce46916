import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSource } from '../../lib/model/source';
import { readManifests, type ReadOptions } from '../../lib/reader/read-manifests';
import { scratchFolder } from '../support/scratch-folder';

let folder: string;
beforeEach(() => {
  folder = scratchFolder('read');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
};
/** What is read, with places below the folder. */
const read = (paths: readonly string[], options?: ReadOptions) => {
  const { objects, problems } = readManifests(
    paths.map((path) => (path === '-' ? path : path === '' ? folder : `${folder}/${path}`)),
    options,
  );
  const below = (text: string): string => text.replace(`${folder}/`, '').replace(folder, '');
  return {
    files: objects.map(({ source }) => below(printSource(source))),
    problems: problems.map(({ source, message }) => below(`${printSource(source)}: ${message}`)),
  };
};

test('a folder is read by name, with the folders in it', () => {
  write({
    'b.yaml': 'b: 1',
    'a/c.yml': 'c: 1\n---\nd: 1',
    'a/B.json': '{"e": 1}',
    'a.yaml': 'a: 1',
    'z/y/x.YAML': 'x: 1',
  });
  const files = ['a/B.json:1:1', 'a/c.yml:1:1', 'a/c.yml:3:1', 'a.yaml:1:1', 'b.yaml:1:1', 'z/y/x.YAML:1:1'];
  expect(read([''])).toEqual({ files, problems: [] });
  expect(read(['/'])).toEqual({ files, problems: [] });
});

test('what is hidden, of others or no manifest is left out of folders, but not where it is named', () => {
  write({
    '.git/a.yaml': 'a: 1',
    '.a.yaml': 'a: 1',
    'node_modules/a.yaml': 'a: 1',
    'kustomization.yaml': 'resources: []',
    'a.txt': 'a: 1',
    yaml: 'a: 1',
  });
  expect(read([''])).toEqual({ files: [], problems: [] });
  expect(read(['.git', '.a.yaml', 'a.txt', 'kustomization.yaml']).files).toEqual([
    '.git/a.yaml:1:1',
    '.a.yaml:1:1',
    'a.txt:1:1',
    'kustomization.yaml:1:1',
  ]);
});

test('a file is read once, whatever leads to it', () => {
  write({ 'a/a.yaml': 'a: 1' });
  symlinkSync('a.yaml', join(folder, 'a/b.yaml'));
  expect(read(['a/a.yaml', '', 'a']).files).toEqual(['a/a.yaml:1:1']);
});

test('links that lead in circles end', () => {
  write({ 'a/a.yaml': 'a: 1' });
  symlinkSync('..', join(folder, 'a/up'));
  symlinkSync('a', join(folder, 'b'));
  symlinkSync('self', join(folder, 'self'));
  expect(read([''])).toEqual({ files: ['a/a.yaml:1:1'], problems: [] });
});

test('what cannot be read is a problem, and hides no other file', () => {
  write({ 'a.yaml': 'a: 1' });
  symlinkSync('nowhere', join(folder, 'gone.yaml'));
  symlinkSync('circle.yaml', join(folder, 'circle.yaml'));
  expect(read(['missing', ''])).toEqual({
    files: ['a.yaml:1:1'],
    problems: [
      'missing: there is no such file or folder',
      'circle.yaml: cannot be read (ELOOP)',
      'gone.yaml: there is no such file or folder',
    ],
  });
});

(process.getuid?.() === 0 ? test.skip : test)('a file that may not be read is a problem', () => {
  writeFileSync(join(folder, 'a.yaml'), 'a: 1', { mode: 0 });
  expect(read(['']).problems).toEqual(['a.yaml: cannot be read (EACCES)']);
});

test('pipes in folders are not waited for', () => {
  execFileSync('mkfifo', [join(folder, 'a.yaml')]);
  expect(read([''])).toEqual({ files: [], problems: [] });
});

test('a file that is too large is a problem, even one without an end', () => {
  write({ 'a.yaml': 'a: 1', 'b.yaml': 'b: 12345' });
  expect(read([''], { largestFile: 7 })).toEqual({
    files: ['a.yaml:1:1'],
    problems: ['b.yaml: must be at most 7 bytes long'],
  });
  expect(readManifests(['/dev/zero'], { largestFile: 7 }).problems).toEqual([
    { source: { file: '/dev/zero' }, message: 'must be at most 7 bytes long' },
  ]);
});

test('a document that is no UTF-8 is a problem, and hides no other one', () => {
  const latin1 = Buffer.from('a: \u00e9\n---\nb: 1\n---\nc: \u00fc\n', 'latin1');
  const utf8 = Buffer.from('---\nd: \u{1f600}\ufffd', 'utf8');
  write({ 'a.yaml': Buffer.concat([latin1, utf8]), 'b.yaml': Buffer.from('\ufeffa: 1', 'utf16le') });
  expect(read([''])).toEqual({
    files: ['a.yaml:3:1', 'a.yaml:7:1'],
    problems: ['a.yaml:1:4: is no UTF-8 text', 'a.yaml:5:4: is no UTF-8 text', 'b.yaml:1:1: is no UTF-8 text'],
  });
});

test('- is standard input', () => {
  write({ 'a.yaml': '\ufeffa: 1' });
  const found = read(['-', 'a.yaml'], { stdin: Buffer.from('b: 1\n---\nc: [') });
  expect(found).toEqual({
    files: ['<stdin>:1:1', 'a.yaml:1:1'],
    problems: ['<stdin>:3:5: flow sequence in block collection must be sufficiently indented and end with a ]'],
  });
  expect(read(['-']).problems).toEqual(['<stdin>: cannot be read']);
});

test('the lines of every file can be asked for', () => {
  write({ 'a.yaml': 'a: 1', 'b.yaml': '# x\nb: 1' });
  const { objects, lineAt } = readManifests([folder, '-'], { stdin: 'c: 1' });
  expect(objects.map(({ source }) => lineAt(source))).toEqual(['a: 1', 'b: 1', 'c: 1']);
  expect(lineAt({ file: 'other', line: 1 })).toBeUndefined();
});

test('how far it is can be heard of', () => {
  write({ 'a.yaml': 'a: 1', 'b.yaml': 'b: 1' });
  const heard: string[] = [];
  readManifests([folder], { progress: (done, total) => heard.push(`${done} of ${total}`) });
  expect(heard).toEqual(['1 of 2', '2 of 2']);
});
