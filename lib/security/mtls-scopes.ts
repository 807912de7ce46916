import { type ApiObject } from 'cdk8s';
import { type Construct, type IConstruct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { ofRoot } from '../tree/root-state';
import { describeScope, type PolicyScope, scopeKey } from './policy-scope';

interface Entry {
  speaker?: IConstruct;
  fallback?: Construct;
}

/**
 * Who speaks about mTLS for which scope of a tree. Of two PeerAuthentications for one scope Istio takes the older and says
 * nothing, so there is one speaker a scope, and a namespace's default gives way to it.
 */
export class MtlsScopes {
  /** Those of the tree that `scope` is in. */
  public static of(scope: IConstruct): MtlsScopes {
    return ofRoot(scope, 'mtls-scopes', () => new MtlsScopes());
  }

  private readonly entries = new Map<unknown, Entry>();

  private constructor() {
    // One a tree.
  }

  /** @throws ConstructError if another construct speaks for the scope already. */
  public claim(scope: PolicyScope, speaker: IConstruct): void {
    const entry = this.entry(scope);
    const other = entry.speaker;
    refuse(
      speaker,
      other
        ? [`appliesTo: ${other.node.path} speaks about mTLS for ${describeScope(scope)} already: say it in one place`]
        : [],
    );
    entry.speaker = speaker;
    entry.fallback?.node.tryRemoveChild('object');
  }

  /** Makes `object` as child `object` of `holder` unless, now or later, someone speaks for the scope. */
  public fallBack(scope: PolicyScope, holder: Construct, object: (holder: Construct) => ApiObject): void {
    const entry = this.entry(scope);
    entry.fallback = holder;
    if (!entry.speaker) object(holder);
  }

  private entry(scope: PolicyScope): Entry {
    const key = scopeKey(scope);
    const entry = this.entries.get(key) ?? {};
    this.entries.set(key, entry);
    return entry;
  }
}
