import { Construct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { GatewayProxies } from '../tree/gateway-proxies';
import { type IMeshPeer } from '../tree/handles';
import { checkProps, known, listOf, type PropChecks } from '../tree/props';
import {
  accessPolicy,
  ACCESS_POLICY_CHECKS,
  type AccessPolicyProps,
  policyProblems,
  type PolicyTarget,
  targetCheck,
} from './access-policy';
import { Admissions } from './admissions';
import { GatewayGuards } from './gateway-guards';
import { peerCheck } from './mesh-peer';

/** Props of {@link DenyPolicy}. */
export interface DenyPolicyProps extends AccessPolicyProps {
  /** The app, the namespace, the mesh, or gateway proxies such as `install.ingress`. */
  readonly to: PolicyTarget;

  /**
   * Who is refused.
   *
   * @default - whoever calls, of what the other props say; one of them must be given
   */
  readonly from?: readonly IMeshPeer[] | undefined;
}

const CHECKS: PropChecks<DenyPolicyProps> = {
  ...ACCESS_POLICY_CHECKS,
  to: targetCheck,
  from: known(listOf(peerCheck, { min: 1 })),
};

/**
 * Refuses some requests, whatever ALLOW policies say: a DENY overrules them all. Nobody else is affected.
 *
 * What is given must all hold for a request to be refused. To refuse everything that is not admitted, see {@link DenyAllPolicy}.
 *
 * @example
 * new DenyPolicy(this, 'no-admin', { to: reviews, from: [gateway.proxies], paths: ['/admin', '/admin/*'] });
 */
export class DenyPolicy extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: DenyPolicyProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { to, from = [], dryRun, name, ...rest } = props;
    const rule = { ...rest, from };
    const said = Object.values({ ...rest, from: props.from }).some((each) => each !== undefined);
    refuse(this, [
      ...(said
        ? []
        : ['from, methods, paths or another prop must say what is refused: use DenyAllPolicy for everything']),
      ...policyProblems(to, rule, 'DENY'),
    ]);
    if (!dryRun) {
      if (to instanceof GatewayProxies) {
        GatewayGuards.of(this).guard({ proxies: to, action: 'DENY', rule, source: this });
      } else {
        Admissions.of(this).deny(to, rule);
      }
    }
    accessPolicy(this, 'DENY', to, rule, { dryRun, name });
  }
}
