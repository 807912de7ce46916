/**
 * The protocols that a port of a Service may speak, as Istio knows them: by the name of the port (`http`, `grpc-api`) and by
 * `appProtocol`. Source: Istio's protocol selection.
 */
export const PROTOCOLS = {
  http: { layer: 'http' },
  http2: { layer: 'http' },
  grpc: { layer: 'http' },
  https: { layer: 'tls' },
  tls: { layer: 'tls' },
  tcp: { layer: 'tcp' },
  mongo: { layer: 'tcp' },
  mysql: { layer: 'tcp' },
  redis: { layer: 'tcp' },
} as const satisfies Record<string, { readonly layer: 'http' | 'tls' | 'tcp' }>;

/** A protocol of a port. */
export type Protocol = keyof typeof PROTOCOLS;

/** Whether Istio reads requests on such a port, so that http routes and HTTP fields of policies count. */
export function isHttp(protocol: Protocol): boolean {
  return PROTOCOLS[protocol].layer === 'http';
}
