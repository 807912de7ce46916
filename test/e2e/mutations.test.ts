/**
 * Objects of every kind of Istio and of the Gateway API, made of their schemas and damaged: the validator and a real API server must
 * say the same. A fixed seed decides. A fresh one is tried as well: what it finds is kept in test/fixtures/found, and decides from
 * then on.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledSchema } from '../../lib/validation/bundled';
import { validateObject } from '../../lib/validation/validate-object';
import { crdDocuments } from './harness/crd-documents';
import { ApiClient, type Verdict } from './harness/api-client';
import { exampleNames, objectsOf } from './harness/examples';
import { connection } from './harness/setup';
import { generateValue } from './mutations/generate-object';
import { mutated } from './mutations/mutate-object';
import { Random } from './mutations/random';

const FIXED_SEED = 20261127;
const FOUND = join(__dirname, '..', 'fixtures', 'found');
const COUNT = 2000;

/** One object and what both say of it. */
interface Comparison {
  readonly object: unknown;
  readonly server: Verdict;
  readonly ours: readonly string[];
}

const client = new ApiClient(connection());
afterAll(() => {
  client.close();
});

it(`agrees with the server on ${COUNT} objects of a fixed seed, and names the fields that it names`, async () => {
  const compared = await compare(customObjects(new Random(FIXED_SEED), COUNT));
  expect(disagreements(compared)).toEqual([]);
  const { found, precise } = fieldShares(compared);
  console.log(`fixed seed: ${summary(compared)}; fields found ${found}, of ours also the server's ${precise}`);
  expect(found).toBeGreaterThanOrEqual(0.99);
  expect(precise).toBeGreaterThanOrEqual(0.98);
});

it('keeps what a fresh seed finds', async () => {
  const seed = Number(process.env['ISTIO_CONSTRUCTS_SEED'] ?? Date.now() % 2 ** 31);
  const compared = await compare(customObjects(new Random(seed), 500));
  const found = disagreements(compared);
  console.log(`fresh seed ${seed}: ${summary(compared)}, ${found.length} disagreements`);
  if (found.length > 0) {
    mkdirSync(FOUND, { recursive: true });
    writeFileSync(join(FOUND, `seed-${seed}.json`), `${JSON.stringify(found, null, 1)}\n`);
  }
});

it('agrees on what earlier seeds found', async () => {
  const files = existsSync(FOUND) ? readdirSync(FOUND) : [];
  const objects = files.flatMap((file) =>
    (JSON.parse(readFileSync(join(FOUND, file), 'utf8')) as readonly Comparison[]).map(({ object }) => object),
  );
  expect(disagreements(await compare(objects))).toEqual([]);
});

it('refuses no object of a built-in kind that the server takes', async () => {
  const sound = exampleNames()
    .flatMap(objectsOf)
    .filter(({ apiVersion }) => !apiVersion.includes('istio.io'))
    // Under a name that nothing has, where a namespace is there.
    .map(({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata, name: 'mutated', namespace: 'default' } }))
    .map((object) => (object.kind === 'Namespace' ? { ...object, metadata: { name: 'mutated' } } : object));
  const random = new Random(FIXED_SEED);
  const objects = Array.from({ length: COUNT }, () => mutated(random.pick(sound), random));
  const compared = await compare(objects);
  console.log(`built-in kinds: ${summary(compared)}`);
  expect(disagreements(compared).filter(({ server }) => server.isAccepted)).toEqual([]);
});

/** Half as they are made, half damaged as well. */
function customObjects(random: Random, count: number): unknown[] {
  const kinds = crdDocuments().flatMap((document) =>
    document.kinds.flatMap(({ group, kind, versions }) =>
      versions.map(({ name }) => ({ apiVersion: `${group}/${name}`, kind })),
    ),
  );
  return Array.from({ length: count }, (_, index) => {
    const { apiVersion, kind } = kinds[index % kinds.length] as { apiVersion: string; kind: string };
    const { schema } = bundledSchema(apiVersion, kind, '1.31') ?? {};
    const { spec, ...rest } = generateValue(schema as never, random) as Record<string, unknown>;
    const object = {
      ...rest,
      apiVersion,
      kind,
      metadata: { name: `object-${index}` },
      ...(spec !== undefined && { spec }),
    };
    return random.chance(50) ? mutated(object, random) : object;
  });
}

async function compare(objects: readonly unknown[]): Promise<Comparison[]> {
  const compared: Comparison[] = [];
  const queue = [...objects.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, object] = next;
      const server = await client.judge(object, 'default');
      const errors = validateObject(object).filter(
        ({ severity, judge }) => severity === 'error' && judge === 'api-server',
      );
      compared[index] = { object, server, ours: [...new Set(errors.map(({ path }) => path))].sort() };
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return compared;
}

function disagreements(compared: readonly Comparison[]): Comparison[] {
  return compared.filter(({ server, ours }) => server.isAccepted !== (ours.length === 0));
}

/** `<nil>` is how the server says that it names no field: ranges of integers and alternatives, of which the validator names the field. */
function fieldShares(compared: readonly Comparison[]): { readonly found: number; readonly precise: number } {
  const named = (paths: readonly string[]) => paths.filter((path) => path !== '<nil>');
  const refused = compared
    .filter(({ server }) => !server.isAccepted && named(server.fields).length > 0)
    .map(({ server, ours }) => ({ server: named(server.fields), ours: named(ours) }));
  const shared = refused.flatMap(({ server, ours }) => ours.filter((path) => server.includes(path))).length;
  const [theirs, ours] = [refused.flatMap((each) => each.server), refused.flatMap((each) => each.ours)];
  return { found: shared / theirs.length, precise: shared / ours.length };
}

function summary(compared: readonly Comparison[]): string {
  const accepted = compared.filter(({ server }) => server.isAccepted).length;
  const agreed = compared.length - disagreements(compared).length;
  return `${compared.length} objects, ${accepted} accepted by the server, ${agreed} judged alike`;
}
