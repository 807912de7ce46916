import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart } from 'cdk8s';
import { asString, ConstructGroup, type ConstructGroupOptions, type YamlComponent } from 'istio-constructs/pulumi';
import { run } from '../support/pulumi-wire';
import { UNJUDGED } from '../support/unjudged';

/** What the engine is told of an object's former names: types, or whole URNs. */
async function aliasesOf(object: object, options: ConstructGroupOptions = {}, chartNamespace?: string) {
  const { registered } = await run(
    () =>
      new ConstructGroup(
        'group',
        (program) => {
          const chart = new Chart(program, 'chart', { ...(chartNamespace && { namespace: chartNamespace }) });
          new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, ...object });
        },
        { program: { validation: UNJUDGED }, ...options },
      ),
  );
  return (registered[1]?.aliases as { urn: string; spec?: { type: string } }[]).map(
    ({ urn, spec }) => urn || spec?.type,
  );
}

describe('every version that a kind was served in', () => {
  test.each<[string, string, string[]]>([
    ['networking.istio.io/v1', 'Sidecar', ['networking.istio.io/v1beta1', 'networking.istio.io/v1alpha3']],
    ['networking.istio.io/v1beta1', 'Sidecar', ['networking.istio.io/v1', 'networking.istio.io/v1alpha3']],
    ['telemetry.istio.io/v1', 'Telemetry', ['telemetry.istio.io/v1alpha1']],
    ['networking.istio.io/v1beta1', 'ProxyConfig', []],
    ['core/v1', 'ServiceAccount', []],
  ])('%s %s', async (version, kind, former) => {
    const apiVersion = version.replace('core/', '');
    expect(await aliasesOf({ apiVersion, kind })).toEqual(former.map((each) => `kubernetes:${each}:${kind}`));
  });

  test("of Kubernetes' own kinds, those that the SDK's classes give", async () => {
    // Loaded here alone, for it takes long.
    const k8s = await import('@pulumi/kubernetes');
    const classes = {
      'apps/v1': k8s.apps.v1,
      'policy/v1': k8s.policy.v1,
      'autoscaling/v2': k8s.autoscaling.v2,
      'batch/v1': k8s.batch.v1,
      'networking.k8s.io/v1': k8s.networking.v1,
      'rbac.authorization.k8s.io/v1': k8s.rbac.v1,
      v1: k8s.core.v1,
    } as unknown as Readonly<
      Record<string, Readonly<Record<string, new (name: string, args: object) => pulumi.Resource>>>
    >;
    const kinds = [
      ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ['apps/v1', kind] as const),
      ['policy/v1', 'PodDisruptionBudget'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
      ...['Job', 'CronJob'].map((kind) => ['batch/v1', kind] as const),
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map(
        (kind) => ['rbac.authorization.k8s.io/v1', kind] as const,
      ),
      ...['Service', 'ConfigMap', 'Secret', 'ServiceAccount', 'Namespace', 'Pod'].map((kind) => ['v1', kind] as const),
    ] as const;
    const { registered } = await run(() => {
      for (const [apiVersion, kind] of kinds) {
        const Kind = classes[apiVersion]?.[kind];
        if (!Kind) throw new Error(kind);
        new Kind(kind, { metadata: { name: 'x' }, spec: {}, roleRef: {} });
        new ConstructGroup(
          `group-${kind}`,
          (program) => {
            new ApiObject(new Chart(program, 'chart'), 'x', { apiVersion, kind, metadata: { name: 'x' } });
          },
          { program: { validation: UNJUDGED } },
        );
      }
    });
    const typesOf = (name: string) =>
      (registered.find((each) => each.name === name)?.aliases as { spec?: { type: string } }[])
        .map(({ spec }) => spec?.type)
        .sort();
    for (const [, kind] of kinds) expect([kind, typesOf(`group-${kind}:${kind}:x`)]).toEqual([kind, typesOf(kind)]);
  });
});

describe('what components of the SDK deployed from YAML is taken over', () => {
  const urn = (rest: string) => `urn:pulumi:stack::project::${rest}`;
  const map = 'kubernetes:core/v1:ConfigMap';
  test.each<[YamlComponent, string[]]>([
    [{ type: 'kubernetes:yaml:ConfigFile', name: 'shop.yaml' }, [`kubernetes:yaml:ConfigFile$${map}::shop/x`]],
    [
      { type: 'kubernetes:yaml:ConfigGroup', name: 'shop', resourcePrefix: 'p' },
      [`kubernetes:yaml:ConfigGroup$${map}::p-shop/x`],
    ],
    [
      { type: 'kubernetes:yaml:ConfigFile', name: './a.yaml', within: ['kubernetes:yaml:ConfigGroup'] },
      [`kubernetes:yaml:ConfigGroup$kubernetes:yaml:ConfigFile$${map}::shop/x`],
    ],
    [
      { type: 'kubernetes:yaml/v2:ConfigGroup', name: 'shop' },
      [`kubernetes:yaml/v2:ConfigGroup$${map}::shop:shop/x`, `kubernetes:yaml/v2:ConfigGroup$${map}::shop-shop/x`],
    ],
  ])('%j', async (component, urns) => {
    const aliases = await aliasesOf({}, { deployedBefore: [component] }, 'shop');
    expect(aliases).toEqual(urns.map(urn));
  });

  test('kinds of the whole cluster by either name: files had the namespace of their chart', async () => {
    const deployedBefore = [{ type: 'kubernetes:yaml:ConfigFile', name: 'shop.yaml' }] as const;
    expect(await aliasesOf({ kind: 'Namespace', metadata: { name: 'a' } }, { deployedBefore }, 'shop')).toEqual([
      urn('kubernetes:yaml:ConfigFile$kubernetes:core/v1:Namespace::a'),
      urn('kubernetes:yaml:ConfigFile$kubernetes:core/v1:Namespace::shop/a'),
    ]);
  });

  test('objects in a version of before as well', async () => {
    const deployedBefore = [{ type: 'kubernetes:yaml:ConfigFile', name: 'shop.yaml' }] as const;
    const object = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' };
    expect(await aliasesOf(object, { deployedBefore })).toEqual([
      'kubernetes:telemetry.istio.io/v1alpha1:Telemetry',
      urn('kubernetes:yaml:ConfigFile$kubernetes:telemetry.istio.io/v1:Telemetry::x'),
      urn('kubernetes:yaml:ConfigFile$kubernetes:telemetry.istio.io/v1alpha1:Telemetry::x'),
    ]);
  });

  test('names that are Outputs never came from a file', async () => {
    const deployedBefore = [{ type: 'kubernetes:yaml:ConfigFile', name: 'shop.yaml' }] as const;
    const metadata = { name: asString(pulumi.output('later')) };
    expect(await aliasesOf({ metadata }, { deployedBefore })).toEqual([]);
  });
});
