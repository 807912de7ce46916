/** What was deployed before, and what must not be deployed at all. */
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart } from 'cdk8s';
import { type MeshProgram } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { ApiClient, type KubernetesObject } from './harness/api-client';
import { plainResource } from './harness/pulumi/plain-resource';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { ENGINE_TIMEOUT, type EngineStack, type Program, stack } from './harness/pulumi/stack';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
const stacks: EngineStack[] = [];
let provider: ProviderStandIn;

beforeAll(async () => {
  provider = await startProvider(client);
});

beforeEach(() => {
  provider.changes.splice(0);
});

afterAll(() => {
  for (const each of stacks) each.remove();
  provider.stop();
  client.close();
});

async function newStack(program: Program): Promise<EngineStack> {
  const made = await stack(program, { provider, project: 'takeover' });
  stacks.push(made);
  return made;
}

function changes(): readonly string[] {
  return provider.changes.map(({ verb, object }) => `${verb} ${object}`);
}

function virtualService(name: string, version = 'v1'): KubernetesObject & Readonly<Record<string, unknown>> {
  return {
    apiVersion: `networking.istio.io/${version}`,
    kind: 'VirtualService',
    metadata: { name, namespace: 'default' },
    spec: { hosts: [name], http: [{ route: [{ destination: { host: name } }] }] },
  };
}

async function uid(object: KubernetesObject): Promise<string | undefined> {
  return (await client.get<{ readonly metadata: { readonly uid: string } }>(object))?.metadata.uid;
}

/** A group of raw objects, each in a chart of its own. */
function group(objects: readonly KubernetesObject[], options: mesh.ConstructGroupOptions = {}): Program {
  return () => {
    new mesh.ConstructGroup(
      'group',
      (program) => {
        objects.forEach(
          (object, index) => new ApiObject(new Chart(program, `chart-${index}`), 'object', { ...object }),
        );
      },
      options,
    );
  };
}

it(
  'an object keeps running where a newer version of its API is named',
  async () => {
    const deployed = await newStack(group([virtualService('versions', 'v1beta1')]));
    await deployed.up();
    const before = await uid(virtualService('versions'));

    const newer = group([virtualService('versions')]);
    expect((await deployed.preview(newer)).counts).toEqual({ update: 1 });
    await deployed.up(newer);
    expect(await uid(virtualService('versions'))).toBe(before);
    expect((await deployed.up()).counts).toEqual({ same: 1 });
    await deployed.destroy();
  },
  ENGINE_TIMEOUT,
);

it('objects of a component for YAML are taken over as they are', async () => {
  class Yaml extends pulumi.ComponentResource {}
  const object = virtualService('yaml');
  const deployed = await newStack(() => {
    const parent = new Yaml('kubernetes:yaml:ConfigFile', 'shop.yaml');
    plainResource(object, { parent }, 'default/yaml');
  });
  await deployed.up();
  const before = await uid(object);

  const deployedBefore: readonly mesh.YamlComponent[] = [{ type: 'kubernetes:yaml:ConfigFile', name: 'shop.yaml' }];
  expect((await deployed.up(group([object], { deployedBefore }))).counts).toEqual({ same: 1 });
  expect((await deployed.up(group([object]))).counts).toEqual({ same: 1 });
  expect(await uid(object)).toBe(before);
  expect(changes()).toEqual(['create VirtualService default/yaml']);
  await deployed.destroy();
});

it('two objects of one name that is an Output are found in up, and the second is not made', async () => {
  const deployed = await newStack(() => {
    const names = ['one', 'other'].map((source) =>
      plainResource({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `twin-of-${source}`, namespace: 'default' },
      }).id.apply(() => 'twin'),
    );
    group(names.map((name) => virtualService(mesh.asString(name))))();
  });
  expect((await deployed.preview()).counts).toEqual({ create: 4 });
  await expect(deployed.up()).rejects.toThrow(
    /chart-\d\/object and chart-\d\/object both make VirtualService.networking.istio.io default\/twin/,
  );
  expect(changes().filter((each) => each.endsWith('/twin'))).toEqual(['create VirtualService default/twin']);
  await deployed.destroy();
});

it('a preview stops with all that is wrong, before anything is registered', async () => {
  const wrong = (program: MeshProgram) => {
    const chart = new Chart(program, 'chart');
    new ApiObject(chart, 'unknown-field', { ...virtualService('one'), spec: { hostz: ['one'] } });
    new ApiObject(chart, 'weights', {
      ...virtualService('two'),
      spec: {
        hosts: ['two'],
        http: [{ route: [{ destination: { host: 'a' }, weight: -1 }] }],
      },
    });
  };
  const deployed = await newStack(() => {
    plainResource({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'innocent', namespace: 'default' } });
    new mesh.ConstructGroup('group', wrong);
  });
  const refused = deployed.preview();
  await expect(refused).rejects.toThrow(/chart\/unknown-field.*hostz/);
  await expect(refused).rejects.toThrow(/chart\/weights.*weight/);
  await expect(deployed.up()).rejects.toThrow(/group cannot be deployed/);
  expect(changes().filter((each) => !each.endsWith('innocent'))).toEqual([]);
});

describe('a kind that the program brings', () => {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'teapots.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Teapot', plural: 'teapots', singular: 'teapot', listKind: 'TeapotList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { cups: { type: 'integer' } } } },
            },
          },
        },
      ],
    },
  };
  const teapot = {
    apiVersion: 'example.com/v1',
    kind: 'Teapot',
    metadata: { name: 'brown', namespace: 'kitchen' },
    spec: { cups: 4 },
  };
  const kitchen = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kitchen' } };

  it('is there before its objects, and goes after them', async () => {
    const deployed = await newStack(group([teapot, definition, kitchen]));
    expect((await deployed.preview()).counts).toEqual({ create: 3 });
    await deployed.up();
    expect(changes().at(-1)).toBe('create Teapot kitchen/brown');
    expect((await deployed.up()).counts).toEqual({ same: 3 });
    expect((await deployed.refresh()).counts).toEqual({ same: 3 });
    await deployed.destroy();
    expect(changes()[3]).toBe('delete Teapot kitchen/brown');
    expect(await client.get(definition)).toBeUndefined();
  });
});
