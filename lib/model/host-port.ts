import { layerOf } from '../values/port-protocol';

/** What Istio reads on a port: requests, a server name, bytes; `auto` where it has to look. */
export type PortLayer = 'http' | 'tls' | 'tcp' | 'udp' | 'auto';

/** A port of a host. */
export interface HostPort {
  readonly number: number;
  readonly name: string;

  /** Such as `HTTP2`, in capitals; empty where nothing says it. */
  readonly protocol: string;
  readonly layer: PortLayer;

  /** Port of the endpoints: a number, a name of container ports, or undefined for the same number. */
  readonly targetPort: number | string | undefined;
}

/** Servers that speak first, which detection cannot wait for. Source: istiod's `wellKnownPorts`. */
const SPEAK_FIRST: ReadonlySet<number> = new Set([25, 53, 3306, 27017]);

/** Names of `appProtocol` that Kubernetes defines. Source: istiod's `ConvertProtocol`. */
const KUBERNETES: Readonly<Record<string, string>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
};

/** What a port of a Service speaks: by `appProtocol`, else by its name up to the first dash, else by its well-known number. */
export function servicePortLayer(port: {
  readonly number: number;
  readonly name: string;
  readonly transport: string;
  readonly appProtocol: string | undefined;
}): { readonly protocol: string; readonly layer: PortLayer } {
  if (port.transport === 'UDP') return { protocol: 'UDP', layer: 'udp' };
  const said = port.appProtocol === undefined ? port.name : (KUBERNETES[port.appProtocol] ?? port.appProtocol);
  const name = said.toLowerCase();
  const word = name.startsWith('grpc-web') ? 'grpc-web' : name.replace(/-.*/, '');
  const layer = layerOf(word);
  if (layer !== undefined) return { protocol: word.toUpperCase(), layer };
  return SPEAK_FIRST.has(port.number) ? { protocol: 'TCP', layer: 'tcp' } : { protocol: '', layer: 'auto' };
}

/** What a port with a written protocol speaks: those of ServiceEntries, Gateways and Sidecars. */
export function writtenPortLayer(protocol: string): { readonly protocol: string; readonly layer: PortLayer } {
  return { protocol: protocol.toUpperCase(), layer: layerOf(protocol) ?? 'auto' };
}
