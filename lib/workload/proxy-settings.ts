import { type Duration } from 'cdk8s';
import { present } from '../model/present';
import {
  type Check,
  flag,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';
import { checkCidr } from '../values/ip';
import { checkPort } from '../values/port';
import { derive, isUnresolved } from '../values/unresolved';
import { fullAmountsCheck, type FullAmounts, printSize } from './resources';
import { DEFAULT_GRACE_SECONDS, seconds } from './seconds';

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
   * Ports of the pod that are reached through the sidecar, `'*'` for all (`traffic.sidecar.istio.io/includeInboundPorts`).
   *
   * @default - all
   */
  readonly includeInboundPorts?: readonly number[] | '*' | undefined;

  /**
   * Ports elsewhere that are reached through the sidecar whatever the address, beside those in `includeOutboundIpRanges`
   * (`traffic.sidecar.istio.io/includeOutboundPorts`).
   *
   * @default - none
   */
  readonly includeOutboundPorts?: readonly number[] | undefined;

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

  /**
   * Whether the sidecar is a native one, which starts before init containers and stops after the app
   * (`sidecar.istio.io/nativeSidecar`).
   *
   * @default - where every node has Kubernetes 1.33 or newer
   */
  readonly nativeSidecar?: boolean | undefined;

  /** What Envoy writes into its log (`sidecar.istio.io/logLevel`). @default - the mesh's setting */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'critical' | 'off' | undefined;

  /**
   * How long the sidecar lets requests end when its pod stops, in whole seconds (`proxy.istio.io/config`:
   * `terminationDrainDuration`). The pod must have longer than that to stop, by its `terminationGracePeriod`.
   *
   * @default - the mesh's setting, which is 5 s unless it says otherwise
   */
  readonly terminationDrainDuration?: Duration | undefined;

  /**
   * Whether the sidecar ends as soon as no connection is left, after its shortest drain (`proxy.istio.io/config`:
   * `proxyMetadata.EXIT_ON_ZERO_ACTIVE_CONNECTIONS`), rather than after a fixed time.
   *
   * @default - the mesh's setting
   */
  readonly exitOnZeroActiveConnections?: boolean | undefined;
}

/** Checks {@link ProxySettings}. */
export const proxyCheck: Check = shape<ProxySettings>({
  resources: known(
    shape<ProxyResources>({ requests: required(known(fullAmountsCheck)), limits: required(known(fullAmountsCheck)) }),
  ),
  includeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  excludeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  includeInboundPorts: (ports, at) => (ports === '*' ? [] : listOf(value(checkPort), { min: 1 })(ports, at)),
  includeOutboundPorts: listOf(value(checkPort), { min: 1 }),
  excludeInboundPorts: listOf(value(checkPort), { min: 1 }),
  excludeOutboundPorts: listOf(value(checkPort), { min: 1 }),
  holdApplicationUntilProxyStarts: flag,
  concurrency: wholeNumber(0, 1024),
  nativeSidecar: flag,
  logLevel: oneOf('trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'),
  terminationDrainDuration: seconds,
  exitOnZeroActiveConnections: flag,
} satisfies PropChecks<ProxySettings>);

/** The annotations of the pod template that say `settings`. */
export function proxyAnnotations(settings: ProxySettings): Record<string, string> {
  const { resources } = settings;
  const traffic = {
    includeOutboundIPRanges: joined(settings.includeOutboundIpRanges),
    excludeOutboundIPRanges: joined(settings.excludeOutboundIpRanges),
    includeInboundPorts: joined(settings.includeInboundPorts),
    includeOutboundPorts: joined(settings.includeOutboundPorts),
    excludeInboundPorts: joined(settings.excludeInboundPorts),
    excludeOutboundPorts: joined(settings.excludeOutboundPorts),
  };
  const annotations = {
    ...(resources && resourceAnnotations(resources)),
    ...prefixed('traffic.sidecar.istio.io/', traffic),
    ...prefixed('sidecar.istio.io/', {
      nativeSidecar: settings.nativeSidecar === undefined ? undefined : derive([settings.nativeSidecar], String),
      logLevel: settings.logLevel,
    }),
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
  const { terminationDrainDuration: drain, exitOnZeroActiveConnections: exits } = settings;
  const config = present({
    concurrency: settings.concurrency,
    holdApplicationUntilProxyStarts: settings.holdApplicationUntilProxyStarts,
    terminationDrainDuration: drain && derive([drain], (length) => `${length.toSeconds()}s`),
    // Environment variables of the proxy are texts.
    proxyMetadata:
      exits === undefined ? undefined : derive([exits], (flag) => ({ EXIT_ON_ZERO_ACTIVE_CONNECTIONS: String(flag) })),
  });
  if (config === undefined) return undefined;
  const keys = Object.keys(config);
  return derive(Object.values(config), (...values) =>
    JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, values[index]]))),
  );
}

/** One line if the pod is killed before its sidecar has let requests end. */
export function drainProblems(
  { terminationDrainDuration: drain }: ProxySettings,
  gracePeriod: Duration | undefined,
): string[] {
  if (drain === undefined || isUnresolved(drain) || isUnresolved(gracePeriod)) return [];
  const [taken, given] = [drain.toSeconds(), gracePeriod?.toSeconds() ?? DEFAULT_GRACE_SECONDS];
  return taken < given
    ? []
    : [
        `proxy.terminationDrainDuration must be shorter than terminationGracePeriod, ${given} s, got ${taken} s: the pod would be killed before its requests end`,
      ];
}

function joined(values: readonly (string | number)[] | '*' | undefined): string | undefined {
  return values === undefined || values === '*'
    ? values
    : derive([values], (known) => derive(known, (...each) => each.join(',')));
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));
}
