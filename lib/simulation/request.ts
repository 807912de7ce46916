import { type RequestToken } from './server-request';

/** What the application does with a request, where it is not to answer 200 at once. */
export interface Behaviour {
  /** Status of its answers. @default 200 */
  readonly status?: number | undefined;

  /** `grpc-status` of its answers. @default - none */
  readonly grpcStatus?: number | undefined;

  /** Seconds until it answers. @default 0 */
  readonly delay?: number | undefined;

  /** Whether it resets the connection instead of answering. @default false */
  readonly reset?: boolean | undefined;

  /** How many requests, of each workload, it does so with; later ones are answered with 200. @default - all */
  readonly first?: number | undefined;

  /** The only workload that does so: `shop/reviews-v2`. @default - all */
  readonly workload?: string | undefined;
}

/** A question to the mesh: what happens to this request? */
export interface MeshRequest {
  /** Who asks: `namespace/workload`, or its Service for the first of its workloads, or `outside` for a client out of the cluster. */
  readonly from: string;

  /** The gateway that an outside client connects to: `namespace/name` of its Service, its workload, or its Gateway of the Gateway API. */
  readonly via?: string | undefined;

  /**
   * Scheme, host, port and path: `http://reviews/api/1?x=2`, `https://shop.example/`, `grpc://cart:9000/shop.Cart/Get`,
   * `tcp://db:5432`, `tls://db:5432`. A host `pod--NAMESPACE--WORKLOAD` is the address of a pod.
   */
  readonly url: string;

  /** @default "GET", or "POST" for gRPC */
  readonly method?: string | undefined;

  /** In any case. `host` takes the place of the host of the URL, but not of where the connection goes. */
  readonly headers?: Readonly<Record<string, string>> | undefined;

  /** A token, or its claims. */
  readonly jwt?: RequestToken | undefined;

  /** TLS that the client opens, with `https` and `tls`. */
  readonly tls?: ClientTls | undefined;

  /** What applications do with it. @default - they answer with 200 at once */
  readonly backend?: Behaviour | undefined;

  /** Address of the client, for policies that look at it. @default - not known */
  readonly address?: string | undefined;
}

/** TLS of a client. */
export interface ClientTls {
  /** The server name that is asked for. @default - the host of the URL */
  readonly sni?: string | undefined;

  /** Whether it shows a certificate that the server trusts. @default false */
  readonly clientCertificate?: boolean | undefined;
}

/** A {@link MeshRequest} taken apart. */
export interface ParsedRequest {
  readonly protocol: 'http' | 'tcp';

  /** Whether the client opens TLS itself. */
  readonly isTls: boolean;
  readonly isGrpc: boolean;

  /** Where the connection goes, in lower case. */
  readonly host: string;
  readonly port: number;

  /** The Host header, as it is written. */
  readonly authority: string;
  readonly method: string;

  /** With the query string. */
  readonly path: string;

  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly sni: string | undefined;
  readonly source: MeshRequest;
}

const URL = /^(https?|grpcs?|tcp|tls):\/\/(\[[0-9a-fA-F:.%]+\]|[^/?#:[\]@\s]+)(?::(\d{1,5}))?(\/[^\s#]*|\?[^\s#]*)?$/;
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, grpc: 80, grpcs: 443 };

/** @throws RangeError for a URL that is none, or of an unknown scheme. */
export function parsedRequest(request: MeshRequest): ParsedRequest {
  const [, scheme = '', host = '', portText, rest = ''] = URL.exec(request.url) ?? [];
  const port = portText === undefined ? PORTS[scheme] : Number(portText);
  if (scheme === '' || port === undefined || port < 1 || port > 65535)
    throw new RangeError(
      `url must be http, https, grpc, grpcs, tcp or tls://HOST[:PORT][/PATH], with a port from 1 to 65535 for tcp and tls, got ${JSON.stringify(request.url)}`,
    );
  const isHttp = scheme.startsWith('http') || scheme.startsWith('grpc');
  const headers = new Map<string, string>();
  for (const name in request.headers) headers.set(name.toLowerCase(), request.headers[name] ?? '');
  const isTls = scheme === 'https' || scheme === 'grpcs' || scheme === 'tls';
  const isDefaultPort = port === PORTS[scheme];
  // Clients write the host of a URL in lower case.
  const name = host.toLowerCase();
  const authority = headers.get('host') ?? (isDefaultPort ? name : `${name}:${port}`);
  headers.delete('host');
  const isGrpc = scheme.startsWith('grpc') || headers.get('content-type')?.startsWith('application/grpc') === true;
  return {
    protocol: isHttp ? 'http' : 'tcp',
    isTls,
    isGrpc,
    host: name,
    port,
    authority,
    method: request.method ?? (isGrpc ? 'POST' : 'GET'),
    path: rest.startsWith('/') ? rest : `/${rest}`,
    headers,
    sni: isTls ? (request.tls?.sni ?? name).toLowerCase() : undefined,
    source: request,
  };
}

/** The first value of each parameter of a query string, as it is written: nothing is decoded, for Envoy does not either. */
export function queryParams(pathAndQuery: string): ReadonlyMap<string, string> {
  const question = pathAndQuery.indexOf('?');
  if (question === -1) return NO_PARAMS;
  const params = new Map<string, string>();
  for (const part of pathAndQuery.slice(question + 1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals === -1 ? part : part.slice(0, equals);
    if (name !== '' && !params.has(name)) params.set(name, equals === -1 ? '' : part.slice(equals + 1));
  }
  return params;
}

const NO_PARAMS: ReadonlyMap<string, string> = new Map();

/** Without its query string. */
export function pathOnly(pathAndQuery: string): string {
  const question = pathAndQuery.indexOf('?');
  return question === -1 ? pathAndQuery : pathAndQuery.slice(0, question);
}

/** A Host header without its port, in lower case. */
export function hostOnly(authority: string): string {
  const colon = authority.lastIndexOf(':');
  const hasPort = colon > authority.lastIndexOf(']') && colon !== -1;
  return (hasPort ? authority.slice(0, colon) : authority).toLowerCase();
}
