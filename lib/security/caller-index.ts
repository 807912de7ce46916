import { listed } from '../values/listed';
import { isUnresolved } from '../values/unresolved';
import { type CallerReference } from '../model/intents';
import { type AccessRule } from './access-rule';

/** Rules by the callers that they name, so that thousands of callers of one app are not compared with each other's rules. */
export class CallerIndex {
  private readonly all: AccessRule[] = [];
  private readonly byAccount = new Map<string, AccessRule[]>();

  /** Those that do not name single ServiceAccounts. */
  private readonly others: AccessRule[] = [];

  /** Adds a rule. */
  public add(rule: AccessRule): void {
    this.all.push(rule);
    const accounts = accountsOf(rule);
    if (accounts === undefined) this.others.push(rule);
    for (const each of accounts ?? []) listed(this.byAccount, each).push(rule);
  }

  /** The rules that may be for a caller; one without identity is undefined. */
  public candidates(caller: CallerReference | undefined): readonly AccessRule[] {
    if (caller === undefined) return this.others;
    if (isUnresolved(caller.namespace) || isUnresolved(caller.serviceAccount)) return this.all;
    return [...(this.byAccount.get(`${caller.namespace}/${caller.serviceAccount}`) ?? []), ...this.others];
  }
}

/** `namespace/name` of each, if the rule is for nobody else. */
function accountsOf({ from }: AccessRule): readonly string[] | undefined {
  if (from.length === 0) return undefined;
  const accounts: string[] = [];
  for (const { peer } of from) {
    const { serviceAccounts = [], ...rest } = peer;
    if (Object.values(rest).some((each) => each !== undefined)) return undefined;
    for (const { namespace, name } of serviceAccounts) {
      if (isUnresolved(namespace) || isUnresolved(name)) return undefined;
      accounts.push(`${namespace}/${name}`);
    }
  }
  return [...new Set(accounts)];
}
