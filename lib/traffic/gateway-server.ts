import { checkWildcardHost } from '../values/host-name';
import { checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { type Servers } from './istio-types';
import { type Check, known, listOf, type PropChecks, required, shape, value, wholeNumber } from '../tree/props';

/** What every server of a Gateway has. */
export interface GatewayServerOptions {
  /** Host names that it serves: names with a dot, `*.example.com`, or `*`. */
  readonly hosts: readonly string[];

  /**
   * The port of the proxies' Service.
   *
   * @default - 80 for HTTP, 443 for HTTPS
   */
  readonly port?: number | undefined;
}

/** An HTTPS server: its certificate is a TLS Secret in the namespace of the proxies. */
export interface HttpsServerOptions extends GatewayServerOptions {
  /** Name of the Secret with the certificate and key (`tls.credentialName`). */
  readonly credentialName: string;
}

const OPTIONS: PropChecks<GatewayServerOptions> = {
  hosts: required(known(listOf(value(checkGatewayHost), { min: 1 }))),
  port: known(wholeNumber(1, 65535)),
};

/**
 * A server of an {@link IngressGateway}: a port, the protocol on it and the hosts behind it.
 *
 * @example
 * GatewayServer.http({ hosts: ['shop.example.com'] })
 */
export class GatewayServer {
  /** Plain HTTP. */
  public static http(options: GatewayServerOptions): GatewayServer {
    return new GatewayServer('HTTP', options, 80, undefined, required(shape(OPTIONS))(options, 'server'));
  }

  /** HTTPS that ends at the gateway, with the certificate of a Secret. */
  public static https(options: HttpsServerOptions): GatewayServer {
    const checks: PropChecks<HttpsServerOptions> = { ...OPTIONS, credentialName: required(value(checkDnsSubdomain)) };
    const tls: Servers['tls'] = {
      mode: 'SIMPLE',
      credentialName: (options as Partial<HttpsServerOptions> | undefined)?.credentialName,
    };
    return new GatewayServer('HTTPS', options, 443, tls, required(shape(checks))(options, 'server'));
  }

  private constructor(
    public readonly protocol: 'HTTP' | 'HTTPS',
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

  /** Whether requests for `host` come here. What is not known yet is believed. */
  public serves(host: string): boolean {
    return this.hosts.some((own) => isUnresolved(own) || isUnresolved(host) || covers(own, host));
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

/** What istiod accepts as a host of a Gateway: short names are refused. */
export function checkGatewayHost(host: unknown): string | undefined {
  const problem = checkWildcardHost(host);
  if (problem !== undefined || isUnresolved(host) || host === '*' || (host as string).includes('.')) return problem;
  return `must be a full host name with a dot, *.example.com or *, got ${given(host)}`;
}

function covers(own: string, host: string): boolean {
  if (own === '*' || own === host) return true;
  return own.startsWith('*.') && (host.endsWith(own.slice(1)) || host === own);
}
