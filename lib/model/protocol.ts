/**
 * For each protocol, what Istio reads of it, and its name in the ports of a Sidecar.
 *
 * The protocols that a port of a Service may speak, as Istio knows them: by the name of the port (`http`, `grpc-api`) and by
 * `appProtocol`. Source: Istio's protocol selection.
 */
export const PROTOCOLS = {
  http: { layer: 'http', sidecar: 'HTTP' },
  http2: { layer: 'http', sidecar: 'HTTP2' },
  grpc: { layer: 'http', sidecar: 'GRPC' },
  https: { layer: 'tls', sidecar: 'HTTPS' },
  tls: { layer: 'tls', sidecar: 'TLS' },
  tcp: { layer: 'tcp', sidecar: 'TCP' },
  mongo: { layer: 'tcp', sidecar: 'MONGO' },
  mysql: { layer: 'tcp', sidecar: 'MYSQL' },
  redis: { layer: 'tcp', sidecar: 'REDIS' },
} as const satisfies Record<string, { readonly layer: 'http' | 'tls' | 'tcp'; readonly sidecar: string }>;

/** A protocol of a port. */
export type Protocol = keyof typeof PROTOCOLS;

/** Whether Istio reads requests on such a port, so that http routes and HTTP fields of policies count. */
export function isHttp(protocol: Protocol): boolean {
  return PROTOCOLS[protocol].layer === 'http';
}

/** Whether an application ends TLS itself on such a port, so that nobody on the way sees more than the server name. */
export function isTls(protocol: Protocol): boolean {
  return PROTOCOLS[protocol].layer === 'tls';
}
