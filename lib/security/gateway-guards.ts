import { type IConstruct } from 'constructs';
import { type AppReference } from '../model/intents';
import { type GatewayProxies, haveSameProxies } from '../tree/gateway-proxies';
import { ofRoot } from '../tree/root-state';
import { isUnresolved } from '../values/unresolved';
import { type AccessRule, type PolicyAction } from './access-rule';

/** A gateway by which apps are exposed, as far as policies of its proxies are concerned. */
export interface GuardedGateway {
  /** Name of the Gateway. */
  readonly name: string;
  readonly proxies: GatewayProxies;

  /** Servers on which Istio sees no requests, by port and protocol. */
  readonly opaqueServers: readonly string[];

  /** Told when a policy says who gets past the proxies. */
  guard(): void;
}

/** A rule of a policy for gateway proxies, and the construct that says it. */
export interface Guard {
  readonly proxies: GatewayProxies;
  readonly action: PolicyAction;
  readonly rule: AccessRule;
  readonly source: IConstruct;
}

/**
 * Policies of gateway proxies themselves, which clients have to get past before any app is asked. One a tree.
 *
 * Handles of the same proxies are found by what they select, for a policy is for pods with labels.
 */
export class GatewayGuards {
  /** Those of the tree that `scope` is in. */
  public static of(scope: IConstruct): GatewayGuards {
    return ofRoot(scope, 'gateway-guards', () => new GatewayGuards());
  }

  private readonly guards: Guard[] = [];
  private readonly gateways: GuardedGateway[] = [];
  private readonly byName = new Map<string, GuardedGateway>();

  private constructor() {
    // One a tree.
  }

  /** Adds a gateway. */
  public add(gateway: GuardedGateway): void {
    this.gateways.push(gateway);
    const key = keyOf({ namespace: gateway.proxies.namespace.namespaceName, name: gateway.name });
    if (key !== undefined) this.byName.set(key, gateway);
  }

  /** Adds a rule. With one that admits, whoever no rule admits is refused. */
  public guard(guard: Guard): void {
    this.guards.push(guard);
    if (guard.action === 'ALLOW') for (const each of this.gatewaysOf(guard.proxies)) each.guard();
  }

  /** The rules for these proxies. */
  public rulesOf(proxies: GatewayProxies, action: PolicyAction): readonly Guard[] {
    return this.guards.filter((each) => each.action === action && haveSameProxies(each.proxies, proxies));
  }

  /** The gateways that these proxies serve. Ask at the end. */
  public gatewaysOf(proxies: GatewayProxies): readonly GuardedGateway[] {
    return this.gateways.filter((each) => haveSameProxies(each.proxies, proxies));
  }

  /** The gateway that an intent names, if its name is known. */
  public find(gateway: AppReference): GuardedGateway | undefined {
    const key = keyOf(gateway);
    return key === undefined ? undefined : this.byName.get(key);
  }
}

function keyOf({ namespace, name }: AppReference): string | undefined {
  return isUnresolved(namespace) || isUnresolved(name) ? undefined : `${namespace}/${name}`;
}
