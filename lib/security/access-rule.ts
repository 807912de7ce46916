import { type IConstruct } from 'constructs';
import { principal } from '../values/spiffe';
import { present } from '../model/present';
import { isHttp } from '../model/protocol';
import { checkAuthorizationPath } from '../values/authorization-path';
import { checkHttpMethod } from '../values/http-method';
import { type BoundPort, type IMeshPeer, type IMeshWorkload, isBoundPort, type PeerSource } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { kind, known, listOf, type PropChecks, value } from '../tree/props';

import { type From, type Rules } from './istio-types';

/** Which requests of a caller are meant. What is given must all hold; the values of one list are alternatives. */
export interface AccessOptions {
  /**
   * Methods, in capitals (`to[].operation.methods`).
   *
   * @default - any
   */
  readonly methods?: readonly string[] | undefined;

  /**
   * Paths: exact, `/api/*`, `*.html`, or with templates `{*}` for a segment and `{**}` for the rest
   * (`to[].operation.paths`).
   *
   * @default - any
   */
  readonly paths?: readonly string[] | undefined;

  /**
   * Ports of the app, from `app.port('http')`; written as the ports that the container listens on
   * (`to[].operation.ports`).
   *
   * @default - any
   */
  readonly ports?: readonly BoundPort[] | undefined;
}

/** Checks {@link AccessOptions}. */
export const ACCESS_CHECKS: PropChecks<AccessOptions> = {
  methods: listOf(value(checkHttpMethod), { min: 1 }),
  paths: listOf(value(checkAuthorizationPath), { min: 1 }),
  ports: known(listOf(kind("a port, such as app.port('http')", isBoundPort), { min: 1 })),
};

/** Some requests of some callers. */
export interface AccessRule extends AccessOptions {
  readonly from: readonly IMeshPeer[];
}

/** `rules[]` of an AuthorizationPolicy. Lists that mean the same in any order are sorted. */
export function printRule(construct: IConstruct, rule: AccessRule): Rules {
  const operation = present({
    methods: rule.methods,
    paths: rule.paths,
    ports: rule.ports?.map((port) => String(port.targetPort)),
  });
  return {
    from: printSources(
      construct,
      rule.from.map((each) => each.peer),
    ),
    to: operation && [{ operation }],
  };
}

/** One line for each option that Istio would turn into something else. */
export function ruleProblems(workload: IMeshWorkload, rule: AccessOptions): string[] {
  const foreign = (rule.ports ?? []).filter((port) => port.workload !== workload);
  const ports = rule.ports ?? workload.ports;
  const http = rule.methods !== undefined || rule.paths !== undefined;
  const opaque = http ? ports.filter((port) => !isHttp(port.protocol)) : [];
  const names = opaque.map((port) => `${port.name} (${port.protocol})`).join(', ');
  return [
    ...foreign.map(
      (port) => `ports must be of ${workload.serviceName}, got ${port.name} of ${port.workload.serviceName}`,
    ),
    ...(opaque.length > 0 && (opaque.length === ports.length || rule.ports)
      ? [`methods and paths can only be asked of HTTP ports, but ${names} is none: Istio would drop the rule there`]
      : []),
  ];
}

/** The fields of one source must all hold, so that each kind of caller is a source of its own. */
function printSources(construct: IConstruct, sources: readonly PeerSource[]): readonly From[] {
  const { trustDomain } = MeshSettings.of(construct);
  const principals = sources.flatMap((each) => [
    ...(each.principals ?? []),
    ...(each.serviceAccounts ?? []).map(({ namespace, name }) => principal(trustDomain, namespace, name)),
  ]);
  const namespaces = sources.flatMap((each) => each.namespaces ?? []);
  return [
    ...(principals.length > 0 ? [{ source: { principals: distinct(principals) } }] : []),
    ...(namespaces.length > 0 ? [{ source: { namespaces: distinct(namespaces) } }] : []),
  ];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
