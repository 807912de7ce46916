import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type GatewayProxies } from '../tree/gateway-proxies';
import { type AuthorizationPolicySpec } from './istio-types';
import { AccessScopes, type Restrictable } from './access-scopes';

/**
 * Keeps the gateway proxies themselves open where everything in their namespace is refused: their callers come from outside the
 * mesh and have no identity that a rule could name. What they forward is up to the policies of the apps.
 */
export class GatewayAccess extends Construct implements Restrictable {
  /** Made once for each gateway that an app is exposed by. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly name: string,
    private readonly proxies: GatewayProxies,
  ) {
    super(scope, id);
    AccessScopes.of(this).add(this);
  }

  /** Where the proxies run. */
  public get place(): GatewayProxies {
    return this.proxies;
  }

  /** From now on a caller without a rule is refused. */
  public restrict(): void {
    if (this.node.tryFindChild('object')) return;
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
