import { type MeshModel } from '../model/mesh-model';
import { type MeshObject, printObject, selects } from '../model/mesh-object';
import { type Workload, workloadName } from '../model/workloads';
import { fieldsOf, itemsOf, textFieldsOf, textOf } from '../values/json';
import { sidecarsOf } from './sidecar-scope';
import { type NotKnown } from './truth';

/** Which part of a proxy: what leaves by a sidecar, what comes in by one, or a gateway. */
export type ProxySide = 'client' | 'server' | 'gateway';

/** Kinds that change a proxy in ways that no simulation follows. */
const KINDS = [
  ['networking.istio.io', 'EnvoyFilter'],
  ['extensions.istio.io', 'WasmPlugin'],
  ['extensions.istio.io', 'TrafficExtension'],
] as const;

const CONTEXTS: Readonly<Record<ProxySide, string>> = {
  client: 'SIDECAR_OUTBOUND',
  server: 'SIDECAR_INBOUND',
  gateway: 'GATEWAY',
};

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** EnvoyFilters, Wasm plug-ins and the like by the workloads whose proxies they change. ProxyConfigs and Telemetries change no answer. */
export class Extensions {
  private readonly known = new Map<Workload, Map<ProxySide, NotKnown | undefined>>();
  private readonly isEmpty: boolean;

  public constructor(private readonly model: MeshModel) {
    this.isEmpty =
      KINDS.every(([group, kind]) => model.ofKind(group, kind).length === 0) &&
      model.ofKind('networking.istio.io', 'Sidecar').every(({ spec }) => itemsOf(spec.ingress).length === 0);
  }

  /** What has to be asked about a port of a server. */
  public atPort(workload: Workload, port: number): NotKnown | undefined {
    if (this.isEmpty) return undefined;
    return this.of(workload, 'server') ?? ingressQuestion(workload, port, this.model);
  }

  /** What has to be asked because of such an object; undefined where there is none on this side of the workload's proxy. */
  public of(workload: Workload, side: ProxySide): NotKnown | undefined {
    if (this.isEmpty) return undefined;
    const ofWorkload = this.known.get(workload) ?? new Map<ProxySide, NotKnown | undefined>();
    this.known.set(workload, ofWorkload);
    if (!ofWorkload.has(side)) ofWorkload.set(side, this.question(workload, workload.isGateway ? 'gateway' : side));
    return ofWorkload.get(side);
  }

  private question(workload: Workload, side: ProxySide): NotKnown | undefined {
    const namespaces = new Set([this.model.config.rootNamespace, workload.namespace]);
    for (const [group, kind] of KINDS) {
      for (const namespace of namespaces) {
        const found = this.model
          .inNamespace(group, kind, namespace)
          .find((object) => isFor(object, workload) && isOnSide(object, side));
        if (found !== undefined)
          return { question: `what does ${printObject(found)} do to requests at ${workloadName(workload)}?` };
      }
    }
    return undefined;
  }
}

/** Listeners that a Sidecar writes out take the place of those for the pods' ports. One that only says port and HTTP does the same. */
function ingressQuestion(workload: Workload, port: number, model: MeshModel): NotKnown | undefined {
  const [sidecar] = sidecarsOf(workload, model);
  if (sidecar === undefined) return undefined;
  const listeners = itemsOf(sidecar.spec.ingress).map(fieldsOf);
  if (listeners.length === 0 || listeners.some((listener) => isPlain(listener, port))) return undefined;
  return {
    question: `where do the ingress listeners of ${printObject(sidecar)} lead requests to ${workloadName(workload)}?`,
  };
}

function isPlain({ port, ...others }: Readonly<Record<string, unknown>>, at: number): boolean {
  const { number, protocol } = fieldsOf(port);
  return number === at && protocol === 'HTTP' && Object.keys(others).length === 0;
}

function isFor({ spec, namespace }: MeshObject, workload: Workload): boolean {
  const targets = itemsOf(spec.targetRefs);
  if (targets.length > 0) {
    const name = workload.labels[GATEWAY_NAME];
    return (
      name !== undefined &&
      namespace === workload.namespace &&
      targets.some((target) => fieldsOf(target).kind === 'Gateway' && fieldsOf(target).name === name)
    );
  }
  const labels = {
    ...fieldsOf(fieldsOf(spec.workloadSelector).labels),
    ...fieldsOf(fieldsOf(spec.selector).matchLabels),
  };
  return selects(textFieldsOf(labels), workload.labels);
}

/** An EnvoyFilter says for which side its patches are; everything else is for all requests at the proxy. */
function isOnSide({ kind, spec }: MeshObject, side: ProxySide): boolean {
  if (kind !== 'EnvoyFilter') return true;
  return itemsOf(spec.configPatches).some((patch) => {
    const context = textOf(fieldsOf(fieldsOf(patch).match).context) ?? 'ANY';
    return context === 'ANY' || context === CONTEXTS[side];
  });
}
