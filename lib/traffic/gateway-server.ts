import { CIPHER_SUITES, type CipherSuite } from '../values/cipher-suite';
import { checkWildcardHost } from '../values/host-name';
import { checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { PROTOCOLS } from '../model/protocol';
import { type BoundPort } from '../tree/handles';
import { type Servers } from './istio-types';
import {
  all,
  type Check,
  flag,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';

/** What every server of a Gateway has. */
export interface GatewayServerOptions {
  /** Host names that it serves: names with a dot in lower case, `*.example.com`, or `*`. */
  readonly hosts: readonly string[];

  /**
   * The port of the proxies' Service.
   *
   * @default - 80 for HTTP, 443 for HTTPS and TLS
   */
  readonly port?: number | undefined;
}

/** A server of plain HTTP. */
export interface HttpServerOptions extends GatewayServerOptions {
  /**
   * Answers every request with 301 to the same address by HTTPS, which a server of the same gateway has to serve on port 443
   * (`tls.httpsRedirect`).
   *
   * @default false
   */
  readonly httpsRedirect?: boolean | undefined;
}

/** An HTTPS server: its certificate is a TLS Secret in the namespace of the proxies. */
export interface HttpsServerOptions extends GatewayServerOptions {
  /** Name of the Secret with the certificate and key (`tls.credentialName`). */
  readonly credentialName: string;

  /**
   * Whether clients show a certificate: `required` is mode MUTUAL, `optional` is OPTIONAL_MUTUAL. The certificate of their
   * authority is the key `ca.crt` of the same Secret, or of another that is named `<credentialName>-cacert`.
   *
   * @default - they are not asked for one: mode SIMPLE
   */
  readonly clientCertificates?: 'required' | 'optional' | undefined;

  /**
   * The oldest version of TLS that is taken (`tls.minProtocolVersion`). 1.0 and 1.1 need `cipherSuites`.
   *
   * @default - Istio's: 1.2
   */
  readonly minTlsVersion?: TlsVersion | undefined;

  /**
   * Cipher suites up to TLS 1.2, by the names of BoringSSL, the first is liked best (`tls.cipherSuites`). TLS 1.3 has its own.
   *
   * @default - Istio's
   */
  readonly cipherSuites?: readonly CipherSuite[] | undefined;
}

/** A server of plain TCP. */
export interface TcpServerOptions {
  /** The port of the proxies' Service. None is usual, so that it has to be given. */
  readonly port: number;

  /**
   * Names by which apps are exposed there. Connections carry none: of the apps of a program one may be behind the port, and the names
   * tell several such servers apart.
   *
   * @default - `*`: every name
   */
  readonly hosts?: readonly string[] | undefined;
}

/** A version of TLS. */
export type TlsVersion = (typeof TLS_VERSIONS)[number];

const TLS_VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;

const hosts = known(all(listOf(value(checkGatewayHost), { min: 1 }), distinct));

const OPTIONS: PropChecks<GatewayServerOptions> = {
  hosts: required(hosts),
  port: wholeNumber(1, 65535),
};

const TCP_OPTIONS: PropChecks<TcpServerOptions> = { hosts, port: required(OPTIONS.port) };

const HTTP_OPTIONS: PropChecks<HttpServerOptions> = { ...OPTIONS, httpsRedirect: known(flag) };

const HTTPS_OPTIONS: PropChecks<HttpsServerOptions> = {
  ...OPTIONS,
  credentialName: required(value(checkDnsSubdomain)),
  clientCertificates: known(oneOf('required', 'optional')),
  minTlsVersion: oneOf(...TLS_VERSIONS),
  cipherSuites: all(listOf(oneOf(...CIPHER_SUITES), { min: 1 }), distinct),
};

const MODES = { none: 'SIMPLE', required: 'MUTUAL', optional: 'OPTIONAL_MUTUAL' } as const;

/**
 * A server of an {@link IngressGateway}: a port, the protocol on it and the hosts behind it.
 *
 * @example
 * GatewayServer.https({ hosts: ['shop.example.com'], credentialName: 'shop-tls' })
 * GatewayServer.tcp({ port: 5432 })
 */
export class GatewayServer {
  /** Plain HTTP. */
  public static http(options: HttpServerOptions): GatewayServer {
    const redirects = (options as Partial<HttpServerOptions> | undefined)?.httpsRedirect === true;
    const tls: Servers['tls'] = redirects ? { httpsRedirect: true } : undefined;
    return new GatewayServer('HTTP', options, 80, tls, required(shape(HTTP_OPTIONS))(options, 'server'));
  }

  /** HTTPS that ends at the gateway, with the certificate of a Secret. */
  public static https(options: HttpsServerOptions): GatewayServer {
    const problems = required(shape(HTTPS_OPTIONS))(options, 'server');
    const { credentialName, clientCertificates, minTlsVersion, cipherSuites } =
      (options as Partial<HttpsServerOptions> | undefined) ?? {};
    const tls: Servers['tls'] = {
      mode: MODES[clientCertificates ?? 'none'],
      credentialName,
      minProtocolVersion:
        minTlsVersion && derive([minTlsVersion], (version) => `TLSV${version.replace('.', '_')}` as 'TLSV1_2'),
      cipherSuites,
    };
    const more = problems.length > 0 ? [] : idleCiphers(minTlsVersion, cipherSuites);
    return new GatewayServer('HTTPS', options, 443, tls, [...problems, ...more]);
  }

  /**
   * TLS that the gateway does not open: it looks at the server name of the handshake alone (SNI), and the app has the
   * certificate. Apps come behind it with a port of `MeshPort.https` or `MeshPort.tls`.
   */
  public static passthrough(options: GatewayServerOptions): GatewayServer {
    return new GatewayServer('TLS', options, 443, { mode: 'PASSTHROUGH' }, required(shape(OPTIONS))(options, 'server'));
  }

  /** Plain TCP, passed on as it is. One app comes behind it, with a port of `MeshPort.tcp` or what else is TCP. */
  public static tcp(options: TcpServerOptions): GatewayServer {
    const problems = required(shape(TCP_OPTIONS))(options, 'server');
    const { hosts: names = ['*'], port = 0 } = (options as Partial<TcpServerOptions> | null | undefined) ?? {};
    return new GatewayServer('TCP', { hosts: names, port }, port, undefined, problems);
  }

  private constructor(
    public readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP',
    options: GatewayServerOptions,
    port: number,
    /** `servers[].tls`. @internal */
    public readonly tls: Servers['tls'],
    /** What is wrong with the options given. @internal */
    public readonly problems: readonly string[],
  ) {
    const { hosts = [], port: chosen = port } = (options as Partial<GatewayServerOptions> | null | undefined) ?? {};
    this.hosts = Array.isArray(hosts) ? hosts : [];
    this.port = chosen;
  }

  public readonly hosts: readonly string[];
  public readonly port: number;

  /** Whether it only sends clients to HTTPS, so that no route of it is ever taken. */
  public get redirects(): boolean {
    return this.tls?.httpsRedirect === true;
  }

  /** What the proxies read there: requests, or connections with or without TLS. @internal */
  public get layer(): 'http' | 'tls' | 'tcp' {
    return ({ HTTP: 'http', HTTPS: 'http', TLS: 'tls', TCP: 'tcp' } as const)[this.protocol];
  }

  /** What clients begin with: a port takes one of them. @internal */
  public get family(): 'HTTP' | 'TLS' | 'TCP' {
    return this.protocol === 'HTTPS' ? 'TLS' : this.protocol;
  }

  /** Whether it may lead to a port of an app. @internal */
  public leadsTo(port: Pick<BoundPort, 'protocol'>): boolean {
    return this.layer === PROTOCOLS[port.protocol].layer && !this.redirects;
  }

  /** Whether requests for `host` come here. What is not known yet is believed. */
  public serves(host: string): boolean {
    return this.fit(host) > 0;
  }

  /** How exactly it names `host`: 0 where it does not. Of the servers on a port Envoy takes the one with the best fit. @internal */
  public fit(host: string): number {
    return Math.max(...this.hosts.map((own) => fitOf(own, host)), 0);
  }
}

/** Checks that a prop is a {@link GatewayServer} without problems. */
export const serverCheck: Check = (given_, at) => {
  if (!(given_ instanceof GatewayServer)) {
    return [
      `${at} must be a GatewayServer that is known at synthesis, such as GatewayServer.http({ hosts: ['shop.example.com'] }), got ${given(given_)}`,
    ];
  }
  return given_.problems.map((problem) => problem.replace(/^server/, at));
};

/**
 * What istiod accepts as a host of a Gateway, and Envoy ever meets: short names are refused, and so are capitals and a dot at the end,
 * for Envoy compares with the name that clients send, in lower case.
 */
export function checkGatewayHost(host: unknown): string | undefined {
  if (typeof host === 'string' && host.includes('/')) {
    return `must be a host name without a namespace before it: which VirtualServices may serve it follows from the apps that are exposed, got ${given(host)}`;
  }
  const problem = checkWildcardHost(host);
  if (problem !== undefined || isUnresolved(host) || host === '*') return problem;
  const name = host as string;
  if (name !== name.toLowerCase() || name.endsWith('.')) {
    return `must be in lower case and without a dot at the end, as clients ask for it, got ${given(host)}`;
  }
  return name.includes('.') ? undefined : `must be a full host name with a dot, *.example.com or *, got ${given(host)}`;
}

/** Whether every request for `inner` is one for `outer`; either may be a wildcard. */
export function covers(outer: string, inner: string): boolean {
  return fitOf(outer, inner) > 0;
}

function fitOf(own: string, host: string): number {
  if (own === host) return Infinity;
  if (isUnresolved(own) || isUnresolved(host) || own === '*') return 1;
  return own.startsWith('*.') && host.endsWith(own.slice(1)) ? own.length : 0;
}

function distinct(list: unknown, at: string): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown, index) =>
    list.indexOf(each) < index ? [`${at}[${index}] is there twice, got ${given(each)}`] : [],
  );
}

function idleCiphers(version: TlsVersion | undefined, suites: readonly CipherSuite[] | undefined): string[] {
  if (isUnresolved(version)) return [];
  if (version === '1.3' && suites !== undefined) {
    return ['server.cipherSuites must be left out with minTlsVersion 1.3, which has its own: they would do nothing'];
  }
  return (version === '1.0' || version === '1.1') && suites === undefined
    ? [`server.cipherSuites must be given with minTlsVersion ${version}, for Istio's have none for it`]
    : [];
}
