/** The DestinationRule of one host, from its versions and collected policies. */
import { present } from '../model/present';
import { type CollectedPolicy } from './collect-policy';
import { withShare } from './ejection';
import { type DestinationRuleSpec, type TrafficPolicy } from './istio-types';

/** What a DestinationRule is made of. */
export interface RuleParts {
  readonly host: string;
  readonly exportTo?: readonly string[] | undefined;

  /** The subsets: versions with the labels of their pods; none are written where absent. */
  readonly versions?: readonly (readonly [string, Readonly<Record<string, string>>])[] | undefined;

  readonly collected: CollectedPolicy;

  /** Whether mTLS has to be asked for, because proxies do not use it by themselves. */
  readonly asksForMtls: boolean;
}

/** `spec` of the DestinationRule. A rule without `tls` leaves automatic mTLS in force; one without it where that is off would end mTLS. */
export function printRule({ host, exportTo, versions, collected, asksForMtls }: RuleParts): DestinationRuleSpec {
  const mtls = asksForMtls ? ISTIO_MUTUAL : {};
  return {
    host,
    exportTo,
    trafficPolicy: present({ ...withPorts(withShare(collected.policy), mtls), ...mtls }),
    subsets: versions?.map(([name, labels]) => {
      const own = collected.perVersion[name];
      return { name, labels, trafficPolicy: own && present(withPorts(withShare(own), mtls)) };
    }),
  };
}

const ISTIO_MUTUAL = { tls: { mode: 'ISTIO_MUTUAL' } } as const;

/** Endpoints keep the `tls` above a port's entry that has none, clusters do not: so it is said in both places. */
function withPorts(policy: TrafficPolicy, mtls: Pick<TrafficPolicy, 'tls'>): TrafficPolicy {
  if (policy.portLevelSettings === undefined) return policy;
  return { ...policy, portLevelSettings: policy.portLevelSettings.map((each) => ({ ...each, ...mtls })) };
}
