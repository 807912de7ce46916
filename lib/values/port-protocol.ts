/** Protocols of ports in Gateways, Sidecars and ServiceEntries. Source: istiod's `protocol.Parse`, which takes any case. */
import { given } from './given';
import { nearest } from './nearest';
import { isUnresolved } from './unresolved';

/** What Istio reads of each: `http` has requests, `tls` a server name, `tcp` and `udp` bytes. */
const LAYERS: ReadonlyMap<string, 'http' | 'tls' | 'tcp' | 'udp'> = new Map([
  ['http', 'http'],
  ['http2', 'http'],
  ['http_proxy', 'http'],
  ['grpc', 'http'],
  ['grpc-web', 'http'],
  ['https', 'tls'],
  ['tls', 'tls'],
  ['tcp', 'tcp'],
  ['mongo', 'tcp'],
  ['mysql', 'tcp'],
  ['redis', 'tcp'],
  ['udp', 'udp'],
]);
const NAMES = [...LAYERS.keys()].map((name) => name.toUpperCase());

/** What Istio reads on a port of this protocol; undefined where it does not know it, and for the empty one. */
export function layerOf(protocol: string): 'http' | 'tls' | 'tcp' | 'udp' | undefined {
  return LAYERS.get(protocol) ?? LAYERS.get(protocol.toLowerCase());
}

/** A protocol that Istio knows, in any case. */
export function checkPortProtocol(value: unknown): string | undefined {
  if ((typeof value === 'string' && layerOf(value) !== undefined) || isUnresolved(value)) return undefined;
  const near = typeof value === 'string' ? nearest(value, NAMES) : undefined;
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return `must be one of ${NAMES.join(', ')}, got ${given(value)}${hint}`;
}
