/** What ALLOW and DENY policies have in common. */
import { ApiObject, Lazy } from 'cdk8s';
import { type Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { isHttp } from '../model/protocol';
import { GatewayProxies } from '../tree/gateway-proxies';
import { MeshSettings } from '../tree/mesh-settings';
import { type Check, flag, known, listOf, type PropChecks, required, value } from '../tree/props';
import { type IMeshPeer, type IMeshWorkload, isMeshNamespace, isMeshWorkload } from '../tree/handles';
import {
  ACCESS_CHECKS,
  type AccessOptions,
  type AccessRule,
  httpAttributes,
  meantPorts,
  type PolicyAction,
  printRule,
} from './access-rule';
import { type AuthorizationPolicySpec, type Rules } from './istio-types';
import { AccessScopes } from './access-scopes';
import { GatewayGuards } from './gateway-guards';
import { peerCheck } from './mesh-peer';
import { MtlsScopes } from './mtls-scopes';
import { ruleProblems, tooNewConditions, ztunnelProblems } from './rule-problems';
import {
  describeScope,
  namespaceOf,
  type PolicyScope,
  rootNamespaceProblems,
  scopeCheck,
  selectorOf,
} from './policy-scope';

/** Props that both have. */
export interface AccessPolicyProps extends AccessOptions {
  /**
   * Callers that are not meant, so that everybody else is. By identity that takes STRICT mTLS: callers in plain text have none, so
   * that they are everybody else.
   *
   * @default - none
   */
  readonly notFrom?: readonly IMeshPeer[] | undefined;

  /**
   * Only logs and counts what it would do (annotation `istio.io/dry-run`).
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined;

  /**
   * Name of the AuthorizationPolicy.
   *
   * @default - the id
   */
  readonly name?: string | undefined;
}

/** Checks {@link AccessPolicyProps}. */
export const ACCESS_POLICY_CHECKS: PropChecks<AccessPolicyProps> = {
  ...ACCESS_CHECKS,
  notFrom: known(listOf(peerCheck, { min: 1 })),
  dryRun: known(flag),
  name: value(checkDnsSubdomain),
};

/** What a policy may be for. */
export type PolicyTarget = PolicyScope | GatewayProxies;

/** Checks a {@link PolicyTarget}. */
export const targetCheck: Check = required((value_, at) =>
  value_ instanceof GatewayProxies
    ? []
    : scopeCheck(value_, at).map((problem) => problem.replace(' or a MeshApp', ', a MeshApp or gateway proxies')),
);

/** One line for each thing that Istio would turn into something else. */
export function policyProblems(target: PolicyTarget, rule: AccessRule, action: PolicyAction): string[] {
  const negated = [...(rule.notFrom ?? [])].filter((each) => each.peer.anyone);
  const nobody = negated.length > 0 ? ['notFrom must not be anyone, or nobody would be meant'] : [];
  if (target instanceof GatewayProxies) {
    const identities = identityNegations(rule);
    // Clients of a gateway come from outside, without an identity of the mesh.
    return [
      ...nobody,
      ...portsOfNobody(rule, 'gateway proxies'),
      ...(identities.length > 0 ? [plainText(identities, 'a gateway', action, 'Use addresses')] : []),
    ];
  }
  if (isMeshWorkload(target)) return [...nobody, ...ruleProblems(target, rule, action)];
  return [
    ...nobody,
    ...portsOfNobody(rule, describeScope(target)),
    ...(isMeshNamespace(target) ? ztunnelProblems(target, rule, action) : []),
  ];
}

/** Ports are of apps. */
function portsOfNobody(rule: AccessRule, target: string): string[] {
  return (['ports', 'notPorts'] as const)
    .filter((name) => rule[name] !== undefined)
    .map(
      (name) => `${name} must be left out where it applies to ${target}: ask with Condition.destinationPort() instead`,
    );
}

/** The object. */
export function accessPolicy(
  construct: Construct,
  action: PolicyAction,
  target: PolicyTarget,
  rule: AccessRule,
  { name = construct.node.id, dryRun = false }: AccessPolicyProps,
): ApiObject {
  construct.node.addValidation({
    validate: () => tooNewConditions(rule, MeshSettings.of(construct).istioVersion),
  });
  if (target instanceof GatewayProxies) {
    construct.node.addValidation({ validate: () => opaqueServers(construct, target, rule, action) });
  } else {
    construct.node.addValidation({
      validate: () => [
        ...rootNamespaceProblems(construct, target),
        ...plainTextProblems(construct, target, rule, action),
        ...wideProblems(construct, target, rule, action),
      ],
    });
  }
  const namespace =
    target instanceof GatewayProxies
      ? target.namespace.namespaceName
      : (Lazy.any({ produce: () => namespaceOf(construct, target) }) as string);
  const selector = target instanceof GatewayProxies ? { matchLabels: target.labels } : selectorOf(target);
  return new ApiObject(construct, 'object', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace, ...dryRunMetadata(dryRun) },
    spec: {
      ...(selector && { selector }),
      action,
      rules: Lazy.any({ produce: () => [printRule(construct, rule)] }) as readonly Rules[],
    } satisfies AuthorizationPolicySpec,
  });
}

/** The part of the metadata that has a policy only logged and counted. */
export function dryRunMetadata(dryRun: boolean): { readonly annotations?: Readonly<Record<string, string>> } {
  return dryRun ? { annotations: { 'istio.io/dry-run': 'true' } } : {};
}

/** What Istio would make of the rule in the apps of a namespace or of the mesh. Ask at the end, when all are there. */
function wideProblems(construct: Construct, target: PolicyScope, rule: AccessRule, action: PolicyAction): string[] {
  if (isMeshWorkload(target)) return [];
  const apps = AccessScopes.of(construct).appsWithin(target);
  // Said already where the policy names the namespace itself.
  const places = new Set(apps.map((app) => app.namespace).filter((each) => each !== target));
  return [
    // An ALLOW is merely narrower there, and who is shut out by that is found by name.
    ...(action === 'DENY' ? opaqueApps(apps, httpAttributes(rule)) : []),
    ...new Set([...places].flatMap((each) => ztunnelProblems(each, rule, action))),
  ];
}

function opaqueApps(apps: readonly IMeshWorkload[], http: readonly string[]): string[] {
  if (http.length === 0) return [];
  const opaque = apps.flatMap((app) =>
    app.ports
      .filter((port) => !isHttp(port.protocol))
      .map((port) => `${port.name} of ${String(app.namespace.namespaceName)}/${app.serviceName}`),
  );
  if (opaque.length === 0) return [];
  return [
    `${http.join(', ')} can only be asked of HTTP ports, but ${listed(opaque)} is none: Istio would leave them out there and deny MORE, every connection of those callers: give a policy to each app, with ports`,
  ];
}

/** As with apps: of a rule about requests Istio leaves connections the rest. An ALLOW is merely narrower. */
function opaqueServers(construct: Construct, target: GatewayProxies, rule: AccessRule, action: PolicyAction): string[] {
  const http = httpAttributes(rule);
  const saysPorts = (rule.when ?? []).some((each) => each.key === 'destination.port');
  if (action === 'ALLOW' || http.length === 0 || saysPorts) return [];
  const opaque = GatewayGuards.of(construct)
    .gatewaysOf(target)
    .flatMap(({ name, opaqueServers: servers }) => servers.map((each) => `${each} of ${name}`));
  if (opaque.length === 0) return [];
  return [
    `${http.join(', ')} can only be asked of HTTP servers, but ${listed(opaque)} is none: Istio would leave them out there and deny MORE, every connection of those callers: add Condition.destinationPort() with the ports that the proxies listen on for HTTP`,
  ];
}

/** At most five names: a mesh may have thousands. */
function listed(names: readonly string[]): string {
  const [shown, rest] = [[...names].sort().slice(0, 5), names.length - 5];
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The props and conditions that mean all callers but some identities. */
function identityNegations(rule: AccessRule): string[] {
  const peers = (rule.notFrom ?? []).filter(
    ({ peer }) => peer.serviceAccounts !== undefined || peer.principals !== undefined || peer.namespaces !== undefined,
  );
  const conditions = (rule.when ?? []).filter((each) => each.layer === 'identity' && each.isNegative);
  return [...(peers.length > 0 ? ['notFrom'] : []), ...conditions.map((each) => each.key)];
}

function plainText(what: readonly string[], open: string, action: PolicyAction, fix: string): string {
  const effect = action === 'DENY' ? 'deny every one of them' : 'admit every one of them';
  return `${what.join(', ')} tells callers apart by their identity, and ${open} takes plain text, whose callers have none: Istio would ${effect}. ${fix}`;
}

/** Callers in plain text have no identity, so that "all but these identities" is them, too. */
function plainTextProblems(
  construct: Construct,
  target: PolicyScope,
  rule: AccessRule,
  action: PolicyAction,
): string[] {
  const what = identityNegations(rule);
  if (what.length === 0) return [];
  const ports = isMeshWorkload(target) ? meantPorts(target.ports, rule) : undefined;
  const open = MtlsScopes.of(construct).plainTextIn(target, ports);
  return open === undefined ? [] : [plainText(what, open, action, 'Add StrictMtls')];
}
