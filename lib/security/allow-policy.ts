import { Construct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { GatewayProxies } from '../tree/gateway-proxies';
import { type IMeshNamespace, type IMeshPeer } from '../tree/handles';
import { checkProps, known, listOf, type PropChecks, required } from '../tree/props';
import {
  accessPolicy,
  ACCESS_POLICY_CHECKS,
  type AccessPolicyProps,
  policyProblems,
  targetCheck,
} from './access-policy';
import { AccessScopes } from './access-scopes';
import { Admissions } from './admissions';
import { GatewayGuards } from './gateway-guards';
import { peerCheck } from './mesh-peer';
import { type WholeMesh } from './policy-scope';
import { type ISecuredWorkload } from './secured-workload';

/** Props of {@link AllowPolicy}. */
export interface AllowPolicyProps extends AccessPolicyProps {
  /** The app that is called, every app of a namespace, the mesh, or gateway proxies such as `install.ingress`. */
  readonly to: ISecuredWorkload | IMeshNamespace | WholeMesh | GatewayProxies;

  /** Who may call: apps, gateway proxies, or a `MeshPeer`. */
  readonly from: readonly IMeshPeer[];
}

const CHECKS: PropChecks<AllowPolicyProps> = {
  ...ACCESS_POLICY_CHECKS,
  to: targetCheck,
  from: required(known(listOf(peerCheck, { min: 1 }))),
};

/**
 * Admits some callers to an app, for some requests, and so refuses all others: with one ALLOW policy, Istio refuses what none
 * admits. Callers are known by their mTLS identity, so that plain text is refused unless `from` is `MeshPeer.anyone()` or addresses.
 *
 * For gateway proxies it says which clients get past them, to whatever app. They come from outside the mesh and have no identity of
 * it: addresses by `MeshPeer.remoteIpBlocks`, or `MeshPeer.anyone()` for some hosts or paths, say who is meant.
 *
 * Gateways by which the app is exposed, and apps that say `callsTo` it, keep their way in. With `dryRun` nobody is refused.
 *
 * @example
 * new AllowPolicy(this, 'allow-web', { to: reviews, from: [web], methods: ['GET'], paths: ['/api/*'] });
 * new AllowPolicy(this, 'allow-offices', { to: gateway.proxies, from: [MeshPeer.remoteIpBlocks('192.0.2.0/24')] });
 */
export class AllowPolicy extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: AllowPolicyProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { to, dryRun, name, ...rule } = props;
    refuse(this, policyProblems(to, rule, 'ALLOW'));
    if (!dryRun) {
      if (to instanceof GatewayProxies) {
        GatewayGuards.of(this).guard({ proxies: to, action: 'ALLOW', rule, source: this });
      } else {
        AccessScopes.of(this).close(to, this);
        Admissions.of(this).admit(to, rule);
      }
    }
    accessPolicy(this, 'ALLOW', to, rule, { dryRun, name });
  }
}
