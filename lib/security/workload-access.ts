import { ApiObject, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { compareText } from '../values/compare-text';
import { Derived, isUnresolved } from '../values/unresolved';
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
        rules: Lazy.any({ produce: () => printRules(this, this.rules) }) as readonly Rules[],
      } satisfies AuthorizationPolicySpec,
    });
  }
}

/** Rules are alternatives, so that their order is free: by their text, not by when they were made. Each is there once. */
function printRules(construct: IConstruct, rules: readonly AccessRule[]): readonly Rules[] {
  const later: unknown[] = [];
  const distinct = new Map(
    rules.map((rule) => {
      const printed = printRule(construct, rule);
      return [textOf(printed, later), { rule, printed }] as const;
    }),
  );
  return [...distinct.values()]
    .map(({ rule, printed }) => ({ printed, order: textOf(printRule(construct, portsByName(rule)), later) }))
    .sort((a, b) => compareText(a.order, b.order))
    .map(({ printed }) => printed);
}

/** Numbers of ports may not be known yet, and must not decide about the order. */
function portsByName(rule: AccessRule): AccessRule {
  const named = (ports: AccessRule['ports']) => ports?.map((port) => ({ ...port, targetPort: port.name as never }));
  return { ...rule, ports: named(rule.ports), notPorts: named(rule.notPorts) };
}

/** JSON in which values that are not known yet are told apart: `later` numbers them. */
function textOf(rule: Rules, later: unknown[]): string {
  return JSON.stringify(rule, function (this: Readonly<Record<string, unknown>>, key, json: unknown) {
    const value = this[key];
    if (typeof value !== 'object' || !isUnresolved(value)) return json;
    if (value instanceof Derived) return { inputs: value.inputs, fn: String(value.fn) };
    const known = later.indexOf(value);
    return `later ${known === -1 ? later.push(value) - 1 : known}`;
  });
}
