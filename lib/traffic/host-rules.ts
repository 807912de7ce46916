import { type IConstruct } from 'constructs';
import { type IMeshNamespace, type IPortedService } from '../tree/handles';
import { listed } from '../values/listed';
import { ofRoot } from '../tree/root-state';

/** Where the rules of a service that the program does not own are written. */
export interface ForeignRules {
  /** The namespace whose proxies are to follow them; absent where they are the service's own, for all callers. */
  readonly client?: IMeshNamespace | undefined;

  /** Whether the versions of the service are known: that there are none, too. Asked for when rules are judged. */
  readonly statesVersions: () => boolean;
}

/** Rules about the host of one service. */
export interface HostRules {
  readonly service: Pick<IPortedService, 'serviceName' | 'namespace'>;
  readonly foreign?: ForeignRules | undefined;
}

/** The rules about each host that a program writes: those of the service itself, and those of clients. */
export class HostRuleIndex<R extends HostRules> {
  /** Those of the tree that `scope` is in. */
  public static of<R extends HostRules>(scope: IConstruct): HostRuleIndex<R> {
    return ofRoot(scope, 'host-rules', () => new HostRuleIndex<R>());
  }

  private readonly byName = new Map<string, R[]>();

  private constructor() {
    // One a tree.
  }

  /** Adds rules. */
  public add(rules: R): void {
    listed(this.byName, rules.service.serviceName).push(rules);
  }

  /** The rules about the service itself, not those of clients. */
  public owners(service: HostRules['service']): readonly R[] {
    return this.find(service).filter((each) => isSameService(each.service, service) && !each.foreign?.client);
  }

  /** The rules of a service that the program does not own, for all callers or for those in `client`. */
  public foreign(service: HostRules['service'], client: IMeshNamespace | undefined): R | undefined {
    return this.find(service).find(
      (each) =>
        isSameService(each.service, service) &&
        each.foreign &&
        each.foreign.client?.namespaceName === client?.namespaceName,
    );
  }

  private find({ serviceName }: Pick<HostRules['service'], 'serviceName'>): readonly R[] {
    return this.byName.get(serviceName) ?? [];
  }
}

function isSameService(a: HostRules['service'], b: HostRules['service']): boolean {
  return a.serviceName === b.serviceName && a.namespace.namespaceName === b.namespace.namespaceName;
}
