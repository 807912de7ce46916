import { type HostPort } from '../model/host-port';
import { type HostEndpoint, hostEndpoint, type MeshHost } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { selects } from '../model/mesh-object';
import { type Workload, workloadName } from '../model/workloads';
import { fieldsOf, itemsOf, numberOf, textOf, textsOf } from '../values/json';

/** One of the places that connections to a host go to. */
export interface Endpoint {
  /** What outcomes call it: `shop/reviews-v1`, `external/weather`. */
  readonly name: string;

  /** Undefined for what is outside of the mesh. */
  readonly workload: Workload | undefined;
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly locality: string | undefined;
  readonly weight: number;

  /** Whether nobody has the address, so that connecting takes until its timeout. */
  readonly isDead: boolean;

  /** Whether TLS that a proxy opens finds a certificate that everybody trusts; undefined where that is not known. */
  readonly certificate: 'public' | 'private' | undefined;

  /** Whether it is out of the mesh by word of its ServiceEntry, so that mTLS is never tried. */
  readonly isExternal: boolean;

  /**
   * `undeclared`, `headless`: its containers say other ports, so nobody may listen. `unlisted`: it stands for endpoints of a Service
   * that are in no file.
   */
  readonly doubt: 'undeclared' | 'headless' | 'unlisted' | undefined;
}

const NETWORKING = 'networking.istio.io';

/** The endpoints of a port, of all subsets. Source: istiod's endpoint builder. */
export function endpointsOf(host: MeshHost, port: HostPort, model: MeshModel): readonly Endpoint[] {
  const listed = host.endpoints.map((endpoint) => writtenEndpoint(endpoint, host, port, model));
  if (host.selector === undefined && host.kind === 'Service') return slicedEndpoints(host, port, model);
  if (host.selector === undefined) return listed.length > 0 ? listed : byName(host, port, model);
  const { selector, namespace } = host;
  const pods = model.workloads
    .selected(namespace, selector)
    .flatMap((workload) => podEndpoint(workload, host, port) ?? []);
  if (host.kind === 'Service') return pods;
  const entries = model
    .inNamespace(NETWORKING, 'WorkloadEntry', namespace)
    .map(({ spec, labels }) => ({ ...hostEndpoint(spec), labels: { ...labels, ...hostEndpoint(spec).labels } }))
    .filter(({ labels }) => selects(selector, labels))
    .map((endpoint) => writtenEndpoint(endpoint, host, port, model));
  return [...pods, ...entries];
}

/** Undefined where the template has no port of the name, or no replicas. */
function podEndpoint(workload: Workload, host: MeshHost, port: HostPort): Endpoint | undefined {
  const target = port.targetPort ?? port.number;
  // The target port of a headless Service is not applied [headless].
  const number = host.isHeadless ? port.number : typeof target === 'number' ? target : workload.namedPorts.get(target);
  if (number === undefined || workload.replicas === 0) return undefined;
  return { ...podAt(workload, number), doubt: doubt(workload, number, host.isHeadless) };
}

/** A workload's pods, at one of their ports. */
export function podAt(workload: Workload, port: number): Endpoint {
  return {
    name: workloadName(workload),
    workload,
    port,
    labels: workload.labels,
    locality: workload.locality,
    weight: workload.replicas,
    isDead: false,
    certificate: undefined,
    isExternal: false,
    doubt: undefined,
  };
}

function doubt({ namedPorts }: Workload, port: number, isHeadless: boolean): Endpoint['doubt'] {
  const declared = [...namedPorts.values()];
  if (declared.length === 0 || declared.includes(port)) return undefined;
  return isHeadless ? 'headless' : 'undeclared';
}

/** An endpoint that a ServiceEntry or a WorkloadEntry writes down. */
function writtenEndpoint(endpoint: HostEndpoint, host: MeshHost, port: HostPort, model: MeshModel): Endpoint {
  const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
  return {
    ...outside(endpoint.address.toLowerCase(), endpoint.ports[port.name] ?? target, host.isExternal, model),
    labels: endpoint.labels,
    locality: endpoint.locality,
    weight: endpoint.weight,
  };
}

/** The endpoints of a Service that selects no pods, as somebody wrote them; one in doubt where nobody did. */
function slicedEndpoints(host: MeshHost, port: HostPort, model: MeshModel): readonly Endpoint[] {
  const { namespace, name } = host;
  if (host.externalName !== undefined) return [];
  const slices = model
    .inNamespace('discovery.k8s.io', 'EndpointSlice', namespace)
    .filter(({ labels }) => labels['kubernetes.io/service-name'] === name)
    .map(({ manifest }) => ({ ports: itemsOf(manifest.ports), endpoints: itemsOf(manifest.endpoints) }));
  const subsets = model
    .inNamespace('', 'Endpoints', namespace)
    .filter((object) => object.name === name)
    .flatMap(({ manifest }) => itemsOf(manifest.subsets).map(fieldsOf))
    .map(({ ports, addresses }) => ({
      ports: itemsOf(ports),
      endpoints: itemsOf(addresses).map((each) => ({ addresses: [fieldsOf(each).ip] })),
    }));
  const written = slices.length > 0 ? slices : subsets;
  if (written.length === 0) {
    const place = outside(`${name}.${namespace}`, port.number, false, model);
    return [{ ...place, name: `Service ${namespace}/${name}`, isDead: false, doubt: 'unlisted' }];
  }
  return written.flatMap(({ ports, endpoints }) => {
    const found = ports.map(fieldsOf).find((each) => (textOf(each.name) ?? '') === port.name);
    const number = numberOf(found?.port);
    if (number === undefined) return [];
    return endpoints
      .map(fieldsOf)
      .filter(({ conditions }) => fieldsOf(conditions).ready !== false)
      .flatMap(({ addresses }) =>
        textsOf(addresses).map((address) => outside(address.toLowerCase(), number, false, model)),
      );
  });
}

/** The endpoint of a host that only has its name: DNS says where it is. */
function byName(host: MeshHost, port: HostPort, model: MeshModel): Endpoint[] {
  if (host.resolution !== 'dns') return [];
  const target = typeof port.targetPort === 'number' ? port.targetPort : port.number;
  const found = outside(host.hostname, target, host.isExternal, model);
  return found.isDead ? [] : [found];
}

/** What is at an address or a name that is no Service. */
export function outside(address: string, port: number, isExternal: boolean, model: MeshModel): Endpoint {
  const shared = { port, labels: {}, locality: undefined, weight: 1, isExternal, doubt: undefined };
  const workload = model.workloads.at(address);
  if (workload !== undefined) return { ...podAt(workload, port), isExternal };
  const external = model.externalAt(address);
  const isDead = external === undefined && model.externals !== undefined;
  return {
    ...shared,
    name: `external/${external?.name ?? address}`,
    workload: undefined,
    isDead,
    certificate: external?.certificate,
  };
}
