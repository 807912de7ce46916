import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { refuse } from '../tree/construct-error';
import { type IMeshPeer } from '../tree/handles';
import { checkProps, known, listOf, type PropChecks, required, value } from '../tree/props';
import { ACCESS_CHECKS, type AccessOptions, printRule, ruleProblems } from './access-rule';
import { type AuthorizationPolicySpec, type Rules } from './istio-types';
import { AccessScopes } from './access-scopes';
import { peerCheck } from './mesh-peer';
import { type ISecuredWorkload, securedCheck } from './secured-workload';

/** Props of {@link AllowPolicy}. */
export interface AllowPolicyProps extends AccessOptions {
  /** The app that is called. */
  readonly to: ISecuredWorkload;

  /** Who may call: apps, gateway proxies, or a `MeshPeer`. */
  readonly from: readonly IMeshPeer[];

  /**
   * Name of the AuthorizationPolicy.
   *
   * @default - the id
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<AllowPolicyProps> = {
  ...ACCESS_CHECKS,
  to: required(securedCheck),
  from: required(known(listOf(peerCheck, { min: 1 }))),
  name: value(checkDnsSubdomain),
};

/**
 * Admits some callers to an app, for some requests, and so refuses all others: with one ALLOW policy, Istio refuses what none
 * admits. Callers are known by their mTLS identity, so that plain text is always refused.
 *
 * Gateways by which the app is exposed keep their way in.
 *
 * @example
 * new AllowPolicy(this, 'allow-web', { to: reviews, from: [web], methods: ['GET'], paths: ['/api/*'] });
 */
export class AllowPolicy extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: AllowPolicyProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    refuse(this, ruleProblems(props.to, props));
    AccessScopes.of(this).close(props.to);
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: props.name ?? id, namespace: props.to.namespace.namespaceName },
      spec: {
        selector: { matchLabels: props.to.selector },
        action: 'ALLOW',
        rules: Lazy.any({ produce: () => [printRule(this, props)] }) as readonly Rules[],
      } satisfies AuthorizationPolicySpec,
    });
  }
}
