import { type HostRule, type RulePart } from '../model/destination-rules';
import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';

type Fields = Readonly<Record<string, unknown>>;

/** What counts for the connections of one client to one port, and perhaps subset, of a host. */
export interface TrafficPolicy {
  readonly loadBalancer: Fields;

  /** Undefined where nothing is written: automatic. */
  readonly tls: Fields | undefined;

  /**
   * Mode that decides whether endpoints are offered mTLS, which is not always that of `tls`: the top-level mode stays where a policy for
   * the port leaves it out [port-level-settings].
   */
  readonly endpointTlsMode: string | undefined;
  readonly connectionPool: Fields;
  readonly hasOutlierDetection: boolean;

  /** Where `tls` is written. */
  readonly tlsAt: RulePart | undefined;
}

const NOTHING: TrafficPolicy = {
  loadBalancer: {},
  tls: undefined,
  endpointTlsMode: undefined,
  connectionPool: {},
  hasOutlierDetection: false,
  tlsAt: undefined,
};

const FIELDS = ['loadBalancer', 'connectionPool', 'outlierDetection', 'tls'] as const;

/**
 * The policy of a port: that of the rule, or its entry for the port, which replaces it; then what the subset says, field by field, its
 * own entry for the port again replacing all four. Source: istiod's `MergeTrafficPolicy`; measured: port-level-settings.
 */
export function trafficPolicy(rule: HostRule | undefined, port: number, subset: RulePart | undefined): TrafficPolicy {
  if (rule === undefined) return NOTHING;
  const top = policyOfPort(rule.trafficPolicy, port);
  const own = subset?.value.trafficPolicy;
  const ofSubset =
    subset === undefined || own === undefined
      ? undefined
      : policyOfPort({ value: fieldsOf(own), object: subset.object, path: `${subset.path}.trafficPolicy` }, port);
  const parts = new Map<string, RulePart>();
  for (const layer of [top, ofSubset]) {
    for (const field of FIELDS) {
      const value = layer?.part.value[field];
      if (layer !== undefined && value !== undefined)
        parts.set(field, { value: fieldsOf(value), object: layer.part.object, path: `${layer.part.path}.${field}` });
      else if (layer?.replaces === true) parts.delete(field);
    }
  }
  const tlsAt = parts.get('tls');
  return {
    loadBalancer: parts.get('loadBalancer')?.value ?? {},
    tls: tlsAt?.value,
    endpointTlsMode: tlsMode(subset?.value.trafficPolicy, port) ?? tlsMode(rule.trafficPolicy?.value, port),
    connectionPool: parts.get('connectionPool')?.value ?? {},
    hasOutlierDetection: parts.has('outlierDetection'),
    tlsAt,
  };
}

interface Layer {
  readonly part: RulePart;

  /** Whether what it leaves out is gone, rather than taken from the layer before. */
  readonly replaces: boolean;
}

function policyOfPort(policy: RulePart | undefined, port: number): Layer | undefined {
  if (policy === undefined) return undefined;
  const entries = itemsOf(policy.value.portLevelSettings);
  const index = entries.findIndex((entry) => numberOf(fieldsOf(fieldsOf(entry).port).number) === port);
  if (index === -1) return { part: policy, replaces: false };
  return {
    part: {
      value: fieldsOf(entries[index]),
      object: policy.object,
      path: `${policy.path}.portLevelSettings[${index}]`,
    },
    replaces: true,
  };
}

function tlsMode(policy: unknown, port: number): string | undefined {
  const { tls, portLevelSettings } = fieldsOf(policy);
  const entry = itemsOf(portLevelSettings).find((each) => numberOf(fieldsOf(fieldsOf(each).port).number) === port);
  return modeOf(fieldsOf(entry).tls) ?? modeOf(tls);
}

/** A block without a mode has that of number 0. */
function modeOf(tls: unknown): string | undefined {
  return tls === undefined ? undefined : (textOf(fieldsOf(tls).mode) ?? 'DISABLE');
}
