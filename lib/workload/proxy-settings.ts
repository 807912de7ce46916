import { present } from '../model/present';
import { type Check, flag, known, listOf, type PropChecks, required, shape, value, wholeNumber } from '../tree/props';
import { checkCidr } from '../values/ip';
import { checkPort } from '../values/port';
import { derive } from '../values/unresolved';
import { fullAmountsCheck, type FullAmounts, printSize } from './resources';

/** What the sidecar is promised and may use. Both are required: one alone would erase the mesh's defaults for the other. */
export interface ProxyResources {
  /** `sidecar.istio.io/proxyCPU` and `proxyMemory`. */
  readonly requests: FullAmounts;

  /** `sidecar.istio.io/proxyCPULimit` and `proxyMemoryLimit`. */
  readonly limits: FullAmounts;
}

/** Settings of the sidecars of one app, written as annotations of its pods. */
export interface ProxySettings {
  /** @default - the mesh's defaults */
  readonly resources?: ProxyResources | undefined;

  /**
   * Destinations whose traffic goes through the sidecar, as CIDRs (`traffic.sidecar.istio.io/includeOutboundIPRanges`).
   *
   * @default - all
   */
  readonly includeOutboundIpRanges?: readonly string[] | undefined;

  /**
   * Destinations whose traffic goes past the sidecar, as CIDRs (`traffic.sidecar.istio.io/excludeOutboundIPRanges`).
   *
   * @default - none
   */
  readonly excludeOutboundIpRanges?: readonly string[] | undefined;

  /**
   * Ports of the pod that are reached past the sidecar, so without mTLS and policies
   * (`traffic.sidecar.istio.io/excludeInboundPorts`).
   *
   * @default - none
   */
  readonly excludeInboundPorts?: readonly number[] | undefined;

  /**
   * Ports elsewhere that are reached past the sidecar (`traffic.sidecar.istio.io/excludeOutboundPorts`).
   *
   * @default - none
   */
  readonly excludeOutboundPorts?: readonly number[] | undefined;

  /**
   * Whether the containers wait until the sidecar is ready (`proxy.istio.io/config`: `holdApplicationUntilProxyStarts`). Native
   * sidecars, the rule from Kubernetes 1.33 on, always start first.
   *
   * @default - the mesh's setting
   */
  readonly holdApplicationUntilProxyStarts?: boolean | undefined;

  /**
   * Worker threads of the proxy (`proxy.istio.io/config`: `concurrency`); 0 for one a core.
   *
   * @default - by the proxy's CPU limit
   */
  readonly concurrency?: number | undefined;
}

/** Checks {@link ProxySettings}. */
export const proxyCheck: Check = shape<ProxySettings>({
  resources: known(
    shape<ProxyResources>({ requests: required(known(fullAmountsCheck)), limits: required(known(fullAmountsCheck)) }),
  ),
  includeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  excludeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  excludeInboundPorts: listOf(value(checkPort), { min: 1 }),
  excludeOutboundPorts: listOf(value(checkPort), { min: 1 }),
  holdApplicationUntilProxyStarts: flag,
  concurrency: wholeNumber(0, 1024),
} satisfies PropChecks<ProxySettings>);

/** The annotations of the pod template that say `settings`. */
export function proxyAnnotations(settings: ProxySettings): Record<string, string> {
  const { resources } = settings;
  const traffic = {
    includeOutboundIPRanges: joined(settings.includeOutboundIpRanges),
    excludeOutboundIPRanges: joined(settings.excludeOutboundIpRanges),
    excludeInboundPorts: joined(settings.excludeInboundPorts),
    excludeOutboundPorts: joined(settings.excludeOutboundPorts),
  };
  const annotations = {
    ...(resources && resourceAnnotations(resources)),
    ...prefixed('traffic.sidecar.istio.io/', traffic),
    'proxy.istio.io/config': proxyConfig(settings),
  };
  return (present(annotations) ?? {}) as Record<string, string>;
}

function resourceAnnotations({ requests, limits }: ProxyResources): Record<string, string> {
  return prefixed('sidecar.istio.io/', {
    proxyCPU: requests.cpu,
    proxyMemory: printSize(requests.memory),
    proxyCPULimit: limits.cpu,
    proxyMemoryLimit: printSize(limits.memory),
  });
}

/** ProxyConfig as JSON, which is YAML. */
function proxyConfig(settings: ProxySettings): string | undefined {
  const config = present({
    concurrency: settings.concurrency,
    holdApplicationUntilProxyStarts: settings.holdApplicationUntilProxyStarts,
  });
  if (config === undefined) return undefined;
  const keys = Object.keys(config);
  return derive(Object.values(config), (...values) =>
    JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, values[index]]))),
  );
}

function joined(values: readonly (string | number)[] | undefined): string | undefined {
  return values === undefined ? undefined : derive([values], (known) => derive(known, (...each) => each.join(',')));
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));
}
