/** What servers of gateways must not have in common, within one Gateway and between Gateways of the same proxies. */
import { given } from '../values/given';
import { isUnresolved, mayBeSame } from '../values/unresolved';
import { type GatewayProxies, haveSameProxies } from '../tree/gateway-proxies';
import { covers, type GatewayServer } from './gateway-server';

/** A Gateway as far as others can get in its way. */
export interface ServingGateway {
  readonly proxies: GatewayProxies;
  readonly servers: readonly GatewayServer[];
}

/** What is wrong with the servers of one Gateway. */
export function serverProblems(servers: readonly GatewayServer[]): string[] {
  return [
    ...servers.flatMap((server, index) =>
      servers
        .slice(0, index)
        .flatMap((other, otherIndex) => rivals(server, other, `servers[${index}]`, `servers[${otherIndex}]`)),
    ),
    ...servers.flatMap((server, index) => deadRedirects(server, servers, `servers[${index}]`)),
    ...servers.flatMap((server, index) => openDoors(server, servers, `servers[${index}]`)),
  ];
}

/** What is wrong between two Gateways, each named by its construct path. */
export function gatewayConflicts(
  [path, gateway]: readonly [string, ServingGateway],
  [otherPath, other]: readonly [string, ServingGateway],
): string[] {
  if (!haveSameProxies(gateway.proxies, other.proxies)) return [];
  const problems = gateway.servers.flatMap((server) =>
    other.servers.flatMap((theirs) => [
      ...sharedCertificate(server, theirs).map(
        (name) =>
          `certificate ${name} is used by both ${path} and ${otherPath}, which configure the same proxies: put the hosts into one server, for browsers use one connection for all hosts of a certificate and get 404 for those of the other`,
      ),
      ...(server.port === theirs.port
        ? [
            ...otherFamily(server, theirs).map(
              (families) =>
                `port ${given(server.port)} takes one of HTTP, TLS and TCP, but ${path} and ${otherPath} want ${families}`,
            ),
            ...(server.family === 'TCP' && theirs.family === 'TCP'
              ? [
                  `port ${given(server.port)} is served by both ${path} and ${otherPath}, which configure the same proxies: connections to it carry no host`,
                ]
              : []),
            ...(server.family === 'TCP' ? [] : server.hosts)
              .filter((host) => theirs.hosts.includes(host))
              .map(
                (host) =>
                  `host ${String(host)} on port ${given(server.port)} is served by both ${path} and ${otherPath}, which configure the same proxies: leave it to one of them`,
              ),
          ]
        : []),
    ]),
  );
  return [...new Set(problems)];
}

function rivals(server: GatewayServer, other: GatewayServer, at: string, otherAt: string): string[] {
  if (server.port !== other.port) return [];
  const families = otherFamily(server, other);
  if (families.length > 0) {
    return [
      `${at}.port must be another than that of ${otherAt}: port ${given(server.port)} takes one of HTTP, TLS and TCP`,
    ];
  }
  if (server.family === 'TCP') {
    return [
      `${at}.port must be another than that of ${otherAt}: connections to port ${given(server.port)} carry no host`,
    ];
  }
  return [
    ...sharedCertificate(server, other).map(
      (name) =>
        `${at}.credentialName must be another than that of ${otherAt}, or the hosts go into one server: browsers use one connection for all hosts of certificate ${name} and get 404 for those of the other`,
    ),
    ...server.hosts.flatMap((host) =>
      other.hosts
        .filter((theirs) => isRival(server, host, theirs))
        .map(
          (theirs) =>
            `${at}.hosts must not have ${given(host)}, for ${otherAt} has ${given(theirs)} on the same port ${given(server.port)}: put the hosts into one server`,
        ),
    ),
  ];
}

/**
 * By the server name of a handshake Envoy finds the one server that names it most exactly, so that wildcards may stand beside the
 * names that they cover. Of plain HTTP servers istiod makes one table of hosts, where a wildcard's redirect also
 * takes the names below it.
 */
function isRival(server: GatewayServer, host: string, theirs: string): boolean {
  if (isUnresolved(host) || isUnresolved(theirs)) return host === theirs;
  return server.protocol === 'HTTP' ? covers(host, theirs) || covers(theirs, host) : host === theirs;
}

/** istiod drops what does not fit the first server that it meets on a port. */
function otherFamily(server: GatewayServer, other: GatewayServer): string[] {
  return server.family === other.family ? [] : [`${server.protocol} and ${other.protocol}`];
}

function sharedCertificate(server: GatewayServer, other: GatewayServer): string[] {
  const name = server.tls?.credentialName;
  return name !== undefined && name === other.tls?.credentialName ? [String(name)] : [];
}

/** Envoy redirects to the same host without a port, which is 443. */
function deadRedirects(server: GatewayServer, servers: readonly GatewayServer[], at: string): string[] {
  if (!server.redirects) return [];
  const targets = servers
    .filter((each) => each.family === 'TLS' && mayBeSame(each.port, 443))
    .flatMap((each) => each.hosts);
  return server.hosts
    .filter((host) => !targets.some((target) => covers(target, host)))
    .map(
      (host) =>
        `${at}.httpsRedirect needs a server for ${given(host)} on port 443, or requests would go nowhere: add GatewayServer.https({ hosts: [${given(host)}], ... })`,
    );
}

/**
 * A VirtualService belongs to the whole Gateway, and within a connection Envoy goes by the Host header: what a server without client
 * certificates lets in, by another port or under another server name, reaches the routes of the host all the same.
 */
function openDoors(server: GatewayServer, servers: readonly GatewayServer[], at: string): string[] {
  if (server.tls?.mode !== 'MUTUAL') return [];
  return servers.flatMap((other, index) => {
    if (other.tls?.mode === 'MUTUAL' || other.layer !== 'http' || other.redirects) return [];
    return server.hosts.flatMap((host) =>
      other.hosts
        .filter((theirs) => !isUnresolved(host) && !isUnresolved(theirs) && covers(theirs, host))
        .map(
          (theirs) =>
            `${at} asks for client certificates, but servers[${index}] lets requests for ${given(host)} in without, by its host ${given(theirs)}: ask for them there too, or give the host an IngressGateway of its own`,
        ),
    );
  });
}
