import { type MeshConfiguration } from '../model/mesh-configuration';
import { type Workload } from '../model/workloads';
import { textOf } from '../values/json';
import { type Cluster } from './cluster';
import { type Endpoint } from './endpoints';
import { type MtlsMode } from './peer-authentication';

/** How a client's proxy speaks to an endpoint. `tls` is TLS without the mesh's identities. */
export type Transport = 'plaintext' | 'mtls' | 'tls';

/** What decides besides DestinationRules. */
export interface TlsSettings {
  readonly config: Pick<MeshConfiguration, 'autoMtls'>;

  /** Whether the client's proxy is a sidecar, rather than a gateway. */
  readonly isSidecar: boolean;

  /** The PeerAuthentication mode of a workload's port. */
  readonly modeOf: (workload: Workload, port: number) => MtlsMode;

  /** That of a namespace, whatever its workloads say for themselves. */
  readonly modeOfNamespace: (namespace: string) => MtlsMode;
}

/**
 * What DestinationRules say, else automatic mTLS.
 *
 * Source: istiod's `buildUpstreamClusterTLSContext`; measured: client-tls-against-strict, port-level-settings.
 */
export function clientTransport(
  cluster: Pick<Cluster, 'policy' | 'host' | 'rule' | 'endpoints'>,
  endpoint: Endpoint,
  settings: TlsSettings,
): Transport {
  const { policy, rule } = cluster;
  if (policy.tls === undefined) return automatic(cluster, endpoint, settings) ? 'mtls' : 'plaintext';
  switch (textOf(policy.tls.mode) ?? 'DISABLE') {
    case 'ISTIO_MUTUAL':
      return 'mtls';
    case 'DISABLE':
      return 'plaintext';
    default:
      // Sidecars may not read Secrets: without a selector for its clients, istiod leaves TLS with one out.
      return policy.tls.credentialName !== undefined && settings.isSidecar && rule?.clients === undefined
        ? 'plaintext'
        : 'tls';
  }
}

/**
 * mTLS wherever the endpoint has a proxy whose policy does not switch it off. That of the service's namespace is asked first, for which
 * single workloads do not count; where connections go to the address that was asked for, it is all that is asked.
 *
 * Source: istiod's `BestEffortInferServiceMTLSMode`, `applyUpstreamTLSSettings` and its endpoint builder; measured: auto-mtls-off.
 */
function automatic(
  { policy, host, endpoints }: Pick<Cluster, 'policy' | 'host' | 'endpoints'>,
  endpoint: Endpoint,
  { config, modeOf, modeOfNamespace }: TlsSettings,
): boolean {
  if (!config.autoMtls || policy.endpointTlsMode === 'DISABLE') return false;
  if ((host.kind === 'ServiceEntry' && host.isExternal) || modeOfNamespace(host.namespace) === 'DISABLE') return false;
  if (host.isHeadless || policy.loadBalancer.simple === 'PASSTHROUGH')
    return endpoints.length > 0 && endpoints.every(({ endpoint: each }) => takesMtls(each));
  const { workload, port } = endpoint;
  return takesMtls(endpoint) && workload !== undefined && modeOf(workload, port) !== 'DISABLE';
}

const TLS_MODE = 'security.istio.io/tlsMode';

/** By the label that the injector gives pods with a sidecar. Gateways do not get it. */
function takesMtls({ workload, isExternal }: Endpoint): boolean {
  if (workload?.injection.kind !== 'sidecar' || isExternal) return false;
  return (workload.labels[TLS_MODE] ?? (workload.isGateway ? 'disabled' : 'istio')) === 'istio';
}
