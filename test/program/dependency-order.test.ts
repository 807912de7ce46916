import { ApiObject, App, Chart } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import * as fc from 'fast-check';
import { MeshProgram } from 'istio-constructs';
import { UNJUDGED } from '../support/unjudged';

/** The n-th construct is made below an earlier one, or below the app. */
interface Made {
  readonly kind: 'chart' | 'group' | 'object';
  readonly below: number;
  readonly hasNumber: boolean;
}

/** By position: the first depends on the second, or on a group of the second and the third. */
type Dependency = readonly [source: number, target: number, other: number | undefined];

interface Forest {
  readonly constructs: readonly Made[];
  readonly dependencies: readonly Dependency[];
}

const forests: fc.Arbitrary<Forest> = fc.record({
  constructs: fc.array(
    fc.record({
      kind: fc.constantFrom<Made['kind'][]>('chart', 'group', 'object', 'object'),
      below: fc.nat(20),
      hasNumber: fc.boolean(),
    }),
    { minLength: 3, maxLength: 18 },
  ),
  dependencies: fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.option(fc.nat(20), { nil: undefined, freq: 5 })), {
    maxLength: 5,
  }),
});

function plant(app: App, { constructs, dependencies }: Forest): void {
  const made: Construct[] = [];
  constructs.forEach(({ kind, below, hasNumber }, index) => {
    // Position 0 is the app, for which only a chart will do.
    const scope = made[(below % (made.length + 1)) - 1];
    const id = hasNumber ? `${(index * 7) % 20}` : `c${index}`;
    made.push(scope === undefined ? new Chart(app, `${id}${hasNumber ? '' : index}`) : create(scope, id, kind, index));
  });
  for (const [source, target, other] of dependencies) {
    const [from, to, too] = [source, target, other ?? 0].map((at) => made[at % made.length]);
    if (!from || !to || !too || from === to || (other !== undefined && from === too)) continue;
    from.node.addDependency(other === undefined ? to : new DependencyGroup(to, too));
  }
}

function create(scope: Construct, id: string, kind: Made['kind'], index: number): Construct {
  if (kind === 'chart') return new Chart(scope, id);
  if (kind === 'group') return new Construct(scope, id);
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Thing', metadata: { name: `thing-${index}` } });
}

/** What an app writes, and its charts after that; or the beginning of its error. */
function outcome(app: App): string {
  try {
    return `${app.synthYaml()}${app.charts.map((chart) => chart.node.path).join()}`;
  } catch (error) {
    return (error as Error).message.slice(0, 'Dependency cycle detected'.length);
  }
}

test('charts and objects have the order of cdk8s.App, and circles are circles to both', () => {
  fc.assert(
    fc.property(forests, (forest) => {
      const [ours, theirs] = [new MeshProgram({ validation: UNJUDGED }), new App()];
      plant(ours, forest);
      plant(theirs, forest);
      expect(outcome(ours)).toBe(outcome(theirs));
    }),
    { numRuns: 1000 },
  );
});

function chartOf(...names: string[]): { program: MeshProgram; chart: Chart; objects: ApiObject[] } {
  const program = new MeshProgram();
  const chart = new Chart(program, 'shop');
  return { program, chart, objects: names.map((name) => object(chart, name)) };
}

function object(scope: Construct, name: string): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'Thing', metadata: { name } });
}

const order = (program: MeshProgram) =>
  [...program.synthYaml().matchAll(/name: (\w+)/g)].map(([, name]) => name).join();

describe('order', () => {
  test('without dependencies it is that of the tree', () => {
    expect(order(chartOf('b', 'a', 'c').program)).toBe('b,a,c');
  });

  test('what an object depends on comes right before it', () => {
    const { program, objects } = chartOf('a', 'b', 'c');
    objects[1]?.addDependency(objects[2] as ApiObject);
    expect(order(program)).toBe('a,c,b');
  });

  test('all of a construct depends on all of another', () => {
    const { program, chart } = chartOf();
    const [first, second] = [new Construct(chart, 'first'), new Construct(chart, 'second')];
    for (const name of ['a', 'b']) object(first, name);
    for (const name of ['c', 'd']) object(second, name);
    first.node.addDependency(second);
    expect(order(program)).toBe('c,d,a,b');
  });

  test('a chart that depends on an object of its own has that object first', () => {
    const { program, chart, objects } = chartOf('a', 'b', 'c');
    chart.addDependency(objects[1] as ApiObject);
    expect(order(program)).toBe('b,a,c');
  });

  test('an object that depends on its chart comes last', () => {
    const { program, chart, objects } = chartOf('a', 'b', 'c');
    objects[0]?.addDependency(chart);
    expect(order(program)).toBe('b,c,a');
  });

  test('an object that its siblings depend on through their parent waits for the first of them', () => {
    const { program, chart } = chartOf();
    const parent = new Construct(chart, 'parent');
    const wrapper = new Construct(parent, 'wrapper');
    object(wrapper, 'x');
    const empty = new Construct(parent, 'empty');
    object(parent, 's');
    empty.node.addDependency(object(chart, 'w'));
    parent.node.addDependency(wrapper);
    expect(order(program)).toBe('w,x,s');
  });

  test('synthesis leaves the tree as it was', () => {
    const { program, chart, objects } = chartOf('a', 'b');
    chart.addDependency(objects[1] as ApiObject);
    program.synthYaml();
    expect(objects[0]?.node.dependencies).toEqual([]);
  });
});

describe('circles', () => {
  test.each<[string, (objects: ApiObject[], chart: Chart) => void, string]>([
    [
      'of two',
      ([a, b]) => {
        a?.addDependency(b as ApiObject);
        b?.addDependency(a as ApiObject);
      },
      'shop/a => shop/b => shop/a',
    ],
    // cdk8s leaves the object out without a word.
    ['of one', ([a]) => a?.addDependency(a), 'shop/a => shop/a'],
    [
      'of a chart that depends on two of its objects, which then depend on each other',
      ([a, b], chart) => {
        chart.addDependency(a as ApiObject, b as ApiObject);
      },
      'shop/a => shop/b => shop/a',
    ],
  ])('%s are an error that names the constructs', (_, tie, path) => {
    const { program, chart, objects } = chartOf('a', 'b');
    tie(objects, chart);
    expect(() => program.synthYaml()).toThrow(`Dependency cycle detected: ${path}`);
  });

  test('a long one is named in part', () => {
    const { program, objects } = chartOf(...Array.from({ length: 2000 }, (_, i) => `x${i}`));
    objects.forEach((each, i) => {
      each.addDependency(objects[(i + 1) % objects.length] as ApiObject);
    });
    expect(() => program.synthYaml()).toThrow(/shop\/x19 => 1980 more => shop\/x0$/);
  });
});
