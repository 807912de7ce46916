import { type Duration } from 'cdk8s';
import { present } from '../model/present';
import { MeshPort, meshPortCheck } from '../tree/mesh-port';
import {
  type Check,
  flag,
  known,
  listOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
  wholeSeconds,
} from '../tree/props';
import { checkCidr } from '../values/ip';
import { checkPort } from '../values/port';
import { derive } from '../values/unresolved';
import { fullAmountsCheck, type FullAmounts, printSize } from './resources';
import { componentLogLevelsCheck, type EnvoyLogComponent, type EnvoyLogLevel, logLevelCheck } from './envoy-log';

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
   * Ports of the pod that are reached through the sidecar, `'*'` for all (`traffic.sidecar.istio.io/includeInboundPorts`): ports of the
   * app, or numbers of what its containers listen on.
   *
   * @default - all
   */
  readonly includeInboundPorts?: readonly (number | MeshPort)[] | '*' | undefined;

  /**
   * Ports elsewhere that are reached through the sidecar whatever the address, beside those in `includeOutboundIpRanges`
   * (`traffic.sidecar.istio.io/includeOutboundPorts`).
   *
   * @default - none
   */
  readonly includeOutboundPorts?: readonly number[] | undefined;

  /**
   * Ports of the pod that are reached past the sidecar, so without mTLS and policies
   * (`traffic.sidecar.istio.io/excludeInboundPorts`): ports of the app, or numbers of what its containers listen on. Not beside a list
   * of `includeInboundPorts`, which Istio takes alone.
   *
   * @default - none
   */
  readonly excludeInboundPorts?: readonly (number | MeshPort)[] | undefined;

  /**
   * Ports elsewhere that are reached past the sidecar (`traffic.sidecar.istio.io/excludeOutboundPorts`).
   *
   * @default - none
   */
  readonly excludeOutboundPorts?: readonly number[] | undefined;

  /**
   * Whether the containers wait until the sidecar is ready (`proxy.istio.io/config`: `holdApplicationUntilProxyStarts`). Native
   * sidecars, the rule from Istio 1.27 and Kubernetes 1.33 on, always start first.
   *
   * @default - true in a MeshApp whose sidecars are not native ones, else the mesh's setting
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
   * @default - where every node has Kubernetes 1.33 or newer, from Istio 1.27 on
   */
  readonly nativeSidecar?: boolean | undefined;

  /** What Envoy writes into its log (`sidecar.istio.io/logLevel`). @default - the mesh's setting */
  readonly logLevel?: EnvoyLogLevel | undefined;

  /**
   * What parts of Envoy write into its log, in place of `logLevel` (`sidecar.istio.io/componentLogLevel`), such as `{ rbac: 'debug' }`
   * to see why requests are refused.
   *
   * @default - the mesh's setting, which is `misc:error` unless it says otherwise
   */
  readonly componentLogLevels?: { readonly [K in EnvoyLogComponent]?: EnvoyLogLevel | undefined } | undefined;

  /**
   * How long the sidecar lets requests end when its pod stops, in whole seconds (`proxy.istio.io/config`:
   * `terminationDrainDuration`). The pod must have longer than that to stop, by its `terminationGracePeriod`. Not where
   * `exitOnZeroActiveConnections` is true, which makes the sidecar ignore it.
   *
   * @default - the mesh's setting, which is 5 s unless it says otherwise
   */
  readonly terminationDrainDuration?: Duration | undefined;

  /**
   * Whether the sidecar ends as soon as no connection is left, after `minimumDrainDuration` (`proxy.istio.io/config`:
   * `proxyMetadata.EXIT_ON_ZERO_ACTIVE_CONNECTIONS`), rather than after a fixed time.
   *
   * @default - the mesh's setting
   */
  readonly exitOnZeroActiveConnections?: boolean | undefined;

  /**
   * How long the sidecar waits before it looks for connections that are left, in whole seconds, where `exitOnZeroActiveConnections` is
   * true (`proxy.istio.io/config`: `proxyMetadata.MINIMUM_DRAIN_DURATION`). The pod must have longer than that to stop.
   *
   * @default - the mesh's setting, which is 5 s unless it says otherwise
   */
  readonly minimumDrainDuration?: Duration | undefined;
}

const inboundPort: Check = (port, at) =>
  port instanceof MeshPort ? meshPortCheck(port, at) : value(checkPort)(port, at);

/** Checks {@link ProxySettings}. */
export const proxyCheck: Check = shape<ProxySettings>({
  resources: known(
    shape<ProxyResources>({ requests: required(known(fullAmountsCheck)), limits: required(known(fullAmountsCheck)) }),
  ),
  includeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  excludeOutboundIpRanges: listOf(value(checkCidr), { min: 1 }),
  includeInboundPorts: (ports, at) => (ports === '*' ? [] : listOf(inboundPort, { min: 1 })(ports, at)),
  includeOutboundPorts: listOf(value(checkPort), { min: 1 }),
  excludeInboundPorts: listOf(inboundPort, { min: 1 }),
  excludeOutboundPorts: listOf(value(checkPort), { min: 1 }),
  holdApplicationUntilProxyStarts: flag,
  concurrency: wholeNumber(0, 1024),
  nativeSidecar: flag,
  logLevel: logLevelCheck,
  componentLogLevels: componentLogLevelsCheck,
  terminationDrainDuration: wholeSeconds,
  exitOnZeroActiveConnections: flag,
  minimumDrainDuration: wholeSeconds,
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
      componentLogLevel: componentLevels(settings.componentLogLevels ?? {}),
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

/** `rbac:debug,jwt:debug`. */
function componentLevels(levels: NonNullable<ProxySettings['componentLogLevels']>): string | undefined {
  const said = Object.entries(levels).filter(([, level]) => level !== undefined);
  if (said.length === 0) return undefined;
  const names = said.map(([name]) => name);
  return derive(
    said.map(([, level]) => level),
    (...known) => known.map((level, index) => `${names[index]}:${level}`).join(','),
  );
}

/** ProxyConfig as JSON, which is YAML. */
function proxyConfig(settings: ProxySettings): string | undefined {
  const { exitOnZeroActiveConnections: exits } = settings;
  const fields = joinedFields({
    concurrency: settings.concurrency,
    holdApplicationUntilProxyStarts: settings.holdApplicationUntilProxyStarts,
    terminationDrainDuration: goDuration(settings.terminationDrainDuration),
    // Environment variables of the proxy are texts.
    proxyMetadata: joinedFields({
      EXIT_ON_ZERO_ACTIVE_CONNECTIONS: exits === undefined ? undefined : derive([exits], String),
      MINIMUM_DRAIN_DURATION: goDuration(settings.minimumDrainDuration),
    }),
  });
  return fields && derive([fields], (known) => JSON.stringify(known));
}

/** The fields that are there, as one value that is known as soon as they are; undefined if there is none. */
function joinedFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const said = present(fields);
  if (said === undefined) return undefined;
  const keys = Object.keys(said);
  return derive(Object.values(said), (...values) => Object.fromEntries(keys.map((key, index) => [key, values[index]])));
}

function goDuration(length: Duration | undefined): string | undefined {
  return length && derive([length], (known) => `${known.toSeconds()}s`);
}

function joined(values: readonly (string | number | MeshPort)[] | '*' | undefined): string | undefined {
  return values === undefined || values === '*'
    ? values
    : derive([values], (known) => derive(known.map(numberOf), (...each) => each.join(',')));
}

/** The port that the container listens on: inbound rules are made in its pod. */
function numberOf<T>(value: T | MeshPort): T | number {
  return value instanceof MeshPort ? value.targetPort : value;
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value]));
}
