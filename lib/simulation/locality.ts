import { type MeshConfiguration } from '../model/mesh-configuration';
import { fieldsOf, itemsOf, textOf, textsOf } from '../values/json';
import { type ClusterClient } from './cluster';
import { type Endpoint } from './endpoints';
import { type TrafficPolicy } from './traffic-policy';

type Fields = Readonly<Record<string, unknown>>;

/** An endpoint and its share of connections; the shares of all sum to one. */
interface Balanced {
  readonly endpoint: Endpoint;
  readonly share: number;
}

/**
 * How connections are spread over endpoints by their places: as `distribute` says it, else, with outlier detection, to the closest ones
 * only, for others wait until those are ejected; else to all alike.
 *
 * Source: istiod's `ApplyLocalityLoadBalancer`; measured: locality.
 */
export function balanced(
  endpoints: readonly Endpoint[],
  client: Pick<ClusterClient, 'locality' | 'labels'>,
  policy: Pick<TrafficPolicy, 'loadBalancer' | 'hasOutlierDetection'>,
  config: Pick<MeshConfiguration, 'localityLbSetting'>,
): readonly Balanced[] {
  const setting = settingOf(policy, config);
  const { locality } = client;
  if (setting === undefined) return alike(endpoints);
  if (itemsOf(setting.distribute).length > 0)
    return locality === undefined ? alike(endpoints) : distributed(endpoints, locality, setting);
  if (!policy.hasOutlierDetection) return alike(endpoints);
  const byLabels = textsOf(setting.failoverPriority);
  if (byLabels.length > 0)
    return alike(first(endpoints, (endpoint) => labelPriority(byLabels, client.labels, endpoint)));
  if (locality === undefined) return alike(endpoints);
  const failover = itemsOf(setting.failover).map(fieldsOf);
  return alike(first(endpoints, (endpoint) => priority(locality, endpoint.locality, failover)));
}

/** Whether the place or the labels of a client have a say in {@link balanced}, so that clients have to be told apart. */
export function isByPlace(
  client: Pick<ClusterClient, 'locality'>,
  policy: Pick<TrafficPolicy, 'loadBalancer' | 'hasOutlierDetection'>,
  config: Pick<MeshConfiguration, 'localityLbSetting'>,
): boolean {
  const setting = settingOf(policy, config);
  if (setting === undefined) return false;
  if (itemsOf(setting.distribute).length > 0) return client.locality !== undefined;
  return policy.hasOutlierDetection && (client.locality !== undefined || textsOf(setting.failoverPriority).length > 0);
}

/** That of the rule instead of the mesh's. */
function settingOf(
  { loadBalancer }: Pick<TrafficPolicy, 'loadBalancer'>,
  { localityLbSetting }: Pick<MeshConfiguration, 'localityLbSetting'>,
): Fields | undefined {
  const setting =
    loadBalancer.localityLbSetting === undefined ? localityLbSetting : fieldsOf(loadBalancer.localityLbSetting);
  return setting.enabled === false ? undefined : setting;
}

/** By their weights. */
export function alike(endpoints: readonly Endpoint[]): readonly Balanced[] {
  const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
  return endpoints.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
}

function first(endpoints: readonly Endpoint[], rank: (endpoint: Endpoint) => number): readonly Endpoint[] {
  const ranks = endpoints.map(rank);
  const best = Math.min(...ranks);
  return endpoints.filter((_, index) => ranks[index] === best);
}

/** 0 for the same subzone, 1 for the same zone, 2 for the same region, 3 for elsewhere, 4 where another region is to take over. */
function priority(from: string, to: string | undefined, failover: readonly Fields[]): number {
  const [region, zone, subzone] = parts(from);
  const [otherRegion, otherZone, otherSubzone] = parts(to ?? '');
  if (region !== otherRegion) return failover.some((each) => each.from === region && each.to !== otherRegion) ? 4 : 3;
  if (zone !== otherZone) return 2;
  return subzone === otherSubzone ? 0 : 1;
}

function parts(locality: string): readonly [region: string, zone: string, subzone: string] {
  const [region = '', zone = '', subzone = ''] = locality.split('/');
  return [region, zone, subzone];
}

/** The number of labels that are not those of the client, from the first on that is not. */
function labelPriority(names: readonly string[], labels: Readonly<Record<string, string>>, endpoint: Endpoint): number {
  const differing = names.findIndex((written) => {
    const [name = '', value] = written.split('=');
    return endpoint.labels[name] !== (value ?? labels[name]);
  });
  return differing === -1 ? 0 : names.length - differing;
}

/** The first entry for the client's place; its shares are of places, in which endpoints have theirs by weight. */
function distributed(endpoints: readonly Endpoint[], locality: string, setting: Fields): readonly Balanced[] {
  const entry = itemsOf(setting.distribute)
    .map(fieldsOf)
    .find(({ from }) => covers(textOf(from) ?? '', locality));
  if (entry === undefined) return alike(endpoints);
  const weights = new Map<Endpoint, number>();
  const taken = new Set<Endpoint>();
  for (const [to, weight] of Object.entries(fieldsOf(entry.to))) {
    const there = endpoints.filter((endpoint) => !taken.has(endpoint) && covers(to, endpoint.locality ?? ''));
    for (const { endpoint, share } of alike(there)) {
      taken.add(endpoint);
      weights.set(endpoint, share * (typeof weight === 'number' ? weight : 0));
    }
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return [...weights].flatMap(([endpoint, weight]) => (weight > 0 ? { endpoint, share: weight / total } : []));
}

/** `region/zone/*` and the like, and `*` for everywhere. */
function covers(pattern: string, locality: string): boolean {
  if (pattern === '*') return true;
  if (pattern.endsWith('/*')) return `${locality}/`.startsWith(pattern.slice(0, -1));
  return pattern === locality || `${locality}/`.startsWith(`${pattern}/`);
}
