import { type IConstruct } from 'constructs';
import { principal } from '../values/spiffe';
import { derive } from '../values/unresolved';
import { present } from '../model/present';
import { checkAuthorizationPath, checkMatchString } from '../values/authorization-path';
import { checkHttpMethod } from '../values/http-method';
import { type BoundPort, type IMeshPeer, isBoundPort, type PeerSource } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { kind, known, listOf, type PropChecks, value } from '../tree/props';
import { type Condition, conditionCheck } from './condition';
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
   * Hosts, as the `Host` header has them, port included where the client wrote one (`to[].operation.hosts`).
   *
   * @default - any
   */
  readonly hosts?: readonly string[] | undefined;

  /**
   * Ports of the app, from `app.port('http')`; written as the ports that the container listens on
   * (`to[].operation.ports`).
   *
   * @default - any
   */
  readonly ports?: readonly BoundPort[] | undefined;

  /** Ports of the app that are not meant, all others are (`to[].operation.notPorts`). @default - none */
  readonly notPorts?: readonly BoundPort[] | undefined;

  /** Methods that are not meant (`to[].operation.notMethods`). @default - none */
  readonly notMethods?: readonly string[] | undefined;

  /** Paths that are not meant (`to[].operation.notPaths`). @default - none */
  readonly notPaths?: readonly string[] | undefined;

  /** Hosts that are not meant (`to[].operation.notHosts`). @default - none */
  readonly notHosts?: readonly string[] | undefined;

  /** More that must hold (`when[]`). @default - nothing */
  readonly when?: readonly Condition[] | undefined;
}

const methods = listOf(value(checkHttpMethod), { min: 1 });
const paths = listOf(value(checkAuthorizationPath), { min: 1 });
const hosts = listOf(value(checkMatchString), { min: 1 });
const ports = known(listOf(kind("a port, such as app.port('http')", isBoundPort), { min: 1 }));

/** Checks {@link AccessOptions}. */
export const ACCESS_CHECKS: PropChecks<AccessOptions> = {
  methods,
  paths,
  hosts,
  ports,
  notPorts: ports,
  notMethods: methods,
  notPaths: paths,
  notHosts: hosts,
  when: known(listOf(conditionCheck, { min: 1 })),
};

/** The attributes that only a request has, by their names in {@link AccessOptions}. */
const HTTP_ATTRIBUTES = ['methods', 'paths', 'hosts', 'notMethods', 'notPaths', 'notHosts'] as const;

/** Some requests of some callers. */
export interface AccessRule extends AccessOptions {
  readonly from: readonly IMeshPeer[];

  /** Callers that are not meant. @default - none */
  readonly notFrom?: readonly IMeshPeer[] | undefined;
}

/** What a policy does with the requests of its rules. */
export type PolicyAction = 'ALLOW' | 'DENY';

/** `rules[]` of an AuthorizationPolicy. Lists that mean the same in any order are sorted. */
export function printRule(construct: IConstruct, rule: AccessRule): Rules {
  const operation = present({
    methods: rule.methods,
    paths: rule.paths,
    hosts: rule.hosts,
    ports: rule.ports?.map((port) => derive([port.targetPort], String)),
    notPorts: rule.notPorts?.map((port) => derive([port.targetPort], String)),
    notMethods: rule.notMethods,
    notPaths: rule.notPaths,
    notHosts: rule.notHosts,
  });
  return {
    from: printSources(construct, rule),
    to: operation && [{ operation }],
    when: rule.when?.map((each) => each.spec),
  };
}

/** The attributes of `rule` that need requests to be read, by name. */
export function httpAttributes(rule: AccessOptions): string[] {
  const conditions = (rule.when ?? []).filter((each) => each.layer === 'http').map((each) => each.key);
  return [...HTTP_ATTRIBUTES.filter((name) => rule[name] !== undefined), ...conditions];
}

/** Those of `ports` that a rule is for: all of them where it says none. Ports of one number in the container are one port to Istio. */
export function meantPorts(ports: readonly BoundPort[], rule: AccessOptions): readonly BoundPort[] {
  const left = new Set(rule.notPorts?.map((port) => port.targetPort));
  return (rule.ports ?? ports).filter((port) => !left.has(port.targetPort));
}

/** The fields of one source must all hold, so that each kind of caller is a source of its own. */
function printSources(construct: IConstruct, { from, notFrom = [] }: AccessRule): readonly From[] | undefined {
  const not = identities(construct, notFrom);
  const negative = present({
    notPrincipals: not.principals,
    notNamespaces: not.namespaces,
    notIpBlocks: not.ipBlocks,
    notRemoteIpBlocks: not.remoteIpBlocks,
  });
  // Without a positive field a source is for whoever calls, so that other callers add nothing.
  if (from.length === 0 || from.some((each) => each.peer.anyone)) return negative && [{ source: negative }];
  return Object.entries(identities(construct, from)).flatMap(([field, values]) =>
    values === undefined ? [] : [{ source: { [field]: values, ...negative } }],
  );
}

function identities(construct: IConstruct, peers: readonly IMeshPeer[]) {
  const { trustDomain } = MeshSettings.of(construct);
  const sources = peers.map((each): PeerSource => each.peer);
  const principals = sources.flatMap((each) => [
    ...(each.principals ?? []),
    ...(each.serviceAccounts ?? []).map(({ namespace, name }) => principal(trustDomain, namespace, name)),
  ]);
  return {
    principals: distinct(principals),
    namespaces: distinct(sources.flatMap((each) => each.namespaces ?? [])),
    ipBlocks: distinct(sources.flatMap((each) => each.ipBlocks ?? [])),
    remoteIpBlocks: distinct(sources.flatMap((each) => each.remoteIpBlocks ?? [])),
  };
}

function distinct(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : [...new Set(values)].sort();
}
