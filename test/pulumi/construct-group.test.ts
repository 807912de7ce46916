import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CanaryRoute, IstioInstall, MeshNamespace, WholeMesh, StrictMtls } from 'istio-constructs';
import { asNumber, asString, ConstructGroup, type ConstructGroupOptions } from 'istio-constructs/pulumi';
import { ShopChart } from '../../examples/shop/shop';
import { namespace, twoVersions } from '../support/constructs';
import { type Registered, run, secretOf, UNKNOWN } from '../support/pulumi-wire';

const GOLDEN = join(__dirname, 'shop-urns.txt');
const host = 'shop.example.com';

function shop(options: ConstructGroupOptions = {}, props = { host }): () => ConstructGroup<ShopChart> {
  return () => new ConstructGroup('shop', (program) => new ShopChart(program, 'shop', props), options);
}

/** One object a map, in a chart. */
function objects(...maps: readonly object[]): () => ConstructGroup {
  return () =>
    new ConstructGroup('group', (program) => {
      const chart = new Chart(program, 'chart');
      maps.forEach(
        (map, index) => new ApiObject(chart, `object-${index}`, { apiVersion: 'v1', kind: 'ConfigMap', ...map }),
      );
      return chart;
    });
}

const named = (registered: readonly Registered[], name: string): Registered => {
  const found = registered.find((each) => each.name === name);
  if (!found) throw new Error(`${name} is not among ${registered.map((each) => each.name).join(' ')}`);
  return found;
};
const namesOf = (urns: readonly string[]) => urns.map((urn) => urn.slice(urn.lastIndexOf('::') + 2)).sort();

describe('the shop', () => {
  // Who changes this file makes every user's objects anew, unless an alias leads from the old URN to the new one.
  test('has the URNs that it always had', async () => {
    const { registered } = await run(shop());
    const urns = registered.map(({ urn }) => urn).sort();
    expect(`${urns.join('\n')}\n`).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  test('is what is written to files, object by object', async () => {
    const { registered } = await run(shop({ installs: false }));
    const written = Testing.synth(new ShopChart(new App(), 'shop', { host })) as { metadata: { name: string } }[];
    const sorted = (all: readonly unknown[]) => all.map((each) => JSON.stringify(each)).sort();
    const deployed = registered.filter(({ isCustom }) => isCustom).map(({ properties }) => properties);
    expect(
      deployed
        .map(canonical)
        .map((each) => JSON.stringify(each))
        .sort(),
    ).toEqual(sorted(written.map(canonical)));
  });

  test('is a component with its resources below it, and inputs that hold nothing', async () => {
    const { registered, outputs } = await run(shop());
    const [group, ...others] = registered;
    expect(group).toMatchObject({
      type: 'istio-constructs:index:ConstructGroup',
      name: 'shop',
      isCustom: false,
      properties: {},
    });
    expect(new Set(others.map(({ parent }) => parent))).toEqual(new Set([group?.urn]));
    expect(outputs.has(group?.urn ?? '')).toBe(true);
  });

  test('has the type tokens and the version of the SDK', async () => {
    const { registered } = await run(shop());
    const { version } = JSON.parse(readFileSync(require.resolve('@pulumi/kubernetes/package.json'), 'utf8')) as {
      version: string;
    };
    expect(named(registered, 'shop:Service:shop/web')).toMatchObject({ type: 'kubernetes:core/v1:Service', version });
    expect(named(registered, 'shop:VirtualService:shop/web').type).toBe(
      'kubernetes:networking.istio.io/v1:VirtualService',
    );
  });

  test('depends in the order of what it refers to', async () => {
    const { registered } = await run(shop());
    const targets = (name: string) => namesOf(named(registered, name).dependencies);
    expect(targets('shop:VirtualService:shop/web')).toEqual([
      'shop:Gateway:istio-system/public',
      'shop:Namespace:shop',
      'shop:Release:istio-system/istiod',
      'shop:Service:shop/web',
    ]);
    expect(targets('shop:VirtualService:shop/reviews')).toContain('shop:DestinationRule:shop/reviews');
    expect(targets('shop:PeerAuthentication:shop/default')).toEqual(
      expect.arrayContaining(
        ['cart', 'payments', 'reviews', 'web'].map((app) => `shop:AuthorizationPolicy:shop/${app}`),
      ),
    );
    expect(targets('shop:AuthorizationPolicy:shop/deny-all')).toContain('shop:PeerAuthentication:shop/default');
    expect(targets('shop:Deployment:shop/web-v1')).toEqual([
      'shop:Namespace:shop',
      'shop:Release:istio-system/istiod',
      'shop:ServiceAccount:shop/web',
    ]);
    expect(targets('shop:Namespace:shop')).toEqual([]);
    const total = registered.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
    expect(total / registered.length).toBeLessThan(4);
  });

  test('installs Istio by Helm, one chart after the other', async () => {
    const { registered } = await run(shop());
    expect(named(registered, 'shop:Release:istio-system/istiod')).toMatchObject({
      type: 'kubernetes:helm.sh/v3:Release',
      properties: {
        name: 'istiod',
        chart: 'oci://registry.istio.io/release/charts/istiod',
        version: '1.31.1',
        namespace: 'istio-system',
        createNamespace: true,
        compat: 'true',
      },
      dependencies: [named(registered, 'shop:Release:istio-system/istio-base').urn],
    });
    expect(namesOf(named(registered, 'shop:Release:istio-system/istio-ingressgateway').dependencies)).toEqual([
      'shop:Release:istio-system/istiod',
    ]);
  });

  test('is found by its constructs', async () => {
    const { result } = await run(shop());
    const { name } = result.of((chart) => chart.ingress).metadata;
    expect(await new Promise((resolve) => name.apply(resolve))).toBe('public');
    expect(result.all((chart) => chart)).toHaveLength(32);
    expect(() => result.of((chart) => chart)).toThrow('shop: of() needs a construct with one object, got Namespace,');
    expect(() => result.of((chart) => chart.ingress, 'Service')).toThrow(
      'shop/public: of() needs a construct with one Service, got Gateway',
    );
  });
});

describe('names never move', () => {
  const urns = (build: (scope: Construct) => void) =>
    run(() => {
      new ConstructGroup('g', build);
    }).then(({ registered }) => registered.map(({ urn }) => urn).sort());
  const app = (scope: Construct, id = 'reviews') => twoVersions(scope, id, { name: 'reviews' });

  test('where a chart is renamed, or a construct is moved in the tree', async () => {
    const before = await urns((program) => app(new Chart(program, 'one')));
    const after = await urns((program) => app(new Construct(new Chart(program, 'other'), 'deeper'), 'app'));
    expect(after).toEqual(before);
  });

  test('where the namespace is an Output: the resource that it comes from stands for it', async () => {
    const later = () => {
      const made = new pulumi.ComponentResource('test:index:Maker', 'maker');
      return asString(made.urn.apply(() => 'later'));
    };
    const registered = await urns((program) => {
      const chart = new Chart(program, 'chart', { namespace: later() });
      new ApiObject(chart, 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `x-${asString(pulumi.output('y'))}` },
      });
    });
    expect(registered).toContain(
      'urn:pulumi:stack::project::istio-constructs:index:ConstructGroup$kubernetes:core/v1:ConfigMap::g:ConfigMap:{maker}/x-{}',
    );
  });
});

describe('options are inherited', () => {
  test('the provider, protection and transformations', async () => {
    const { registered } = await run(() => {
      const provider = new (class extends pulumi.ProviderResource {})('kubernetes', 'cluster', {});
      return shop({
        provider,
        protect: true,
        transformations: [({ props, opts }) => ({ props: { ...(props as object), seen: true }, opts })],
      })();
    });
    const children = registered.filter(({ type }) => type.startsWith('kubernetes:'));
    expect(new Set(children.map(({ provider }) => provider.split('::')[3]))).toEqual(new Set(['cluster']));
    expect(children.every((each) => each.protect && each.properties['seen'] === true)).toBe(true);
  });

  test('what the group depends on is there before anything in it', async () => {
    const { registered } = await run(() => {
      const first = new (class extends pulumi.CustomResource {})('test:index:First', 'first', {});
      return shop({ dependsOn: first, installs: false })();
    });
    expect(namesOf(named(registered, 'shop:Namespace:shop').dependencies)).toEqual(['first']);
    expect(namesOf(named(registered, 'shop:Gateway:istio-system/public').dependencies)).toEqual(['first']);
  });
});

describe('nothing is registered where something is wrong', () => {
  const failing = async (program: () => unknown): Promise<{ message: string; registered: number }> => {
    const counted: unknown[] = [];
    const message = await run(program, { state: (_, name, inputs) => (counted.push(name), inputs) }).then(
      () => 'nothing failed',
      (error: unknown) => (error as Error).message,
    );
    return { message, registered: counted.length };
  };

  test('all that validations, the API server and istiod say is said at once', async () => {
    const failed = await failing(
      () =>
        new ConstructGroup('shop', (program) => {
          const chart = new Chart(program, 'chart');
          chart.node.addValidation({ validate: () => ['is not complete'] });
          new ApiObject(chart, 'service', {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'UPPER' },
            spec: { ports: [{ port: 80 }] },
          });
          const http = [{ route: [{ destination: { host: 'web' }, weight: -1 }] }];
          new ApiObject(chart, 'route', {
            apiVersion: 'networking.istio.io/v1',
            kind: 'VirtualService',
            metadata: { name: 'x' },
            spec: { hosts: ['web'], http },
          });
        }),
    );
    expect(failed.registered).toBe(0);
    expect(failed.message).toContain('shop cannot be deployed:');
    expect(failed.message).toContain('[chart] is not complete');
    expect(failed.message).toContain('error chart/service (metadata.name)');
    expect(failed.message).toContain('error chart/route (spec.http[0].route[0].weight)');
  });

  test('two resources for one object, in any version', async () => {
    const failed = await failing(
      objects(
        { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', metadata: { name: 'a', namespace: 'b' } },
        { apiVersion: 'networking.istio.io/v1beta1', kind: 'Sidecar', metadata: { name: 'a', namespace: 'b' } },
      ),
    );
    expect(failed).toEqual({
      registered: 0,
      message: expect.stringContaining(
        'chart/object-0 and chart/object-1 both make Sidecar.networking.istio.io b/a',
      ) as unknown,
    });
  });

  test.each<[string, () => object, string]>([
    [
      'metadata that is a promise, of which nothing would be left',
      () => ({ metadata: Promise.resolve({ name: 'x' }) }),
      'chart/object-0: metadata must be a map of which values may be Outputs, got an Output',
    ],
    [
      'labels that are an Output',
      () => ({ metadata: { name: 'x', labels: pulumi.output({ a: 'b' }) } }),
      'chart/object-0: metadata.labels must be a map of which values may be Outputs, got an Output: use asMap()',
    ],
    [
      'a kind that is an Output',
      () => ({ kind: asString(pulumi.output('Secret')) }),
      'chart/object-0: apiVersion and kind must be known, got an Output',
    ],
    [
      'a List of an Output',
      () => ({ kind: 'List', items: pulumi.output([]) }),
      'chart/object-0: items of a List must be a list, got an Output',
    ],
    ['an object without a name', () => ({ metadata: { name: '' } }), 'chart/object-0: metadata.name must be given'],
  ])('%s', async (_, object, message) => {
    const failed = await failing(() => objects(object())());
    expect(failed.message).toContain(message);
    expect(failed.registered).toBe(0);
  });

  test('a group whose name is an Output: its resources would have other names in each run', async () => {
    const failed = await failing(
      () => new ConstructGroup(`shop-${asString(pulumi.output('a'))}`, (program) => new Chart(program, 'chart')),
    );
    expect(failed).toEqual({
      message: 'the name of a component must be known, for it is in the names of all its resources; got an Output',
      registered: 0,
    });
  });

  test('a callback that is async, for what it makes later would be left out', async () => {
    const failed = await failing(() => new ConstructGroup('group', async (program) => new Chart(program, 'chart')));
    expect(failed.message).toContain('group: what makes the constructs must not be async');
    expect(failed.registered).toBe(0);
  });

  test('and no construct comes after the callback', async () => {
    const failed = await failing(() => {
      let chart: Chart | undefined;
      new ConstructGroup('group', (program) => (chart = new Chart(program, 'chart')));
      return chart && new Construct(chart, 'late');
    });
    expect(failed.message).toContain('Cannot add children to "chart"');
  });

  test('two objects that could not be told apart in the state', async () => {
    const failed = await failing(
      objects(
        { metadata: { name: asString(pulumi.output('a')) } },
        { metadata: { name: asString(pulumi.output('b')) } },
      ),
    );
    expect(failed.message).toContain('chart/object-0 and chart/object-1 would both be group:ConfigMap:{} in the state');
    expect(failed.registered).toBe(0);
  });
});

describe('names that are Outputs are compared in up', () => {
  const twins = (second: string) =>
    objects({ metadata: { name: 'a' } }, { metadata: { name: `${asString(pulumi.output(second))}` } });

  test('an error names both constructs', async () => {
    await expect(run(twins('a'))).rejects.toThrow(
      'chart/object-0 and chart/object-1 both make ConfigMap a, by names that are Outputs',
    );
  });

  test('a preview believes them, and others pass', async () => {
    expect((await run(twins('a'), { preview: true })).registered).toHaveLength(3);
    expect((await run(twins('b'))).registered.map(({ properties }) => properties['metadata'])).toContainEqual({
      name: 'b',
    });
  });

  test('of two that are Outputs, the second one fails', async () => {
    const program = objects(
      { metadata: { name: `a${asString(pulumi.output('b'))}` } },
      { metadata: { name: `${asString(pulumi.output('a'))}b` } },
    );
    await expect(run(program)).rejects.toThrow('both make ConfigMap ab');
  });

  test('of one construct, too', async () => {
    const item = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const program = objects({
      kind: 'List',
      items: [item('ab'), item(`a${asString(pulumi.output('b'))}`)],
    });
    await expect(run(program)).rejects.toThrow('both make ConfigMap ab');
  });

  test.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['empty', '', 'an empty one'],
    ['a number', 1, 'a number'],
  ])('a name that turns out to be %s is an error, for the provider would make one up', async (_, value, given) => {
    const program = objects({ metadata: { name: asString(pulumi.output(value) as never) } });
    await expect(run(program)).rejects.toThrow(
      `chart/object-0: metadata.name: the Output given for it must be a text, got ${given}`,
    );
  });

  test('a preview shows the name where only the namespace is not known', async () => {
    const later = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    const program = objects({ metadata: { name: asString(pulumi.output('a')), namespace: asString(later) } });
    const { registered } = await run(program, { preview: true });
    expect(registered[1]?.properties['metadata']).toEqual({ name: 'a', namespace: UNKNOWN });
  });

  test('so are namespaces', async () => {
    const program = objects(
      { metadata: { name: 'a', namespace: 'n' } },
      { metadata: { name: 'a', namespace: asString(pulumi.output('n')) } },
    );
    await expect(run(program)).rejects.toThrow('both make ConfigMap n/a');
  });
});

describe('secrets', () => {
  const secret = { kind: 'Secret', metadata: { name: 'x' }, data: { a: 'YQ==' }, stringData: { b: 'b' } };

  test('data of a Secret is one, marked or not', async () => {
    const { registered } = await run(objects(secret));
    expect(registered[1]).toMatchObject({
      properties: { data: secretOf({ a: 'YQ==' }), stringData: secretOf({ b: 'b' }), metadata: { name: 'x' } },
      additionalSecretOutputs: ['data', 'stringData'],
    });
  });

  test('nothing of one is in the inputs of the component', async () => {
    const { registered } = await run(
      objects({ data: { a: asString(pulumi.secret('hidden')) }, metadata: { name: 'x' } }),
    );
    expect(registered[0]?.properties).toEqual({});
    expect(registered[1]?.properties['data']).toEqual({ a: secretOf('hidden') });
  });

  test('nor in what an error says', async () => {
    const program = objects(secret, {
      kind: 'Secret',
      metadata: { name: 'UPPER' },
      stringData: { b: 'hidden' },
      data: { c: '%hidden%' },
    });
    await expect(run(program)).rejects.not.toThrow('hidden');
  });
});

test('kinds of the whole cluster carry no namespace, whatever their chart says', async () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'teas.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Cluster',
      names: { kind: 'Tea', plural: 'teas' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  };
  const { registered } = await run(
    () =>
      new ConstructGroup('g', (program) => {
        const chart = new Chart(program, 'chart', { namespace: 'shop' });
        new MeshNamespace(chart, 'shop');
        new ApiObject(chart, 'crd', crd);
        new ApiObject(chart, 'tea', { apiVersion: 'example.com/v1', kind: 'Tea', metadata: { name: 'green' } });
        new ApiObject(chart, 'issuer', {
          apiVersion: 'cert-manager.io/v1',
          kind: 'ClusterIssuer',
          metadata: { name: 'ca' },
        });
        new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
      }),
  );
  const names = registered.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['g:Namespace:shop', 'g:Tea:green', 'g:ClusterIssuer:ca', 'g:ConfigMap:shop/x']),
  );
  expect(named(registered, 'g:Tea:green').properties['metadata']).toEqual({ name: 'green' });
  expect(namesOf(named(registered, 'g:Tea:green').dependencies)).toEqual([
    'g:CustomResourceDefinition:teas.example.com',
  ]);
});

test('a canary weight that is an Output gives both weights', async () => {
  const program = (weight: pulumi.Output<number>) => () =>
    new ConstructGroup('g', (root) => {
      const chart = new Chart(root, 'chart');
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', {
        stable: app.version('v1'),
        canary: app.version('v2'),
        weight: asNumber(weight),
      });
    });
  const weights = (registered: readonly Registered[]) => {
    const { http } = named(registered, 'g:VirtualService:shop/reviews').properties['spec'] as {
      http: { route: { weight: unknown; destination: { subset: string } }[] }[];
    };
    return http[0]?.route.map(({ destination, weight }) => [destination.subset, weight]);
  };
  expect(weights((await run(program(pulumi.output(20)))).registered)).toEqual([
    ['v1', 80],
    ['v2', 20],
  ]);
  const later = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<number>;
  expect(weights((await run(program(later), { preview: true })).registered)).toEqual([
    ['v1', UNKNOWN],
    ['v2', UNKNOWN],
  ]);
});

test('an Output brings along what it depends on', async () => {
  const { registered } = await run(() => {
    const zone = new (class extends pulumi.CustomResource {})('test:index:Zone', 'zone', {});
    return objects({ metadata: { name: 'x' }, data: { host: asString(zone.id) } })();
  });
  expect(namesOf(registered.at(-1)?.propertyDependencies['data'] ?? [])).toEqual(['zone']);
});

describe('installations', () => {
  test('in a namespace of the program, which is there before', async () => {
    const { registered } = await run(
      () =>
        new ConstructGroup('g', (program) => {
          const chart = new Chart(program, 'chart');
          new MeshNamespace(chart, 'istio-system');
          new IstioInstall(chart, 'istio', { version: '1.31', profile: 'minimal' });
        }),
    );
    const base = named(registered, 'g:Release:istio-system/istio-base');
    expect(base.properties['createNamespace']).toBe(false);
    expect(namesOf(base.dependencies)).toEqual(['g:Namespace:istio-system']);
  });

  test('strictness of the whole mesh comes after what admits in each namespace', async () => {
    const { registered } = await run(
      () =>
        new ConstructGroup('g', (program) => {
          const chart = new Chart(program, 'chart');
          const app = twoVersions(chart);
          app.allowFrom(twoVersions(chart, 'web'));
          new StrictMtls(chart, 'strict', { appliesTo: WholeMesh.scope });
        }),
    );
    expect(namesOf(named(registered, 'g:PeerAuthentication:istio-system/default').dependencies)).toEqual([
      'g:AuthorizationPolicy:shop/reviews',
    ]);
    expect(namespace.namespaceName).toBe('shop');
  });
});

/** With keys in order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, canonical(each)]),
  );
}
