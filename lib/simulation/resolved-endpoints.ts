import { type Cluster } from './cluster';
import { type Endpoint, outside, podAt } from './endpoints';
import { type Stages } from './hop';
import { type HttpState } from './http-state';
import { type Target } from './name-resolution';
import { targetEndpoints } from './plain-connection';
import { hostOnly, type ParsedRequest } from './request';

/** An endpoint and its share of connections; the shares of all sum to one. */
export interface SharedEndpoint {
  readonly endpoint: Endpoint;
  readonly share: number;
}

/**
 * The endpoints of a cluster for one request. Those of most hosts are the same for all; a host without resolution is wherever the client
 * wanted to go, a headless one too, and one that DNS is asked about for each request is where the Host header says.
 *
 * @returns a question where no file knows.
 */
export function resolvedEndpoints(
  cluster: Pick<Cluster, 'host' | 'port' | 'endpoints' | 'unknown'>,
  request: {
    readonly stages: Stages;
    readonly parsed: ParsedRequest;
    readonly http: HttpState | undefined;

    /** Undefined at gateways, for whose proxies there is no address that was asked for. */
    readonly target: Target | undefined;
  },
): readonly SharedEndpoint[] | string {
  const { host, port, endpoints, unknown } = cluster;
  if (unknown !== undefined) return unknown.question;
  const { stages, parsed, http, target } = request;
  if (host.isHeadless && target?.kind === 'pod') return [{ endpoint: podAt(target.workload, parsed.port), share: 1 }];
  if (host.resolution === 'none' && host.selector === undefined && host.endpoints.length === 0) {
    if (target === undefined) return endpoints;
    const number = typeof port.targetPort === 'number' ? port.targetPort : parsed.port;
    const found = targetEndpoints(target, number, stages);
    if (typeof found === 'string') return found;
    return found.map(({ endpoint, share }) => ({ share, endpoint: { ...endpoint, isExternal: host.isExternal } }));
  }
  if (host.resolution === 'dynamic-dns') {
    const number = typeof port.targetPort === 'number' ? port.targetPort : port.number;
    const name = http === undefined ? (parsed.sni ?? parsed.host) : hostOnly(http.authority);
    const endpoint = outside(name, number, host.isExternal, stages.model);
    return endpoint.isDead ? [] : [{ endpoint, share: 1 }];
  }
  return endpoints;
}
