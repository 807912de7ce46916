import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { type IMeshWorkload } from '../tree/handles';
import { type AuthorizationPolicySpec, type Rules } from './istio-types';
import { type AccessRule, printRule } from './access-rule';
import { MeshSettings } from '../tree/mesh-settings';
import { AccessScopes, type Restrictable } from './access-scopes';
import { Admissions } from './admissions';
import { tooNewConditions } from './rule-problems';

/**
 * All callers of one app that the program names beside its AllowPolicies, collected into one ALLOW policy: those of `allowFrom`,
 * those that say `callsTo` it, and the gateways that the app is exposed by.
 *
 * The policy appears when the app is closed to others: by `allowFrom`, by an AllowPolicy, or by a DenyAllPolicy over it.
 */
export class WorkloadAccess extends Construct implements Restrictable {
  private readonly rules: AccessRule[] = [];
  private restricted = false;

  /** Made by the app that it belongs to. */
  public constructor(
    scope: Construct,
    id: string,
    public readonly workload: IMeshWorkload,
  ) {
    super(scope, id);
    AccessScopes.of(this).add(this);
    Admissions.of(this).addApp(workload);
    this.node.addValidation({
      validate: () => {
        const { istioVersion } = MeshSettings.of(this);
        return this.rules.flatMap((rule) => tooNewConditions(rule, istioVersion));
      },
    });
  }

  /** Adds callers. They are admitted, whoever else is refused. @internal */
  public admit(rule: AccessRule): void {
    this.rules.push(rule);
    Admissions.of(this).admit(this.workload, rule);
    this.appear();
  }

  /** The app. */
  public get place(): IMeshWorkload {
    return this.workload;
  }

  /** From now on a caller without a rule is refused. */
  public restrict(): void {
    this.restricted = true;
    this.appear();
  }

  private appear(): void {
    if (!this.restricted || this.rules.length === 0 || this.node.tryFindChild('object')) return;
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: this.workload.serviceName, namespace: this.workload.namespace.namespaceName },
      spec: {
        selector: { matchLabels: this.workload.selector },
        action: 'ALLOW',
        rules: Lazy.any({ produce: () => sorted(this.rules.map((rule) => printRule(this, rule))) }) as readonly Rules[],
      } satisfies AuthorizationPolicySpec,
    });
  }
}

/** Rules are alternatives, so that their order is free: by their text, not by when they were made. */
function sorted(rules: readonly unknown[]): readonly unknown[] {
  const keyed = rules.map((rule) => [JSON.stringify(rule), rule] as const);
  const distinct = new Map(keyed);
  return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, rule]) => rule);
}
