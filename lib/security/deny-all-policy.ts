import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { checkProps, type PropChecks, value } from '../tree/props';
import { type AuthorizationPolicySpec } from './istio-types';
import { AccessScopes } from './access-scopes';
import { namespaceOf, type PolicyScope, rootNamespaceProblems, scopeCheck, selectorOf } from './policy-scope';

/** Props of {@link DenyAllPolicy}. */
export interface DenyAllPolicyProps {
  /** The mesh, a namespace, or one app. */
  readonly appliesTo: PolicyScope;

  /**
   * Name of the AuthorizationPolicy.
   *
   * @default - the id
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<DenyAllPolicyProps> = { appliesTo: scopeCheck, name: value(checkDnsSubdomain) };

/**
 * Refuses every call in its scope that no ALLOW policy admits.
 *
 * In Istio that is an ALLOW policy without rules: it admits nobody, and with it whoever is not admitted elsewhere is
 * refused. A DENY policy would overrule every ALLOW.
 *
 * Gateways by which apps in the scope are exposed keep their way in.
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
    const { appliesTo, name } = props;
    this.node.addValidation({ validate: () => rootNamespaceProblems(this, appliesTo) });
    AccessScopes.of(this).close(appliesTo);
    const selector = selectorOf(appliesTo);
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: name ?? id, namespace: Lazy.any({ produce: () => namespaceOf(this, appliesTo) }) as string },
      spec: (selector ? { selector } : {}) satisfies AuthorizationPolicySpec,
    });
  }
}
