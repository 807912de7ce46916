import * as constructs from 'istio-constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'from-yaml.md'), 'utf8');

const KINDS = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'Sidecar',
  'PeerAuthentication',
  'AuthorizationPolicy',
] as const;

interface Node {
  readonly properties?: Readonly<Record<string, number>>;
  readonly items?: number;
  readonly allOf?: readonly number[];
  readonly additionalProperties?: number | boolean;
}
interface Document {
  readonly kinds: readonly { readonly kind: string; readonly versions: readonly { readonly schema: number }[] }[];
  readonly nodes: readonly Node[];
}
const document = JSON.parse(readFileSync(join(root, 'imports', 'istio', 'schemas-1.31.json'), 'utf8')) as Document;

/** Every field below `spec`, as `spec.http[].route[].weight`; maps have no part of their own. */
function fields(number: number, at: string): string[] {
  const { allOf: [other] = [], ...own } = document.nodes[number] ?? {};
  const node = { ...(other === undefined ? {} : document.nodes[other]), ...own };
  const { additionalProperties: values } = node;
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([name, part]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return at === '' && name !== 'spec' ? [] : [path, ...fields(part, path)];
    }),
    ...(node.items === undefined ? [] : fields(node.items, `${at}[]`)),
    ...(typeof values === 'number' ? fields(values, at) : []),
  ];
}

const POLICIES = ['spec.trafficPolicy', 'spec.subsets[].trafficPolicy'].flatMap((policy) => [
  policy,
  `${policy}.portLevelSettings[]`,
]);

interface Row {
  readonly field: string;
  readonly by: string;
}

function rows(kind: string): readonly Row[] {
  const section = page.split(`\n## ${kind}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm)].flatMap(([, field = '', by = '']) =>
    field.startsWith('POLICY.')
      ? POLICIES.map((policy) => ({ field: field.replace('POLICY', policy), by }))
      : [{ field, by }],
  );
}

/** Whether a row is about a field: as it stands, or by `**` for everything below. */
function isAbout(row: string, field: string): boolean {
  if (row === field) return true;
  if (!row.endsWith('.**')) return false;
  const above = row.slice(0, -3);
  return field.startsWith(`${above}.`) || field.startsWith(`${above}[]`);
}

test.each(KINDS)('%s: every field has one row, and every row is about a field', (kind) => {
  const schema = document.kinds.find((each) => each.kind === kind)?.versions[0]?.schema ?? -1;
  const all = fields(schema, '').filter((field) => field !== 'spec');
  const known = rows(kind);
  expect(all.length).toBeGreaterThan(5);
  const several = all
    .map((field) => [field, known.filter((row) => isAbout(row.field, field)).map((row) => row.field)] as const)
    .filter(([, about]) => about.length !== 1);
  expect(several).toEqual([]);
  // Ports below policies have fewer fields than policies.
  const idle = known.filter(
    ({ field }) => !field.includes('portLevelSettings[]') && !all.some((each) => isAbout(field, each)),
  );
  expect(idle).toEqual([]);
});

test('the constructs and factories that the page names are there', () => {
  const names = [...page.matchAll(/`([A-Z][A-Za-z]+)(?:\.([a-z]\w+))?[^`]*`/g)].map(
    ([, name = '', member]) => [name, member] as const,
  );
  const types = ['JsonPatch', 'ApiObject', 'POLICY', 'ISTIO'];
  const missing = names.filter(([name, member]) => {
    if (types.includes(name)) return false;
    const found = (constructs as unknown as Readonly<Record<string, unknown>>)[name] as
      Readonly<Record<string, unknown>> | undefined;
    return found === undefined || (member !== undefined && found[member] === undefined);
  });
  expect(missing).toEqual([]);
});

test('the props that the page names stand on the pages of the constructs', () => {
  const kebab = (name: string) => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
  const said = [...page.matchAll(/`([a-z]\w+)`(?: and `[a-z]\w+`)? of `([A-Z]\w+)(?:\.\w+)?`/g)];
  expect(said.length).toBeGreaterThan(40);
  const missing = said.filter(([, prop = '', name = '']) => {
    // Types that several pages share stand on one of their own.
    const texts = [kebab(name), 'types'].map((file) =>
      readFileSync(join(root, 'docs', 'constructs', `${file}.md`), 'utf8'),
    );
    return !texts.some((text) => text.includes(prop));
  });
  expect(missing.map(([text]) => text)).toEqual([]);
});
