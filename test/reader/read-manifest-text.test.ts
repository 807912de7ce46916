import { printSource } from '../../lib/model/source';
import { type ReadLimits, type ReadManifests, readManifestText } from '../../lib/reader/read-manifest-text';

const read = (text: string, limits?: ReadLimits): ReadManifests => readManifestText(text, 'a.yaml', limits);
const manifests = (text: string) => read(text).objects.map(({ manifest }) => manifest);
const problems = (text: string) => read(text).problems.map((each) => `${printSource(each.source)}: ${each.message}`);
const places = (text: string) => read(text).objects.map(({ source }) => printSource(source));
const at = (text: string, path: string, object = 0) => printSource(read(text).objects[object]?.positionOf(path) ?? {});

const ALONE = 'only a comment may follow "---" on its line, or kubectl refuses the file';
const IGNORED = 'kubectl reads nothing between "..." and the next "---": write "---" before the document';

describe('documents are split as kubectl splits them', () => {
  test.each<[how: string, text: string, objects: unknown[], problems?: string[]]>([
    ['by ---', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['by --- with a comment', 'a: 1\n--- # x\nb: 2\n---#y\nc: 3', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['by --- with spaces', 'a: 1\n--- \t\nb: 2', [{ a: 1 }, { b: 2 }]],
    ['and empty ones are left out', '---\n\n---\n# only a comment\n---\na: 1\n---\n', [{ a: 1 }]],
    ['and those of null are left out', 'null\n---\n~\n---\na: 1', [{ a: 1 }]],
    ['and comments with line ends of Windows are empty', '# a\r\n'.repeat(200) + '---\r\na: 1\r\n', [{ a: 1 }]],
    ['and an empty text has none', '', []],
    ['with line ends of Windows', 'a: 1\r\n---\r\nb: |\r\n  x\r\n', [{ a: 1 }, { b: 'x\n' }]],
    ['with byte order marks', '\ufeffa: 1\n---\n\ufeffb: 2\nc: 3', [{ a: 1 }, { b: 2, c: 3 }]],
    ['with ... after them', 'a: 1\n...\n---\n...\n---\nb: 2\n...\n', [{ a: 1 }, { b: 2 }]],
    ['and not after ...', 'a: 1\n...\nb: 2\n---\nc: 3', [{ a: 1 }, { c: 3 }], [`a.yaml:3:1: ${IGNORED}`]],
    ['and not within a text', 'a: |\n  ---\n  x', [{ a: '---\nx\n' }]],
    ['and nothing stands beside ---', 'a: 1\n--- {b: 2}\n---\nc: 3', [{ a: 1 }, { c: 3 }], [`a.yaml:2:4: ${ALONE}`]],
    ['and ---x is no separator', '---x\n---\nc: 3', [{ c: 3 }], [`a.yaml:1:4: ${ALONE}`]],
    [
      'and directives are refused',
      '%YAML 1.1\n---\na: 1',
      [{ a: 1 }],
      ['a.yaml:1:1: kubectl takes no directives, such as %YAML'],
    ],
    [
      'by objects of JSON',
      '{"a": "}\\"{"}{"b": [1, {"c": null}]}\n{"d": true}',
      [{ a: '}"{' }, { b: [1, { c: null }] }, { d: true }],
    ],
    ['and JSON may be indented by tabs', '{\n\t"a": [\n\t\t1\n\t]\n}', [{ a: [1] }]],
  ])('%s', (_, text, objects, wrong = []) => {
    expect([manifests(text), problems(text)]).toEqual([objects, wrong]);
  });
});

describe('a broken document is a problem with its place, and hides no other one', () => {
  test.each<[what: string, document: string, problem: string]>([
    ['a tab that indents', 'a:\n\tb: 1', '4:1: tabs are not allowed as indentation'],
    [
      'a list that is not closed',
      'a: [1',
      '3:6: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a text that is not closed', 'a: "x', '3:6: missing closing "quote'],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2', '5:1: all mapping items must start at the same column'],
    ['a field twice', 'a: 1\nb:\n  c: 1\n  c: 2', '6:3: the field "c" is there twice'],
    ['a field twice, written differently', 'a: {1: x, "1": y}', '3:11: the field "1" is there twice'],
    ['a field of no name', 'null: 1', '3:1: a field must be named by a text, got null: write it in quotes'],
    [
      'a field of a large number',
      '18446744073709551615: 1',
      '3:1: a field must be named by a text, got 18446744073709552000: write it in quotes',
    ],
    ['a field that is a list', '? [a]\n: 1', '3:3: a field must be named by a text, got an object, a list or an alias'],
    ['a tag', 'a: !Ref x', '3:9: the tag !Ref is not known here'],
    ['a tag of a list', 'a: !Ref [x]', '3:9: the tag !Ref is not known here'],
    ['a tag for bytes', 'a: !!binary aGk=', '3:13: the tag !!binary is not known here'],
    ['a tag that does not fit', 'a: !!int x', '3:10: "x" is no !!int'],
    ['what JSON has not', 'a: .nan', '3:4: JSON has no .nan: write it in quotes'],
    ['a control character', 'a: \u0007', '3:4: holds a character that YAML does not allow: U+0007'],
    ['half a character', 'a: \udc00', '3:4: holds a character that YAML does not allow: U+DC00'],
    ['an alias of nothing', 'a: *x\nb: &x 1', '3:4: there is no anchor &x before it'],
    ['an alias of itself', 'a: &x [*x]', '3:8: the anchor &x holds itself'],
    ['a merge of no object', 'a: {<<: 3}', '3:9: what "<<" takes over must be an object, or a list of objects'],
    ['a text', 'x', '3:1: must be an object, got "x"'],
    ['a list', '- a: 1', '3:1: must be an object, got a list'],
    ['a template', 'a: {{ x }}', '3:5: a field must be named by a text, got an object, a list or an alias'],
    [
      'a line of a template',
      '{{- if x }}\na: 1',
      '3:3: block collections are not allowed within flow collections (a template has to be rendered first, as by helm template)',
    ],
    ['JSON that ends early', '{"a": 1', '3:8: flow map must end with a }'],
  ])('%s', (_, document, problem) => {
    const { objects, problems: found } = read(`first: 1\n---\n${document}\n---\nlast: 1\n`);
    expect(found.map(({ source, message }) => `${source.line}:${source.column}: ${message}`)).toEqual([problem]);
    expect(objects.map(({ manifest }) => manifest)).toEqual([{ first: 1 }, { last: 1 }]);
  });
});

describe('what a document holds', () => {
  test.each<[what: string, text: string, value: unknown]>([
    ['texts in quotes stay texts', `a: "yes"\nb: '1'\nc: !!str 2\nd: ! 3`, { a: 'yes', b: '1', c: '2', d: '3' }],
    ['booleans of YAML 1.1', 'a: yes\nb: off\non: 1', { a: true, b: false, true: 1 }],
    ['aliases are copies', 'a: &x {p: [1]}\nb: *x', { a: { p: [1] }, b: { p: [1] } }],
    ['the last anchor before an alias counts', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['merges give way to what follows', 'a: {<<: {p: 1, q: 1}, p: 2}', { a: { p: 2, q: 1 } }],
    ['merges replace what is before, as go-yaml v2 does', 'a: {p: 2, <<: {p: 1}}', { a: { p: 1 } }],
    ['of a list of merges the first one counts', 'a: {<<: [{p: 1}, {p: 2, q: 2}]}', { a: { p: 1, q: 2 } }],
    ['merges of aliases', 'a: &x {p: 1}\nb: {<<: *x, q: 2}', { a: { p: 1 }, b: { p: 1, q: 2 } }],
    ['"<<" in quotes is a field', 'a: {"<<": 1}', { a: { '<<': 1 } }],
    ['long texts', 'a: |\n  x\n  y\nb: >-\n  x\n  y', { a: 'x\ny\n', b: 'x y' }],
    ['escapes of JSON', '{"a": "\\/\\ud83d\\ude00"}', { a: '/\u{1f600}' }],
  ])('%s', (_, text, value) => {
    expect(manifests(text)).toEqual([value]);
  });

  test('a field called __proto__ is a field like others', () => {
    expect(JSON.stringify(manifests('__proto__: {a: 1}'))).toBe('[{"__proto__":{"a":1}}]');
  });
});

describe('items of lists are objects of their own', () => {
  test('of a List, of lists in it, and of a list of one kind, whose items do not say what they are', () => {
    const text = `
apiVersion: v1
kind: List
items:
  - kind: A
  - kind: List
    items: [{ kind: B }]
---
apiVersion: v1
kind: ServiceList
items:
  - metadata: { name: x }
  - apiVersion: v2
`;
    expect(manifests(text)).toEqual([
      { kind: 'A' },
      { kind: 'B' },
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } },
      { apiVersion: 'v2' },
    ]);
    expect(places(text)).toEqual(['a.yaml:5:5', 'a.yaml:7:13', 'a.yaml:12:5', 'a.yaml:13:5']);
    expect([at(text, 'kind', 1), at(text, 'metadata.name', 2), at(text, 'kind', 2)]).toEqual([
      'a.yaml:7:21',
      'a.yaml:12:23',
      'a.yaml:12:5',
    ]);
  });

  test.each<[what: string, text: string, objects: unknown[], problems: string[]]>([
    ['an empty List has none', 'kind: List\n---\nkind: List\nitems:\n', [], []],
    ['a kind that is only called so is none', 'kind: AllowList\nspec: {}', [{ kind: 'AllowList', spec: {} }], []],
    ['items that are none', 'kind: List\nitems: x', [], ['a.yaml:2:8: must be an object, got "x"']],
    [
      'an item that is none hides no other one',
      'kind: List\nitems: [{ a: 1 }, x, ~, { b: 1 }]',
      [{ a: 1 }, { b: 1 }],
      ['a.yaml:2:19: must be an object, got "x"', 'a.yaml:2:22: must be an object, got null'],
    ],
  ])('%s', (_, text, objects, wrong) => {
    expect([manifests(text), problems(text)]).toEqual([objects, wrong]);
  });
});

describe('the place of a field', () => {
  const TEXT = `# first
a: 1
---
metadata:
  labels:
    app.kubernetes.io/name: x
    app: y
    app.x: z
spec:
  http:
    - route:
        - weight: 90
        -
          weight: 10
  subsets: [{ labels: { app: v } }]
  empty:
  alias: &n { p: 1 }
  merged: { <<: *n, "q[0]": 2 }
  copy: *n
  on: 1
`;
  test.each([
    ['', '4:1'],
    ['metadata', '5:3'],
    ['metadata.labels.app.kubernetes.io/name', '6:29'],
    ['metadata.labels[app.kubernetes.io/name]', '6:29'],
    ['metadata.labels.app', '7:10'],
    ['metadata.labels.app.x', '8:12'],
    ['metadata.labels.ap', '6:5'],
    ['spec.http[0].route[0].weight', '12:19'],
    ['spec.http[0].route[1].weight', '14:19'],
    ['spec.http[0].route[1]', '14:11'],
    ['spec.http[0].route[2].weight', '12:9'],
    ['spec.http[0].match[0].uri', '11:7'],
    ['spec.subsets[0].labels[app]', '15:30'],
    ['spec.empty', '16:3'],
    ['spec.empty.below', '16:3'],
    ['spec.alias.p', '17:18'],
    ['spec.merged.p', '17:18'],
    ['spec.merged.q[0]', '18:29'],
    ['spec.copy', '19:9'],
    ['spec.copy.p', '17:18'],
    ['spec.true', '20:7'],
    ['nothing', '4:1'],
  ])('%j is %s', (path, place) => {
    expect(at(TEXT, path, 1)).toBe(`a.yaml:${place}`);
  });

  test('the text of its line can be asked for', () => {
    const { objects, lineAt } = read('a: 1\r\nb: 2\r\n');
    const object = objects[0];
    expect([lineAt(object?.source ?? {}), lineAt(object?.positionOf('b') ?? {})]).toEqual(['a: 1', 'b: 2']);
    expect([lineAt({}), lineAt({ line: 9 })]).toEqual([undefined, undefined]);
  });
});

describe('what is too much is refused, in little time', () => {
  const bomb = (levels: number) =>
    ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
      .concat(Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`))
      .join('\n');

  test('aliases of aliases', () => {
    expect(problems(bomb(9))).toEqual([expect.stringMatching(/^a.yaml:1:\d+: too much of it comes from aliases$/)]);
  });

  test('merges of merges', () => {
    const merges = Array.from({ length: 12 }, (_, i) => `m${i + 1}: &m${i + 1} {<<: [${`*m${i}, `.repeat(10)}]}`);
    expect(problems(['m0: &m0 {a: 1}', ...merges].join('\n'))).toEqual([
      expect.stringContaining('too much of it comes from aliases'),
    ]);
  });

  test('but not the aliases that people write', () => {
    expect(read(bomb(1)).problems).toEqual([]);
    expect(read(`a: &a 1\n${Array.from({ length: 900 }, (_, i) => `k${i}: *a`).join('\n')}`).problems).toEqual([]);
  });

  test.each([
    ['lists in a line', (depth: number) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['lists in lines', (depth: number) => `a:\n  ${'- '.repeat(depth)}x`],
    ['objects', (depth: number) => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    [
      'aliases',
      (depth: number) => `a: [&x0 [], ${Array.from({ length: depth }, (_, i) => `&x${i + 1} [*x${i}]`).join(', ')}]`,
    ],
  ])('depth: %s', (_, text) => {
    expect(problems(text(60))).toEqual([]);
    expect(problems(text(250))).toEqual([expect.stringContaining('is nested too deep: at most 200 levels')]);
    expect(problems(text(5000))).toEqual([expect.stringContaining('is nested too deep')]);
  });

  test('a long document, but not a long text of short ones', () => {
    const { objects, problems: found } = read('a: 1\n---\nb: 12345678\n---\nc: 1', { largestDocument: 8 });
    expect(objects.map(({ manifest }) => manifest)).toEqual([{ a: 1 }, { c: 1 }]);
    expect(found).toEqual([
      { source: { file: 'a.yaml', line: 3, column: 1 }, message: 'must be at most 8 characters long, got 13' },
    ]);
  });

  test('many fields of one object are read in linear time', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: v`).join('\n');
    expect(Object.keys(manifests(text)[0] ?? {})).toHaveLength(20_000);
  });
});
