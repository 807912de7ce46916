import { fieldsOf, itemsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { type HostPort, servicePortLayer, writtenPortLayer } from './host-port';
import { type MeshConfiguration } from './mesh-configuration';
import { type MeshObject } from './mesh-object';
import { type Visibility, visibilityOf } from './visibility';

/** How the endpoints of a host are found. `cluster`: pods. `none`: the address that was asked for. */
export type Resolution = 'cluster' | 'static' | 'dns' | 'none' | 'dynamic-dns';

/** A host that Istio knows: a Service, or one of the hosts of a ServiceEntry. */
export interface MeshHost {
  /** In lower case; may begin with `*.` in a ServiceEntry. */
  readonly hostname: string;
  readonly namespace: string;

  /** Name of the object. */
  readonly name: string;
  readonly kind: 'Service' | 'ServiceEntry';
  readonly ports: readonly HostPort[];

  /** Virtual addresses; CIDRs among them for ServiceEntries. */
  readonly addresses: readonly string[];
  readonly isHeadless: boolean;

  /** The host that a Service of type ExternalName stands for. */
  readonly externalName: string | undefined;
  readonly visibility: Visibility;
  readonly resolution: Resolution;

  /** Whether endpoints are out of the mesh (`location: MESH_EXTERNAL`), so that mTLS is never tried. */
  readonly isExternal: boolean;

  /** Labels of the pods that are endpoints; undefined where none is selected. */
  readonly selector: Readonly<Record<string, string>> | undefined;

  /** Endpoints that a ServiceEntry lists. */
  readonly endpoints: readonly HostEndpoint[];
  readonly object: MeshObject;
}

/** An endpoint that is written down, in a ServiceEntry or as a WorkloadEntry. */
export interface HostEndpoint {
  /** An address, a host name, or a Unix socket. */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;

  /** Ports by the name of the host's port. */
  readonly ports: Readonly<Record<string, number>>;
  readonly locality: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly weight: number;
}

/** The port of a number. */
export function portOf(host: MeshHost, number: number): HostPort | undefined {
  for (const port of host.ports) if (port.number === number) return port;
  return undefined;
}

/** The host that a Service makes. */
export function serviceHost(object: MeshObject, config: MeshConfiguration): MeshHost {
  const { spec, name, namespace } = object;
  const clusterIps = itemsOf(spec.clusterIPs).length > 0 ? textsOf(spec.clusterIPs) : [textOf(spec.clusterIP) ?? ''];
  const isHeadless = clusterIps.includes('None');
  const selector = textFieldsOf(spec.selector);
  return {
    hostname: `${name}.${namespace}.svc.${config.clusterDomain}`,
    namespace,
    name,
    kind: 'Service',
    ports: itemsOf(spec.ports).flatMap((port) => servicePort(fieldsOf(port))),
    addresses: isHeadless ? [] : clusterIps.filter((address) => address !== ''),
    isHeadless,
    externalName: spec.type === 'ExternalName' ? textOf(spec.externalName)?.toLowerCase() : undefined,
    visibility: visibilityOf(
      object.annotations['networking.istio.io/exportTo']?.split(',').map((each) => each.trim()),
      namespace,
      config.exportTo.services,
    ),
    resolution: 'cluster',
    isExternal: false,
    selector: Object.keys(selector).length === 0 ? undefined : selector,
    endpoints: [],
    object,
  };
}

function servicePort(port: Readonly<Record<string, unknown>>): HostPort | [] {
  const number = numberOf(port.port);
  if (number === undefined) return [];
  const name = textOf(port.name) ?? '';
  const transport = textOf(port.protocol) ?? 'TCP';
  const targetPort = numberOf(port.targetPort) ?? textOf(port.targetPort);
  return {
    number,
    name,
    targetPort,
    ...servicePortLayer({ number, name, transport, appProtocol: textOf(port.appProtocol) }),
  };
}

const RESOLUTIONS: Readonly<Record<string, Resolution>> = {
  STATIC: 'static',
  DNS: 'dns',
  DNS_ROUND_ROBIN: 'dns',
  DYNAMIC_DNS: 'dynamic-dns',
};

/** The hosts that a ServiceEntry makes. */
export function serviceEntryHosts(object: MeshObject, config: MeshConfiguration): MeshHost[] {
  const { spec, name, namespace } = object;
  const selector = fieldsOf(spec.workloadSelector);
  const shared = {
    namespace,
    name,
    kind: 'ServiceEntry' as const,
    ports: itemsOf(spec.ports).flatMap((port) => entryPort(fieldsOf(port))),
    addresses: textsOf(spec.addresses),
    isHeadless: false,
    externalName: undefined,
    visibility: visibilityOf(spec.exportTo, namespace, config.exportTo.services),
    resolution: RESOLUTIONS[textOf(spec.resolution) ?? ''] ?? 'none',
    isExternal: spec.location !== 'MESH_INTERNAL',
    selector: spec.workloadSelector === undefined ? undefined : textFieldsOf(selector.labels),
    endpoints: itemsOf(spec.endpoints).map((endpoint) => hostEndpoint(fieldsOf(endpoint))),
    object,
  };
  return textsOf(spec.hosts).map((host) => ({ ...shared, hostname: host.toLowerCase() }));
}

function entryPort(port: Readonly<Record<string, unknown>>): HostPort | [] {
  const number = numberOf(port.number);
  if (number === undefined) return [];
  return {
    number,
    name: textOf(port.name) ?? '',
    targetPort: numberOf(port.targetPort),
    ...writtenPortLayer(textOf(port.protocol) ?? ''),
  };
}

/** An entry of `endpoints`, or the spec of a WorkloadEntry. */
export function hostEndpoint(spec: Readonly<Record<string, unknown>>): HostEndpoint {
  const ports = fieldsOf(spec.ports);
  return {
    address: textOf(spec.address) ?? '',
    labels: textFieldsOf(spec.labels),
    ports: Object.fromEntries(
      Object.entries(ports).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ),
    locality: textOf(spec.locality),
    serviceAccount: textOf(spec.serviceAccount),
    weight: Math.max(numberOf(spec.weight) ?? 1, 1),
  };
}
