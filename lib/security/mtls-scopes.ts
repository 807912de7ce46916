import { type ApiObject } from 'cdk8s';
import { type Construct, type IConstruct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { isUnresolved } from '../values/unresolved';
import { listed } from '../values/listed';
import { ofRoot } from '../tree/root-state';
import { type BoundPort, type IMeshWorkload, isMeshWorkload } from '../tree/handles';
import { type MtlsMode } from './mtls-mode';
import { describeScope, isWithin, type PolicyScope, scopeKey, WholeMesh } from './policy-scope';

interface Entry {
  readonly scope: PolicyScope;
  speaker?: IConstruct;
  mode?: MtlsMode;
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
  private readonly portModes = new Map<unknown, Map<number | undefined, MtlsMode>>();
  private readonly openPorts = new Map<unknown, BoundPort[]>();

  private constructor() {
    // One a tree.
  }

  /** @throws ConstructError if another construct speaks for the scope already. */
  public claim(scope: PolicyScope, speaker: IConstruct, mode: MtlsMode): void {
    const entry = this.entry(scope);
    const other = entry.speaker;
    refuse(
      speaker,
      other
        ? [`appliesTo: ${other.node.path} speaks about mTLS for ${describeScope(scope)} already: say it in one place`]
        : [],
    );
    entry.speaker = speaker;
    entry.mode = mode;
    entry.fallback?.node.tryRemoveChild('object');
  }

  /** Makes `object` as child `object` of `holder` unless, now or later, someone speaks for the scope. */
  public fallBack(scope: PolicyScope, holder: Construct, object: (holder: Construct) => ApiObject): void {
    const entry = this.entry(scope);
    entry.fallback = holder;
    if (!entry.speaker) object(holder);
  }

  /** Notes a mode of one port, which counts before that of its app. */
  public notePort(port: BoundPort, mode: MtlsMode): void {
    const modes = this.portModes.get(port.workload) ?? new Map<number | undefined, MtlsMode>();
    this.portModes.set(port.workload, modes.set(port.targetPort, mode));
    if (isLoose(mode)) listed(this.openPorts, port.workload).push(port);
  }

  /**
   * What in a scope takes plain text, by name; undefined if nothing does. Ask at the end.
   *
   * @param ports - the ports that are asked about, where the scope is an app; all of them where absent.
   */
  public plainTextIn(scope: PolicyScope, ports?: readonly BoundPort[]): string | undefined {
    const open = [...this.openPorts.values()]
      .flat()
      .find((port) => isWithinScope(scope, port) && (ports?.includes(port) ?? true));
    if (open) return `port ${open.name} of ${open.workload.serviceName}`;
    const loose = [...this.entries.values()].find(
      (entry) => isLoose(entry.mode) && entry.scope !== scope && covers(scope, entry.scope),
    );
    if (loose) return describeScope(loose.scope);
    return this.isStrictByDefault(scope) ? undefined : describeScope(scope);
  }

  /** Whether the sidecars of an app take plain text only on a port, or on every port. Ask at the end. */
  public isPlainTextOnly(app: IMeshWorkload, targetPort: number | undefined): boolean {
    const own = this.portModes.get(app)?.get(targetPort);
    const modes = [own, ...[app, app.namespace, WholeMesh.scope].map((each) => this.entries.get(scopeKey(each))?.mode)];
    return modes.find((mode) => mode !== undefined && mode !== 'UNSET') === 'DISABLE';
  }

  /** By the nearest scope that says a mode. */
  private isStrictByDefault(scope: PolicyScope): boolean {
    const own = this.entries.get(scopeKey(scope));
    if (own?.mode !== undefined && own.mode !== 'UNSET') return isStrict(own.mode);
    if (own?.fallback && !own.speaker) return true;
    if (isMeshWorkload(scope)) return this.isStrictByDefault(scope.namespace);
    return scope instanceof WholeMesh ? false : this.isStrictByDefault(WholeMesh.scope);
  }

  private entry(scope: PolicyScope): Entry {
    const key = scopeKey(scope);
    const entry: Entry = this.entries.get(key) ?? { scope };
    this.entries.set(key, entry);
    return entry;
  }
}

/** A mode that is only known later is believed. */
function isStrict(mode: MtlsMode): boolean {
  return mode === 'STRICT' || isUnresolved(mode);
}

function isLoose(mode: MtlsMode | undefined): boolean {
  return mode !== undefined && mode !== 'UNSET' && !isStrict(mode);
}

/** Whether `inner` is a part of `outer`. */
function covers(outer: PolicyScope, inner: PolicyScope): boolean {
  return isMeshWorkload(inner) ? isWithin(outer, inner) : outer instanceof WholeMesh;
}

function isWithinScope(scope: PolicyScope, port: BoundPort): boolean {
  return isMeshWorkload(port.workload) && isWithin(scope, port.workload);
}
