/** What components hand on to their resources, and what the state knows of the components. */
import * as pulumi from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { MeshNamespace, MeshPort, Probe } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { isSecretOnWire, type Registered, run } from '../../support/pulumi-wire';
import { CASES } from './cases';

class Parent extends pulumi.ComponentResource {
  public constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super('test:index:Parent', name, {}, opts);
  }
}

class Provider extends pulumi.ProviderResource {
  public constructor() {
    super('kubernetes', 'cluster', {});
  }
}

const isObject = (each: Registered) => each.type.startsWith('kubernetes:');
const urnOf = (all: readonly Registered[], name: string) => all.find((each) => each.name === name)?.urn ?? '';

test.each(CASES.full.map((each) => [each.title ?? each.name, each] as const))(
  '%s is a component of that class, with no inputs, that parents what it registers',
  async (_, each) => {
    const { registered, outputs } = await run(() => each.make(each.args(each.world())));
    // The last one: before it comes what its arguments refer to.
    const component = registered.filter((one) => one.type === `istio-constructs:index:${each.name}`).at(-1);
    expect(component).toMatchObject({ isCustom: false, properties: {} });
    expect(registered.filter(isObject).every((one) => one.parent !== '')).toBe(true);
    expect(outputs.has(component?.urn ?? '')).toBe(true);
  },
);

test('provider, protect, dependencies and the aliases of parents reach all that a component registers', async () => {
  const { registered } = await run(() => {
    const provider = new Provider();
    const first = new Parent('first');
    new mesh.KubernetesObject(
      'before',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      { parent: first },
    );
    const parent = new Parent('parent', { aliases: [{ name: 'formerly' }] });
    new mesh.MeshNamespace(
      'shop',
      {},
      { provider, parent, protect: true, dependsOn: [first], aliases: [{ name: 'store' }] },
    );
  });
  const objects = registered.filter((each) => each.name.startsWith('shop:'));
  expect(objects.map((each) => [each.name, each.protect, each.provider !== ''])).toEqual([
    ['shop:Namespace:shop', true, true],
    ['shop:PeerAuthentication:shop/default', true, true],
  ]);
  expect(objects[0]?.dependencies).toEqual([urnOf(registered, 'before')]);
  expect(objects[1]?.dependencies).toEqual([urnOf(registered, 'shop:Namespace:shop')]);
  expect(registered.find((each) => each.name === 'shop')?.aliases).toEqual([
    expect.objectContaining({ spec: expect.objectContaining({ name: 'store' }) as unknown }),
  ]);
});

test('what waits for nothing else of a component waits for what the component depends on', async () => {
  const { registered } = await run(() => {
    const before = new mesh.KubernetesObject('before', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    new mesh.MeshApp('web', app, { dependsOn: before });
  });
  const waiting = registered.filter((each) => each.dependencies.includes(urnOf(registered, 'before')));
  expect(waiting.map((each) => each.name).sort()).toEqual([
    'web',
    'web:PodDisruptionBudget:shop/web',
    'web:Service:shop/web',
    'web:ServiceAccount:shop/web',
  ]);
});

test('transformations of a component see every object of it, and change it', async () => {
  const seen: string[] = [];
  const { registered } = await run(() => {
    const skipAwait: pulumi.ResourceTransformation = ({ type, props, opts }) => {
      seen.push(type);
      const { metadata } = props as { readonly metadata?: object };
      return (
        metadata && {
          props: { ...props, metadata: { ...metadata, annotations: { 'pulumi.com/skipAwait': 'true' } } },
          opts,
        }
      );
    };
    new mesh.MeshApp('web', app, { transformations: [skipAwait] });
  });
  const objects = registered.filter(isObject);
  expect(objects.every((each) => JSON.stringify(each.properties).includes('pulumi.com/skipAwait'))).toBe(true);
  expect(seen).toHaveLength(objects.length + 1);
});

const app: mesh.MeshAppArgs<'v1'> = {
  namespace: MeshNamespace.fromName('shop'),
  image: 'registry.example.com/app:1',
  ports: [MeshPort.http(80)],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
  probes: { readiness: Probe.tcp() },
};

test('a secret stands in the objects alone, and what a component says of it is one', async () => {
  const { registered, outputs } = await run(() => {
    const shop = new mesh.MeshNamespace('shop', { name: pulumi.secret('hidden') });
    new mesh.MeshApp('web', { ...app, namespace: shop, env: { TOKEN: pulumi.secret('hunter2') } });
  });
  const holders = registered.filter((each) => JSON.stringify(each).includes('hunter2'));
  expect(holders.map((each) => [each.name.split(':')[1], isSecretOnWire(each.properties)])).toEqual([
    ['Deployment', true],
  ]);
  expect(registered.filter((each) => !isObject(each)).every((each) => Object.keys(each.properties).length === 0)).toBe(
    true,
  );
  expect([...outputs.values()].every((each) => isSecretOnWire(each))).toBe(true);
});

test('the host of an app waits for its Service', async () => {
  const { registered } = await run(() => {
    const web = new mesh.MeshApp('web', app);
    new mesh.KubernetesObject('after', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { host: web.host },
    });
  });
  const after = registered.find((each) => each.name === 'after');
  expect(after?.properties['data']).toEqual({ host: 'web.shop.svc.cluster.local' });
  expect(after?.propertyDependencies['data']).toEqual([urnOf(registered, 'web:Service:shop/web')]);
});
