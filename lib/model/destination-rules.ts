import { isDeepStrictEqual } from 'node:util';
import { fieldsOf, itemsOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { byAge, isOlder } from './by-age';
import { suffixesOf } from './host-index';
import { fullHostName } from './host-names';
import { type MeshHost } from './hosts';
import { type MeshConfiguration } from './mesh-configuration';
import { type MeshObject, selects } from './mesh-object';
import { isVisible, type Visibility, visibilityOf } from './visibility';
import { addTo } from '../values/listed';

type Fields = Readonly<Record<string, unknown>>;

/** A part of a DestinationRule, and where it is written. */
export interface RulePart {
  readonly value: Fields;
  readonly object: MeshObject;
  readonly path: string;

  /** Another object that says something else, and of which no file says whether it is older. */
  readonly rival?: MeshObject | undefined;
}

/** The DestinationRules of one namespace for one host, as istiod joins them. */
export interface HostRule {
  /** As written, in full. */
  readonly host: string;

  /** Oldest first. */
  readonly objects: readonly MeshObject[];
  readonly visibility: Visibility;

  /** Labels of clients that it is for; undefined for all. */
  readonly clients: Readonly<Record<string, string>> | undefined;

  /** That of the oldest that has one. */
  readonly trafficPolicy: RulePart | undefined;

  /** By name; the oldest of a name counts. */
  readonly subsets: ReadonlyMap<string, RulePart>;
}

/** Rules by host, of one namespace. */
class RulesOfNamespace {
  private readonly byHost = new Map<string, HostRule[]>();
  private hasWildcards = false;

  public add(object: MeshObject, host: string, visibility: Visibility): void {
    const rules = this.byHost.get(host);
    const clients = clientsOf(object);
    const same = rules?.findIndex((rule) => isJoined(rule, clients, visibility)) ?? -1;
    if (rules === undefined || same === -1)
      addTo(this.byHost, host, joined({ host, visibility, clients }, undefined, object));
    else rules[same] = joined({ host, visibility, clients }, rules[same], object);
    this.hasWildcards ||= host.startsWith('*');
  }

  /** Those of the closest host that covers a name. */
  public of(hostname: string): readonly HostRule[] {
    const exact = this.byHost.get(hostname);
    if (exact !== undefined || !this.hasWildcards) return exact ?? [];
    for (const suffix of suffixesOf(hostname)) {
      const rules = this.byHost.get(`*${suffix}`);
      if (rules !== undefined) return rules;
    }
    return [];
  }
}

/** Those with a selector stay alone, and so do those that are exported to other namespaces. */
function isJoined(rule: HostRule, clients: Fields | undefined, visibility: Visibility): boolean {
  return rule.clients === undefined && clients === undefined && sameVisibility(rule.visibility, visibility);
}

function sameVisibility(one: Visibility, other: Visibility): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && [...one].every((namespace) => other.has(namespace));
}

function clientsOf({ spec }: MeshObject): Readonly<Record<string, string>> | undefined {
  if (spec.workloadSelector === undefined) return undefined;
  const labels = textFieldsOf(fieldsOf(spec.workloadSelector).matchLabels);
  return labels;
}

function joined(
  of: Pick<HostRule, 'host' | 'visibility' | 'clients'>,
  before: HostRule | undefined,
  object: MeshObject,
): HostRule {
  const subsets = new Map(before?.subsets);
  itemsOf(object.spec.subsets).forEach((each, index) => {
    const value = fieldsOf(each);
    const name = textOf(value.name);
    if (name === undefined) return;
    subsets.set(name, older(subsets.get(name), { value, object, path: `spec.subsets[${index}]` }));
  });
  const own =
    object.spec.trafficPolicy === undefined
      ? undefined
      : { value: fieldsOf(object.spec.trafficPolicy), object, path: 'spec.trafficPolicy' };
  return {
    ...of,
    objects: [...(before?.objects ?? []), object],
    trafficPolicy: own === undefined ? before?.trafficPolicy : older(before?.trafficPolicy, own),
    subsets,
  };
}

/** The part that istiod came to first, and whether that may have been the other. */
function older(before: RulePart | undefined, after: RulePart): RulePart {
  if (before === undefined) return after;
  const isSure = isOlder(before.object, after.object) !== undefined || isDeepStrictEqual(before.value, after.value);
  return isSure || before.rival !== undefined ? before : { ...before, rival: after.object };
}

/** The DestinationRules of a mesh, by the namespace they are in. */
export class DestinationRules {
  private readonly local = new Map<string, RulesOfNamespace>();
  private readonly exported = new Map<string, RulesOfNamespace>();
  private readonly rootPrivate = new RulesOfNamespace();

  public constructor(
    objects: readonly MeshObject[],
    private readonly config: MeshConfiguration,
  ) {
    for (const object of [...objects].sort(byAge)) this.add(object);
  }

  /** Source: istiod's `setDestinationRules`. */
  private add(object: MeshObject): void {
    const { namespace, spec } = object;
    const host = fullHostName(textOf(spec.host) ?? '', namespace, this.config);
    const written = textsOf(spec.exportTo);
    const visibility = visibilityOf(
      // A rule for some clients is private, whatever it says.
      spec.workloadSelector === undefined ? written : ['.'],
      namespace,
      this.config.exportTo.destinationRules,
    );
    if (isVisible(visibility, namespace)) rulesOf(this.local, namespace).add(object, host, visibility);
    const isPrivate = visibility?.size === 1 && visibility.has(namespace);
    if (!isPrivate) rulesOf(this.exported, namespace).add(object, host, visibility);
    else if (namespace === this.config.rootNamespace) this.rootPrivate.add(object, host, visibility);
  }

  /**
   * The rule that counts for a client: one of its own namespace, else one that the service's namespace exports, else one of the root
   * namespace. Source: istiod's `destinationRule`.
   */
  public of(
    host: Pick<MeshHost, 'hostname' | 'namespace'>,
    client: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  ): HostRule | undefined {
    const { rootNamespace } = this.config;
    const own = client.namespace === rootNamespace ? this.rootPrivate : this.local.get(client.namespace);
    const ofClient = own?.of(host.hostname) ?? [];
    if (ofClient.length > 0) return forClient(ofClient, client.labels);
    for (const namespace of [host.namespace, rootNamespace]) {
      const rules = this.exported.get(namespace)?.of(host.hostname) ?? [];
      const visible = rules.filter(({ visibility }) => isVisible(visibility, client.namespace));
      if (visible.length > 0) return forClient(visible, client.labels);
    }
    return undefined;
  }
}

/** One for these clients, else the last of those for all. Source: istiod's `SidecarScope.DestinationRule`. */
function forClient(rules: readonly HostRule[], labels: Readonly<Record<string, string>>): HostRule | undefined {
  const selected = rules.find(({ clients }) => clients !== undefined && selects(clients, labels));
  return selected ?? rules.filter(({ clients }) => clients === undefined).at(-1);
}

function rulesOf(map: Map<string, RulesOfNamespace>, namespace: string): RulesOfNamespace {
  let rules = map.get(namespace);
  if (rules === undefined) map.set(namespace, (rules = new RulesOfNamespace()));
  return rules;
}
