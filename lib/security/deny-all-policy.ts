import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { refuse } from '../tree/construct-error';
import { appReference, type IMeshWorkload, isMeshWorkload } from '../tree/handles';
import { checkProps, flag, kind, known, listOf, type PropChecks, required, shape, text, value } from '../tree/props';
import { declareIntent } from '../tree/report';
import { type AuthorizationPolicySpec } from './istio-types';
import { dryRunMetadata } from './access-policy';
import { AccessScopes } from './access-scopes';
import {
  describeScope,
  isWithin,
  namespaceOf,
  type PolicyScope,
  rootNamespaceProblems,
  scopeCheck,
  selectorOf,
} from './policy-scope';

/** An app that loses callers on purpose. */
export interface CutOff {
  readonly app: IMeshWorkload;

  /** Why: for the reader of the program. */
  readonly reason: string;
}

/** Props of {@link DenyAllPolicy}. */
export interface DenyAllPolicyProps {
  /** The mesh, a namespace, or one app. */
  readonly appliesTo: PolicyScope;

  /**
   * Apps that are meant to be cut off from callers that are declared.
   *
   * @default - none: a declared caller that nothing admits is an error
   */
  readonly cutOff?: readonly CutOff[] | undefined;

  /**
   * Only logs and counts what it would refuse (annotation `istio.io/dry-run`): it closes nothing, so that no caller is missed yet.
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

const CHECKS: PropChecks<DenyAllPolicyProps> = {
  appliesTo: scopeCheck,
  cutOff: known(
    listOf(known(shape<CutOff>({ app: required(kind('a MeshApp', isMeshWorkload)), reason: required(known(text)) })), {
      min: 1,
    }),
  ),
  dryRun: known(flag),
  name: value(checkDnsSubdomain),
};

/**
 * Refuses every call in its scope that no ALLOW policy admits.
 *
 * In Istio that is an ALLOW policy without rules: it admits nobody, and with it whoever is not admitted elsewhere is
 * refused. A DENY policy would overrule every ALLOW.
 *
 * Gateways by which apps in the scope are exposed keep their way in, and so do apps that say `callsTo`. Any other caller that is declared - by
 * the URL of the app in its environment, by a port excepted from mTLS - and that no rule admits is an error, unless the app is in
 * `cutOff`, which is an error where nobody is declared to call. Probes of the kubelet keep working: with sidecars Istio sends
 * them through its agent, past the policies, and ztunnel lets them pass in ambient.
 *
 * @example
 * new DenyAllPolicy(this, 'deny-all', { appliesTo: shop });
 * reviews.allowFrom(web);
 */
export class DenyAllPolicy extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: DenyAllPolicyProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { appliesTo, cutOff = [], dryRun = false, name } = props;
    refuse(this, outside(appliesTo, cutOff));
    this.node.addValidation({ validate: () => rootNamespaceProblems(this, appliesTo) });
    if (!dryRun) AccessScopes.of(this).close(appliesTo, this);
    for (const { app, reason } of cutOff) {
      declareIntent(this, {
        kind: 'cut-off',
        app: appReference(app),
        reason,
      });
    }
    const selector = selectorOf(appliesTo);
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: {
        name: name ?? id,
        namespace: Lazy.any({ produce: () => namespaceOf(this, appliesTo) }) as string,
        ...dryRunMetadata(dryRun),
      },
      spec: (selector ? { selector } : {}) satisfies AuthorizationPolicySpec,
    });
  }
}

function outside(scope: PolicyScope, cutOff: readonly CutOff[]): string[] {
  return cutOff.flatMap(({ app }, index) =>
    isWithin(scope, app) ? [] : [`cutOff[${index}].app must be in ${describeScope(scope)}, got ${app.serviceName}`],
  );
}
