/**
 * What the rules in a pod ignore of the lists that say which traffic goes through its sidecar. Source: the order of the rules that
 * istio-iptables writes (tools/istio-iptables/pkg/capture/run.go).
 */
import { MeshPort } from '../tree/mesh-port';
import { isWithin } from '../values/ip';
import { isUnresolved, mayBeSame } from '../values/unresolved';
import { type ProxySettings } from './proxy-settings';

/** A port of the app, as far as handles are compared with it. */
interface OwnPort {
  readonly name: string;
  readonly targetPort: number;
}

/** One line for each list, or entry of one, that has no effect, and for each port that is none of the app's `ports`. */
export function captureProblems(settings: ProxySettings, ports: readonly OwnPort[]): string[] {
  return [
    ...ignoredExclusions(settings),
    ...ignoredPorts(settings),
    ...ignoredRanges(settings),
    ...(['includeInboundPorts', 'excludeInboundPorts'] as const).flatMap((prop) =>
      foreign(prop, settings[prop], ports),
    ),
  ];
}

/** Inbound, exclusions are made out of all ports alone. */
function ignoredExclusions({ includeInboundPorts: included, excludeInboundPorts: excluded }: ProxySettings): string[] {
  if (excluded === undefined || included === undefined || included === '*' || isUnresolved(included)) return [];
  return [
    'proxy.excludeInboundPorts must be left out where includeInboundPorts lists ports: Istio captures those alone, and ignores this list',
  ];
}

/** Outbound, exclusions come first. */
function ignoredPorts({ includeOutboundPorts: included, excludeOutboundPorts: excluded }: ProxySettings): string[] {
  const both = listOf(included).filter((port) => listOf(excluded).includes(port));
  return both.map(
    (port) =>
      `proxy.includeOutboundPorts must not list ${port}, which excludeOutboundPorts lists too: Istio looks there first, and sends it past the sidecar`,
  );
}

function ignoredRanges({ includeOutboundIpRanges, excludeOutboundIpRanges }: ProxySettings): string[] {
  return listOf(includeOutboundIpRanges).flatMap((range) =>
    listOf(excludeOutboundIpRanges)
      .filter((excluded) => isWithin(range, excluded))
      .map(
        (excluded) =>
          `proxy.includeOutboundIpRanges must not list ${range}, which is within ${excluded} of excludeOutboundIpRanges: Istio looks there first, and sends it past the sidecar`,
      ),
  );
}

function foreign(prop: string, listed: ProxySettings['includeInboundPorts'], ports: readonly OwnPort[]): string[] {
  const handles = listed === '*' ? [] : listOf(listed).filter((each) => each instanceof MeshPort);
  const names = ports.map((port) => port.name).join(', ');
  return handles
    .filter(
      ({ name, targetPort }) => !ports.some((port) => port.name === name && mayBeSame(port.targetPort, targetPort)),
    )
    .map(({ name }) => `proxy.${prop} must list ports of the app, ${names}, got ${name}`);
}

/** What is known of it. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return list === undefined || isUnresolved(list) ? [] : list.filter((each) => !isUnresolved(each));
}
