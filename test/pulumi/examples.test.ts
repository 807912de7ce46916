/** Every construct has an example, and what it deploys is what it writes. */
import * as pulumi from '@pulumi/pulumi';
import * as cdk8s from 'cdk8s';
import * as fc from 'fast-check';
import * as constructs from 'istio-constructs';
import { newProgram } from '../../lib/pulumi/deploy-tree';
import { rehydrate } from '../../lib/pulumi/rehydrate';
import { examplesOf } from '../../tools/docs/api-model';
import { runnable } from '../../tools/docs/example-modules';
import { Prelude } from '../../tools/docs/prelude';
import { packageProgram, readApi } from '../../tools/docs/read-api';
import { build, type TreePlan, treePlans } from '../program/random-tree';

const model = readApi(packageProgram());
const MODULES: Readonly<Record<string, unknown>> = { cdk8s, 'istio-constructs': constructs };

beforeAll(async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: '', state: {} }), call: () => ({}) });
});
beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The objects of a tree as they are written and as they are deployed. */
async function bothWays(make: (program: constructs.MeshProgram) => void) {
  const files = new constructs.MeshProgram();
  make(files);
  const program = newProgram();
  make(program);
  const { objects } = program.deployable();
  const deployed = await Promise.all(
    objects.map(({ json }) => pulumi.runtime.serializeProperties('x', rehydrate(json, '') as pulumi.Inputs)),
  );
  // As JSON, in which an element that is nothing is null.
  const text = JSON.stringify(files.charts.flatMap((chart) => cdk8s.Testing.synth(chart) as unknown[]).filter(Boolean));
  const written = JSON.parse(text) as object[];
  return { deployed, written: written.map((each) => (isOfCluster(each) ? withoutNamespace(each) : each)) };
}

describe('the example deploys the objects that it writes', () => {
  test.each(examplesOf(model).map((each) => [each.of, each] as const))('%s', async (_, example) => {
    const exported: { example?: (this: cdk8s.Chart, prelude: Prelude) => void } = {};
    new Function('exports', 'require', runnable(example, model))(exported, (name: string) => MODULES[name]);
    // Some make a program of their own.
    jest.spyOn(constructs.MeshProgram.prototype, 'synth').mockImplementation(() => undefined);
    const { deployed, written } = await bothWays((program) => {
      exported.example?.call(new cdk8s.Chart(program, 'example'), new Prelude(program));
    });
    expect(deployed).toEqual(written);
  });
});

test('so does any tree of any objects', async () => {
  await fc.assert(
    fc.asyncProperty(treePlans, async (tree) => {
      // Some lead in a circle.
      fc.pre(canBeWritten(tree));
      const { deployed, written } = await bothWays((program) => {
        build(program, tree);
      });
      expect(deployed).toEqual(written);
    }),
    { numRuns: 100 },
  );
});

function canBeWritten(tree: TreePlan): boolean {
  const program = new constructs.MeshProgram();
  build(program, tree);
  try {
    return program.charts.every((chart) => Array.isArray(cdk8s.Testing.synth(chart)));
  } catch {
    return false;
  }
}

function isOfCluster(object: object): boolean {
  const { kind } = object as { readonly kind?: unknown };
  return ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'].includes(String(kind));
}

function withoutNamespace(object: object): object {
  const { metadata } = object as { readonly metadata: object };
  return { ...object, metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'namespace')) };
}
