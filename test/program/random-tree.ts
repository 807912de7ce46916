import { ApiObject, type App, Chart, type IResolver, JsonPatch, Lazy, type ResolutionContext } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';

/** A construct of a random tree: what it is, what is below it, and what it depends on by position in the tree. */
export interface Plan {
  readonly kind: 'chart' | 'group' | 'object' | 'bare-object';
  readonly flavour: number;
  readonly value: unknown;
  readonly children: readonly Plan[];
}

/** A tree, and pairs of positions of which the first depends on the second. */
export interface TreePlan {
  readonly charts: readonly Plan[];
  readonly dependencies: readonly (readonly [number, number])[];
}

const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'yes',
    'no',
    '1:30',
    '010',
    '1e3',
    '~',
    'null',
    '2001-01-01',
    '- a',
    'a: b',
    '#x',
    ' x ',
    '',
    '0x1F',
    '.5',
    '*',
    '&a',
    'multi\nline',
    '8080',
  ),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc
  .oneof(fc.string({ maxLength: 6 }), fc.constantFrom('1', '10', 'on', 'a-b', 'x y'))
  .filter((each) => each !== '__proto__');

function valueOf(depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return scalar;
  const inner = valueOf(depth - 1);
  return fc.oneof(
    scalar,
    fc.array(inner, { maxLength: 3 }),
    fc.dictionary(key, inner, { maxKeys: 4, noNullPrototype: true }),
  );
}

const value = valueOf(3);

function plan(depth: number): fc.Arbitrary<Plan> {
  return fc.record({
    kind: fc.constantFrom<Plan['kind'][]>('chart', 'group', 'object', 'object', 'bare-object'),
    flavour: fc.nat(15),
    value,
    children: depth === 0 ? fc.constant([]) : fc.array(plan(depth - 1), { maxLength: 3 }),
  });
}

/** Random trees of charts in charts. */
export const treePlans: fc.Arbitrary<TreePlan> = fc.record({
  charts: fc.array(plan(3), { minLength: 1, maxLength: 4 }),
  dependencies: fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 3 }),
});

class Token {
  public constructor(private readonly inner: unknown) {}
  public resolve(): unknown {
    return this.inner;
  }
}

class Union {
  public constructor(public readonly value: string | number) {}
}

class OddObject extends ApiObject {
  public override toJson(): unknown {
    const shared = { shared: true };
    return { ...(super.toJson() as object), one: shared, two: shared };
  }
}

class AbsentObject extends ApiObject {
  public override toJson(): unknown {
    return undefined;
  }
}

class OddChart extends Chart {
  public override toJson(): unknown[] {
    return [
      ...(super.toJson() as unknown[]),
      { apiVersion: 'v1', kind: 'Extra', metadata: { name: `extra-${this.node.path.replace(/\W/g, '-')}` } },
    ];
  }
}

/** A resolver of the user's own. */
export class Shout implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (context.value === 'yes') context.replaceValue('YES!');
  }
}

/** Builds the tree below `app`. */
export function build(app: App, tree: TreePlan): void {
  const made: Construct[] = [];
  tree.charts.forEach((each, index) => {
    add(app, { ...each, kind: 'chart' }, index, made);
  });
  for (const [source, target] of tree.dependencies) {
    const [from, to] = [made[source % made.length], made[target % made.length]];
    if (from && to && from !== to) from.node.addDependency(to);
  }
}

function add(scope: Construct, each: Plan, index: number, made: Construct[]): void {
  // Some ids look like list indices, which JavaScript orders by itself.
  const id = each.flavour % 5 === 0 ? `${index * 7 + each.flavour}` : `${each.kind}-${index}`;
  const construct = create(scope, id, each);
  made.push(construct);
  each.children.forEach((child, position) => {
    add(construct, child, position, made);
  });
}

function create(scope: Construct, id: string, { kind, flavour, value: spec }: Plan): Construct {
  switch (kind) {
    case 'chart':
      return new (flavour === 3 ? OddChart : Chart)(scope, id, {
        ...(flavour % 2 === 0 && { namespace: 'team' }),
        ...(flavour % 3 === 0 && { labels: { team: 'a' } }),
        disableResourceNameHashes: flavour === 4,
      });
    case 'group':
      return new Construct(scope, id);
    default:
      return object(scope, id, flavour, spec, kind === 'bare-object');
  }
}

function object(scope: Construct, id: string, flavour: number, spec: unknown, bare: boolean): ApiObject {
  const type = { 5: OddObject, 12: AbsentObject }[flavour] ?? ApiObject;
  const made = new type(scope, id, {
    apiVersion: flavour % 2 === 0 ? 'v1' : 'networking.istio.io/v1',
    kind: 'Thing',
    ...(!bare && {
      metadata: {
        labels: { b: 'x', a: flavour === 6 ? (Lazy.any({ produce: () => 'lazy' }) as string) : 'y' },
        ...(flavour === 7 && { annotations: {}, finalizers: ['f'], extra: { empty: {} } }),
      },
      spec: flavour === 8 ? Lazy.any({ produce: () => spec }) : spec,
      data:
        flavour === 9
          ? { token: new Token(spec), union: new Union(80), undef: undefined, list: [undefined, 1] }
          : undefined,
    }),
  });
  if (flavour === 10)
    made.addJsonPatch(JsonPatch.add('/metadata/annotations', { on: 'true' }), JsonPatch.replace('/kind', 'Patched'));
  if (flavour === 11) made.metadata.addAnnotation('late', 'yes');
  return made;
}
