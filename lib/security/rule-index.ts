import { type CallerReference } from '../model/intents';
import { isUnresolved } from '../values/unresolved';
import { type AccessRule } from './access-rule';

/** Rules by the callers that they may be about, so that an app with many callers is not asked once a pair. */
export class RuleIndex {
  private readonly rules: AccessRule[] = [];
  private readonly byAccount = new Map<string, AccessRule[]>();
  private readonly byNamespace = new Map<string, AccessRule[]>();

  /** Rules of patterns, of addresses, of everybody, and of names that are not known yet. */
  private readonly others: AccessRule[] = [];

  /** Adds a rule. */
  public add(rule: AccessRule): void {
    this.rules.push(rule);
    for (const list of this.listsFor(rule)) list.push(rule);
  }

  /** The rules that may be about a caller; undefined is one without identity. */
  public of(caller: CallerReference | undefined): readonly AccessRule[] {
    if (caller === undefined) return this.others;
    const { namespace, serviceAccount } = caller;
    if (isUnresolved(namespace) || isUnresolved(serviceAccount)) return this.rules;
    const named = this.byAccount.get(`${namespace}/${serviceAccount}`) ?? [];
    return [...named, ...(this.byNamespace.get(namespace) ?? []), ...this.others];
  }

  private listsFor(rule: AccessRule): ReadonlySet<AccessRule[]> {
    const lists = new Set<AccessRule[]>();
    for (const { peer } of rule.from) {
      const { serviceAccounts = [], namespaces = [] } = peer;
      const names = [...namespaces, ...serviceAccounts.flatMap((each) => [each.namespace, each.name])];
      const isPlain =
        !peer.anyone && !peer.principals && !peer.ipBlocks && !peer.remoteIpBlocks && !names.some(isUnresolved);
      if (!isPlain) return new Set([this.others]);
      for (const { namespace, name } of serviceAccounts) lists.add(listed(this.byAccount, `${namespace}/${name}`));
      for (const namespace of namespaces) lists.add(listed(this.byNamespace, namespace));
    }
    return lists;
  }
}

function listed(map: Map<string, AccessRule[]>, key: string): AccessRule[] {
  const known = map.get(key);
  if (known) return known;
  const made: AccessRule[] = [];
  map.set(key, made);
  return made;
}
