import { type HostRule, type RulePart } from '../model/destination-rules';
import { type HostPort } from '../model/host-port';
import { type MeshHost, portOf } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { printObject, selects } from '../model/mesh-object';
import { fieldsOf, textFieldsOf } from '../values/json';
import { secondsOf } from '../model/mesh-configuration';
import { type Endpoint, endpointsOf } from './endpoints';
import { alike, balanced, isByPlace } from './locality';
import { type TrafficPolicy, trafficPolicy } from './traffic-policy';
import { type NotKnown } from './truth';

/** What a proxy knows of one port, and perhaps one subset, of a host. */
export interface Cluster {
  /** `outbound|80|v1|reviews.shop.svc.cluster.local`. */
  readonly name: string;
  readonly host: MeshHost;
  readonly port: HostPort;
  readonly subset: RulePart | undefined;
  readonly rule: HostRule | undefined;
  readonly policy: TrafficPolicy;

  /** Those that connections go to, and their shares, which sum to one; none where nobody is there. */
  readonly endpoints: readonly { readonly endpoint: Endpoint; readonly share: number }[];

  /** What decides between rules for the host and is in no file. */
  readonly unknown: NotKnown | undefined;

  /** Whether a header, a cookie or an address keeps a client at one of them. */
  readonly usesHash: boolean;
  readonly connectTimeout: number;
}

/** Why there is no cluster. */
export type NoCluster = 'unknown-host' | 'unknown-port' | 'unknown-subset';

/** Whose connections: the namespace, labels and place of a proxy. */
export interface ClusterClient {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly locality: string | undefined;
}

/** `outbound|80|v1|reviews.shop.svc.cluster.local`. */
export function clusterName(port: number, subset: string | undefined, hostname: string): string {
  return `outbound|${port}|${subset ?? ''}|${hostname}`;
}

/** By subset. */
type ClustersOfPort = Map<string | undefined, Cluster | NoCluster>;

/** Clusters of proxies, made when they are first asked for. Clients for which one rule counts share them, unless their places matter. */
export class ClusterTable {
  private readonly endpoints = new Map<MeshHost, Map<number, readonly Endpoint[]>>();
  private readonly shared = new Map<MeshHost, Map<HostRule | undefined, Map<number, ClustersOfPort>>>();
  private readonly byPlace = new Map<Cluster, Map<ClusterClient, Cluster>>();

  public constructor(private readonly model: MeshModel) {}

  /** All endpoints of a port, whatever rules say. */
  public endpointsOf(host: MeshHost, port: HostPort): readonly Endpoint[] {
    const byPort = entry(this.endpoints, host, () => new Map<number, readonly Endpoint[]>());
    return entry(byPort, port.number, () => endpointsOf(host, port, this.model));
  }

  /** @param client - the same object for the same proxies, by which clusters are kept. */
  public cluster(client: ClusterClient, host: MeshHost, port: number, subset: string | undefined): Cluster | NoCluster {
    const rule = this.model.destinationRules.of(host, client);
    const known = this.shared.get(host)?.get(rule)?.get(port)?.get(subset);
    const cluster = known ?? this.kept(rule, host, port, subset);
    const { config } = this.model;
    if (typeof cluster === 'string' || !isByPlace(client, cluster.policy, config)) return cluster;
    const ofClients = entry(this.byPlace, cluster, () => new Map<ClusterClient, Cluster>());
    return entry(ofClients, client, () => {
      const endpoints = cluster.endpoints.map(({ endpoint }) => endpoint);
      return { ...cluster, endpoints: balanced(endpoints, client, cluster.policy, config) };
    });
  }

  private kept(
    rule: HostRule | undefined,
    host: MeshHost,
    port: number,
    subset: string | undefined,
  ): Cluster | NoCluster {
    const ofHost = entry(this.shared, host, () => new Map<HostRule | undefined, Map<number, ClustersOfPort>>());
    const ofRule = entry(ofHost, rule, () => new Map<number, ClustersOfPort>());
    const ofPort = entry(ofRule, port, () => new Map<string | undefined, Cluster | NoCluster>());
    return entry(ofPort, subset, () => this.made(rule, host, port, subset));
  }

  private made(
    rule: HostRule | undefined,
    host: MeshHost,
    number: number,
    subsetName: string | undefined,
  ): Cluster | NoCluster {
    const port = portOf(host, number);
    if (port === undefined) return 'unknown-port';
    const subset = subsetName === undefined ? undefined : rule?.subsets.get(subsetName);
    if (subsetName !== undefined && subset === undefined) return 'unknown-subset';
    const policy = trafficPolicy(rule, number, subset);
    const labels = textFieldsOf(subset?.value.labels);
    const wanted = this.endpointsOf(host, port).filter((endpoint) => selects(labels, endpoint.labels));
    const { consistentHash } = policy.loadBalancer;
    return {
      name: clusterName(number, subsetName, host.hostname),
      host,
      port,
      subset,
      rule,
      policy,
      endpoints: alike(wanted),
      unknown: rivalry(rule?.trafficPolicy) ?? rivalry(subset),
      usesHash: consistentHash !== undefined,
      connectTimeout: secondsOf(fieldsOf(policy.connectionPool.tcp).connectTimeout) ?? this.model.config.connectTimeout,
    };
  }
}

function rivalry(part: RulePart | undefined): NotKnown | undefined {
  if (part?.rival === undefined) return undefined;
  return { question: `which is older, ${printObject(part.object)} or ${printObject(part.rival)}?` };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
