import { parseDuration } from '../values/duration';
import { fieldsOf, itemsOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { DEFAULT_SETTINGS, type MeshSettingsProps } from './settings';

/** What a mesh says for all its proxies: MeshConfig, and the few Helm values that decide what becomes of a request. */
export interface MeshConfiguration {
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  readonly clusterDomain: string;
  readonly istioVersion: string;
  readonly autoMtls: boolean;

  /** What becomes of calls to hosts that the mesh does not know. */
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';

  /** `retries` of routes that have none of their own; undefined for Istio's. */
  readonly defaultHttpRetryPolicy: Readonly<Record<string, unknown>> | undefined;

  /** Seconds that a connection may take to be made. */
  readonly connectTimeout: number;
  readonly exportTo: Readonly<Record<'services' | 'virtualServices' | 'destinationRules', readonly string[]>>;

  /** Names of `extensionProviders`. */
  readonly extensionProviders: ReadonlySet<string>;

  /** Whether namespaces without a label are injected (`sidecarInjectorWebhook.enableNamespacesByDefault`). */
  readonly injectsByDefault: boolean;

  /** Label selectors; only namespaces that one of them selects exist for istiod. Empty for all. */
  readonly discoverySelectors: readonly Readonly<Record<string, unknown>>[];

  /** How places of endpoints count where DestinationRules do not say. */
  readonly localityLbSetting: Readonly<Record<string, unknown>>;

  /** `NONE`, `BASE`, `MERGE_SLASHES` or `DECODE_AND_MERGE_SLASHES`. */
  readonly pathNormalization: string;
}

const NANOSECONDS = 1e9;
/** Source: istiod's default of `connectTimeout`. */
const CONNECT_TIMEOUT = 10;

/**
 * Reads a MeshConfig, as a ConfigMap or `meshConfig` of Helm values has it.
 *
 * @param raw - the MeshConfig; what it does not say is as `settings`, else as Istio's defaults.
 * @param values - Helm values of istiod, of which a few matter.
 */
export function meshConfiguration(
  raw: unknown = {},
  settings: MeshSettingsProps = {},
  values: unknown = {},
): MeshConfiguration {
  const config = fieldsOf(raw);
  const global = fieldsOf(fieldsOf(values).global);
  const proxy = fieldsOf(global.proxy);
  const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
  return {
    rootNamespace:
      textOf(config.rootNamespace) ?? settings.rootNamespace ?? textOf(global.istioNamespace) ?? 'istio-system',
    trustDomain: textOf(config.trustDomain) ?? settings.trustDomain ?? DEFAULT_SETTINGS.trustDomain,
    trustDomainAliases: textsOf(config.trustDomainAliases),
    clusterDomain: settings.clusterDomain ?? textOf(proxy.clusterDomain) ?? DEFAULT_SETTINGS.clusterDomain,
    istioVersion: settings.istioVersion ?? DEFAULT_SETTINGS.istioVersion,
    autoMtls: flag(config.enableAutoMtls) ?? settings.autoMtls ?? DEFAULT_SETTINGS.autoMtls,
    outboundTrafficPolicy:
      fieldsOf(config.outboundTrafficPolicy).mode === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
    defaultHttpRetryPolicy:
      config.defaultHttpRetryPolicy === undefined ? undefined : fieldsOf(config.defaultHttpRetryPolicy),
    connectTimeout: secondsOf(config.connectTimeout) ?? CONNECT_TIMEOUT,
    exportTo: {
      services: textsOf(config.defaultServiceExportTo),
      virtualServices: textsOf(config.defaultVirtualServiceExportTo),
      destinationRules: textsOf(config.defaultDestinationRuleExportTo),
    },
    extensionProviders: new Set(
      itemsOf(config.extensionProviders).flatMap((provider) => textOf(fieldsOf(provider).name) ?? []),
    ),
    injectsByDefault: flag(fieldsOf(fieldsOf(values).sidecarInjectorWebhook).enableNamespacesByDefault) ?? false,
    discoverySelectors: itemsOf(config.discoverySelectors).map(fieldsOf),
    localityLbSetting: fieldsOf(config.localityLbSetting),
    pathNormalization: textOf(fieldsOf(config.pathNormalization).normalization) ?? 'BASE',
  };
}

/** Seconds of a duration in Go's syntax; undefined where it is none. */
export function secondsOf(duration: unknown): number | undefined {
  const nanoseconds = typeof duration === 'string' ? parseDuration(duration) : undefined;
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / NANOSECONDS;
}

/** Whether one of a mesh's discovery selectors selects a namespace, or there are none. */
export function isDiscovered(
  labels: Readonly<Record<string, string>>,
  { discoverySelectors }: MeshConfiguration,
): boolean {
  return discoverySelectors.length === 0 || discoverySelectors.some((selector) => matchesSelector(selector, labels));
}

/** A Kubernetes label selector: `matchLabels` and `matchExpressions`, all of which must hold. */
export function matchesSelector(
  selector: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const pairs = Object.entries(textFieldsOf(selector.matchLabels));
  return (
    pairs.every(([key, value]) => labels[key] === value) &&
    itemsOf(selector.matchExpressions).every((each) => matchesExpression(fieldsOf(each), labels))
  );
}

function matchesExpression(
  { key, operator, values }: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const label = labels[String(key)];
  switch (operator) {
    case 'In':
      return label !== undefined && textsOf(values).includes(label);
    case 'NotIn':
      return label === undefined || !textsOf(values).includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}
