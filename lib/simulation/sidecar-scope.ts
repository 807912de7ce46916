import { byAge } from '../model/by-age';
import { type PortLayer, writtenPortLayer } from '../model/host-port';
import { type MeshHost, portOf } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { type MeshObject, selects } from '../model/mesh-object';
import { isVisible } from '../model/visibility';
import { type MeshVirtualService } from '../model/virtual-services';
import { type Workload } from '../model/workloads';
import { fieldsOf, itemsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { hostCovers, hostsOverlap } from '../values/istio-host';

const NETWORKING = 'networking.istio.io';

/** What a client's sidecar knows of the mesh, as Sidecar resources have it. */
export interface SidecarScope {
  readonly namespace: string;

  /** The Sidecar that counts; undefined where there is none, and all is known. */
  readonly sidecar: MeshObject | undefined;

  /** Another Sidecar of which no file says whether it is older. */
  readonly rival: MeshObject | undefined;
  readonly listeners: readonly EgressListener[];
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';

  /** The host that gets what the mesh does not know. */
  readonly egressProxy: string | undefined;
}

/** An entry of `egress`: what may be reached, all ports or one. */
export interface EgressListener {
  readonly port: number | undefined;

  /** What is read on its port; undefined where each host says for itself. */
  readonly layer: PortLayer | undefined;

  /** Whether pods' connections come to it, rather than that applications have to call it at its own address. */
  readonly isCaptured: boolean;

  /** Hosts by the namespace that they are imported from; undefined for all of them. */
  readonly imports: ReadonlyMap<string, readonly string[]> | undefined;
  readonly excluded: ReadonlyMap<string, readonly string[]>;
}

const EVERYTHING: EgressListener = {
  port: undefined,
  layer: undefined,
  isCaptured: true,
  imports: undefined,
  excluded: new Map(),
};

/**
 * The scope of a client: by the Sidecar that selects it, else the one of its namespace, else the one of the root namespace; the oldest of
 * several. Source: istiod's `getSidecarScope`; measured: sidecar-scope, sidecar-root-default.
 */
export function sidecarScope(client: Workload, model: MeshModel): SidecarScope {
  const { namespace } = client;
  const [sidecar, next] = sidecarsOf(client, model);
  const byDefault = model.config.outboundTrafficPolicy;
  if (sidecar === undefined)
    return {
      namespace,
      sidecar,
      rival: undefined,
      listeners: [EVERYTHING],
      outboundTrafficPolicy: byDefault,
      egressProxy: undefined,
    };
  const { spec } = sidecar;
  const egress = itemsOf(spec.egress).map((entry) => egressListener(fieldsOf(entry), namespace));
  const isAgeKnown = next === undefined || (sidecar.created !== undefined && next.created !== undefined);
  const policy = fieldsOf(spec.outboundTrafficPolicy);
  return {
    namespace,
    sidecar,
    rival: isAgeKnown ? undefined : next,
    listeners: egress.length === 0 ? [EVERYTHING] : egress,
    // What is written without a mode is the first one of the enumeration.
    outboundTrafficPolicy:
      spec.outboundTrafficPolicy === undefined
        ? byDefault
        : policy.mode === 'ALLOW_ANY'
          ? 'ALLOW_ANY'
          : 'REGISTRY_ONLY',
    egressProxy: textOf(fieldsOf(policy.egressProxy).host),
  };
}

/** The Sidecars that may be the one of a workload, the likeliest first. */
export function sidecarsOf({ namespace, labels }: Workload, model: MeshModel): readonly MeshObject[] {
  const own = model.inNamespace(NETWORKING, 'Sidecar', namespace);
  const candidates = [
    own.filter(({ spec }) => isSelecting(spec) && selects(selectorOf(spec), labels)),
    own.filter(({ spec }) => !isSelecting(spec)),
    model.inNamespace(NETWORKING, 'Sidecar', model.config.rootNamespace).filter(({ spec }) => !isSelecting(spec)),
  ].find((each) => each.length > 0);
  return [...(candidates ?? [])].sort(byAge);
}

function isSelecting(spec: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(selectorOf(spec)).length > 0;
}

function selectorOf({ workloadSelector }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return textFieldsOf(fieldsOf(workloadSelector).labels);
}

function egressListener(entry: Readonly<Record<string, unknown>>, namespace: string): EgressListener {
  const imports = new Map<string, string[]>();
  const excluded = new Map<string, string[]>();
  for (const written of textsOf(entry.hosts)) {
    const slash = written.indexOf('/');
    if (slash === -1) continue;
    const isExclusion = written.length > 2 && written.startsWith('~') && slash > 1;
    const place = written.slice(isExclusion ? 1 : 0, slash);
    const from = place === '.' ? namespace : place;
    const lists = isExclusion ? excluded : imports;
    lists.set(from, [...(lists.get(from) ?? []), written.slice(slash + 1).toLowerCase()]);
  }
  // Nothing but exclusions leaves all the rest.
  const port = fieldsOf(entry.port);
  const protocol = textOf(port.protocol);
  const isAll = imports.get('*')?.includes('*') === true && imports.size === 1;
  return {
    port: numberOf(port.number),
    layer: numberOf(port.number) === undefined || protocol === undefined ? undefined : writtenPortLayer(protocol).layer,
    isCaptured: entry.captureMode !== 'NONE' && textOf(entry.bind) === undefined,
    imports: isAll || (imports.size === 0 && excluded.size > 0) ? undefined : imports,
    excluded,
  };
}

/** The entry that has to do with a port: the first without one, or with this one. */
export function listenerFor({ listeners }: SidecarScope, port: number): EgressListener | undefined {
  return listeners.find((listener) => listener.isCaptured && (listener.port === undefined || listener.port === port));
}

/** Whether a listener imports a host that the client's namespace may see. */
export function importsHost(listener: EgressListener, host: MeshHost, namespace: string): boolean {
  if (!isVisible(host.visibility, namespace)) return false;
  if (listener.port !== undefined && portOf(host, listener.port) === undefined) return false;
  if (listener.imports === undefined) return !isExcluded(listener, host);
  const patterns = [...(listener.imports.get(host.namespace) ?? []), ...(listener.imports.get('*') ?? [])];
  return patterns.some((pattern) => hostCovers(pattern, host.hostname)) && !isExcluded(listener, host);
}

function isExcluded({ excluded }: EgressListener, { namespace, hostname }: MeshHost): boolean {
  if (excluded.size === 0) return false;
  const patterns = [...(excluded.get(namespace) ?? []), ...(excluded.get('*') ?? [])];
  return patterns.some((pattern) => hostCovers(pattern, hostname));
}

/** Whether a listener imports a VirtualService: a host of it and an imported one have a name in common. */
export function importsVirtualService({ imports }: EgressListener, { object, hosts }: MeshVirtualService): boolean {
  if (imports === undefined) return true;
  const patterns = [...(imports.get(object.namespace) ?? []), ...(imports.get('*') ?? [])];
  return patterns.some((pattern) => hosts.some((host) => hostsOverlap(host, pattern)));
}

/**
 * The one host of a name that a client knows: that of its own namespace, else a Service before a ServiceEntry, else the oldest.
 *
 * Source: istiod's `selectServices` and `appendSidecarServices`.
 */
export function knownHost(
  hosts: readonly MeshHost[],
  namespace: string,
  isKnown: (host: MeshHost) => boolean,
): MeshHost | undefined {
  let best: MeshHost | undefined;
  for (const host of hosts) {
    if (!isKnown(host)) continue;
    if (best === undefined || rank(host, namespace) < rank(best, namespace)) best = host;
  }
  return best;
}

function rank(host: MeshHost, namespace: string): number {
  return (host.namespace === namespace ? 0 : 2) + (host.kind === 'Service' ? 0 : 1);
}
