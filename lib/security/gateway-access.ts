import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type GatewayProxies } from '../tree/gateway-proxies';
import { type AuthorizationPolicySpec } from './istio-types';
import { AccessScopes, type Restrictable } from './access-scopes';
import { GatewayGuards, type GuardedGateway } from './gateway-guards';

/**
 * Keeps the gateway proxies themselves open where everything in their namespace is refused: their callers come from outside the
 * mesh and have no identity that a rule could name. What they forward is up to the policies of the apps.
 *
 * Where a policy of the proxies' own says who gets past them, it counts alone.
 */
export class GatewayAccess extends Construct implements Restrictable, GuardedGateway {
  /** Made once for each gateway that an app is exposed by. */
  public constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
    public readonly proxies: GatewayProxies,
    public readonly opaqueServers: readonly string[],
  ) {
    super(scope, id);
    GatewayGuards.of(this).add(this);
    AccessScopes.of(this).add(this);
  }

  /** Where the proxies run. */
  public get place(): GatewayProxies {
    return this.proxies;
  }

  /** From now on a policy of the proxies says who gets past them. */
  public guard(): void {
    this.node.tryRemoveChild('object');
  }

  /** From now on a caller without a rule is refused. */
  public restrict(): void {
    const isGuarded = GatewayGuards.of(this).rulesOf(this.proxies, 'ALLOW').length > 0;
    if (isGuarded || this.node.tryFindChild('object')) return;
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: this.name, namespace: this.proxies.namespace.namespaceName },
      spec: {
        selector: { matchLabels: this.proxies.labels },
        action: 'ALLOW',
        rules: [{}],
      } satisfies AuthorizationPolicySpec,
    });
  }
}
