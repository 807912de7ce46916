/** What components deploy is what their constructs write. */
import * as pulumi from '@pulumi/pulumi';
import { deployed, KINDS_OF_INPUT, leavesOf, mismatch, replacedAt, writtenBy } from '../../support/components';
import { isSecretOnWire, run, UNKNOWN, withoutSecrets } from '../../support/pulumi-wire';
import { CASES, type ComponentCase } from './cases';

// Pulumi takes several traces for each resource, which costs more than all the rest.
const { stackTraceLimit } = Error;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

describe.each(['minimal', 'full'] as const)('with %s arguments', (which) => {
  test.each(CASES[which].map((each) => [each.title ?? each.name, each] as const))('%s', async (_, each) => {
    expect(await deployed(() => each.make(each.args(each.world())))).toEqual(writtenBy(each.yaml));
  });
});

const program = (each: ComponentCase, change: (args: object) => object) => () =>
  each.make(change(each.args(each.world())));

function openLeaves(each: ComponentCase, args: object): readonly (readonly string[])[] {
  const settled = [...each.known, ...(each.choices ?? [])];
  return leavesOf(args).filter((path) => !settled.includes(path.join('.')));
}

describe.each(Object.entries(KINDS_OF_INPUT))('%s in the place of all texts and numbers', (kind, { preview, wrap }) => {
  const cases = CASES.full.map((each) => [each.title ?? each.name, each] as const);
  test.each(cases)('%s', async (_, each) => {
    const changed = (args: object) => openLeaves(each, args).reduce((copy, path) => replacedAt(copy, path, wrap), args);
    const objects = await deployed(program(each, changed), { preview });
    const plain = writtenBy(each.yaml);
    const hasLeaves = (await openLeavesOf(each)).length > 0;
    expect([JSON.stringify(objects).includes(UNKNOWN), isSecretOnWire(objects)]).toEqual([
      preview && hasLeaves,
      kind === 'secrets' && hasLeaves,
    ]);
    if (!preview) expect(withoutSecrets(objects)).toEqual(plain);
  });
});

async function openLeavesOf(each: ComponentCase): Promise<readonly (readonly string[])[]> {
  return (await run(() => openLeaves(each, each.args(each.world())))).result;
}

test.each(CASES.full.map((each) => [each.title ?? each.name, each] as const))(
  'a preview knows all of %s but the text or number that is unknown',
  async (_, each) => {
    const plain = writtenBy(each.yaml);
    for (const path of await openLeavesOf(each)) {
      const unknown = (args: object) => replacedAt(args, path, () => pulumi.output(pulumi.unknown));
      const objects = await deployed(program(each, unknown), { preview: true });
      const at = path.join('.');
      expect([at, JSON.stringify(objects).includes(UNKNOWN), mismatch(objects, plain)]).toEqual([at, true, []]);
    }
  },
);

test.each(CASES.full.flatMap((each) => each.known.map((path) => [each.title ?? each.name, path, each] as const)))(
  '%s needs to know %s',
  async (_, path, each) => {
    const changed = (args: object) => replacedAt(args, path.split('.'), (value) => pulumi.output(value));
    await expect(deployed(program(each, changed))).rejects.toThrow();
  },
);
