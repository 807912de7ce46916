/** The shop by Pulumi: what examples/shop writes to YAML, with a host and a weight that are Outputs. */
import * as pulumi from '@pulumi/pulumi';
import { Testing } from 'cdk8s';
import { type Registered, run, secretOf, UNKNOWN } from '../../test/support/pulumi-wire';
import { ShopChart } from '../shop/shop';
import { deployShop } from './deploy-shop';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: unknown;
}

/** Objects by kind, namespace and name. */
function named(objects: readonly KubernetesObject[]): Record<string, KubernetesObject> {
  return Object.fromEntries(
    objects.map((each) => [`${each.kind} ${each.metadata.namespace ?? ''}/${each.metadata.name}`, each]),
  );
}

/** What is registered of Kubernetes, the installation of Istio aside. */
function inputs(registered: readonly Registered[]): Record<string, KubernetesObject> {
  const objects = registered.filter(({ type }) => type.startsWith('kubernetes:') && !type.includes('helm.sh'));
  return named(objects.map(({ properties }) => properties as unknown as KubernetesObject));
}

const REVIEWS = 'VirtualService shop/reviews';
const PUBLIC = 'Gateway istio-system/public';

it('registers the objects that examples/shop writes, with the host and the weight that Outputs bring', async () => {
  const { registered } = await run(() =>
    deployShop({ host: pulumi.output('shop.example.com'), canaryWeight: pulumi.output(25) }),
  );
  const chart = new ShopChart(Testing.app(), 'shop', { host: 'shop.example.com', canaryWeight: 25 });
  expect(inputs(registered)).toEqual(named(chart.toJson() as readonly KubernetesObject[]));
});

it('leaves in a preview only that unknown which is not known yet', async () => {
  const later = new Promise<number>(() => undefined);
  expect(later).toBeInstanceOf(Promise);
  const { registered } = await run(
    () => deployShop({ host: 'shop.example.com', canaryWeight: pulumi.output(pulumi.unknown as never) }),
    { preview: true },
  );
  const unknown = Object.entries(inputs(registered)).filter(([, each]) => JSON.stringify(each).includes(UNKNOWN));
  expect(unknown.map(([name]) => name)).toEqual([REVIEWS]);
});

it('keeps a secret host a secret wherever it stands', async () => {
  const { registered } = await run(() => deployShop({ host: pulumi.secret('shop.example.com'), canaryWeight: 10 }));
  const gateway = inputs(registered)[PUBLIC];
  const text = JSON.stringify(gateway?.spec).replaceAll(JSON.stringify(secretOf('shop.example.com')), '');
  expect(text).not.toContain('shop.example.com');
});
