/** What a case of a component is, and what all of them share. */
import { type Chart, Size } from 'cdk8s';
import { GatewayProxies, MeshNamespace, MeshPort, MeshService, Probe } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';

/** A component, of which tests change the arguments. */
export interface ComponentCase<A extends object = object, W = unknown> {
  /** Its class. */
  readonly name: string;

  /** @default - the name of the class */
  readonly title?: string;

  /** What its arguments refer to. */
  readonly world: () => W;
  readonly args: (world: W) => A;
  readonly make: (args: A) => unknown;
  readonly yaml: (chart: Chart) => unknown;

  /** Paths of arguments that decide which objects there are. */
  readonly known: readonly string[];

  /** Paths of choices of a few words, which the types want known. */
  readonly choices?: readonly string[];
}

export const resources = { requests: { cpu: '100m', memory: Size.mebibytes(128) } };
export const probes = { readiness: Probe.tcp() };
export const image = 'registry.example.com/app:1';

/** Gateway proxies in istio-system. */
export const proxies = GatewayProxies.of({
  namespace: MeshNamespace.fromName('istio-system'),
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'ingress',
});

export type Full<A> = Required<Omit<A, 'settings'>>;

export function define<A extends object, W>(each: ComponentCase<A, W>): ComponentCase {
  return each as unknown as ComponentCase;
}

const LEDGER = { ports: [MeshPort.http(80)], versions: { v1: {}, v2: {} } };

export function ledger() {
  const client = new mesh.MeshNamespace('shop');
  return mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), { ...LEDGER, client });
}

export function ledgerOf(scope: Chart) {
  const client = new MeshNamespace(scope, 'shop');
  return MeshService.fromName('ledger', MeshNamespace.fromName('bank'), { ...LEDGER, scope, client });
}
