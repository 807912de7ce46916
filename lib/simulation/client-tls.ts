import { type MeshModel } from '../model/mesh-model';
import { textOf } from '../values/json';
import { type Endpoint } from './endpoints';
import { type TrafficPolicy } from './traffic-policy';

/** How a client's proxy speaks to an endpoint. `tls` is TLS without the mesh's identities. */
export type Transport = 'plaintext' | 'mtls' | 'tls';

/**
 * What DestinationRules say, else automatic mTLS: wherever the endpoint has a proxy whose policy does not switch it off.
 *
 * Source: istiod's `buildAutoMtlsSettings` and its endpoint builder; measured: auto-mtls-off, port-level-settings.
 *
 * @param serverMode - the endpoint's PeerAuthentication mode at its port.
 */
export function clientTransport(
  policy: TrafficPolicy,
  endpoint: Endpoint,
  serverMode: 'STRICT' | 'PERMISSIVE' | 'DISABLE',
  { config }: MeshModel,
): Transport {
  if (policy.tls !== undefined) {
    switch (textOf(policy.tls.mode) ?? 'DISABLE') {
      case 'ISTIO_MUTUAL':
        return 'mtls';
      case 'DISABLE':
        return 'plaintext';
      default:
        return 'tls';
    }
  }
  if (!config.autoMtls || policy.endpointTlsMode === 'DISABLE') return 'plaintext';
  if (endpoint.isExternal || endpoint.workload?.injection.kind !== 'sidecar') return 'plaintext';
  return serverMode === 'DISABLE' ? 'plaintext' : 'mtls';
}
