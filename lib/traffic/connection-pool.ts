import { type Duration } from 'cdk8s';
import { present } from '../model/present';
import { derive, isUnresolved } from '../values/unresolved';
import { all, type Check, duration, flag, oneOf, type PropChecks, required, shape, wholeNumber } from '../tree/props';
import { type ConnectionPool as ConnectionPoolSpec } from './istio-types';
import { printDuration } from './retries';

/** When HTTP/1.1 connections are upgraded to HTTP/2: as the mesh says, always, or never. */
export type H2UpgradePolicy = 'DEFAULT' | 'UPGRADE' | 'DO_NOT_UPGRADE';

/** Keep-alive probes on idle TCP connections (`connectionPool.tcp.tcpKeepalive`). */
export interface TcpKeepalive {
  /** Probes without answer until the connection counts as dead. @default - the operating system's (9 on Linux) */
  readonly probes?: number | undefined;

  /** How long a connection is idle before the first probe. @default - the operating system's (2 h on Linux) */
  readonly time?: Duration | undefined;

  /** Time between probes. @default - the operating system's (75 s on Linux) */
  readonly interval?: Duration | undefined;
}

/** Pings on HTTP/2 connections (`connectionPool.http.http2KeepAlive`). From Istio 1.31 on. */
export interface Http2KeepAlive {
  /** Time between pings. */
  readonly interval: Duration;

  /** How long an answer may take until the connection counts as dead. */
  readonly timeout: Duration;
}

/**
 * Limits of the connections that one caller's proxy holds to a service: not of the service as a whole.
 *
 * What exceeds a limit gets 503 with the flag `UO` at once.
 */
export interface ConnectionPool {
  /** Connections to one host (`tcp.maxConnections`). @default - practically none */
  readonly maxConnections?: number | undefined;

  /** How long connecting may take (`tcp.connectTimeout`). @default - 10 s */
  readonly connectTimeout?: Duration | undefined;

  /** How long a connection may live (`tcp.maxConnectionDuration`). @default - without limit */
  readonly maxConnectionDuration?: Duration | undefined;

  /** How long a TCP connection without bytes stays open (`tcp.idleTimeout`). @default - 1 h */
  readonly tcpIdleTimeout?: Duration | undefined;

  /** @default - no keep-alive probes of the proxy's own */
  readonly tcpKeepalive?: TcpKeepalive | undefined;

  /** Upgrade of HTTP/1.1 to HTTP/2 between proxies (`http.h2UpgradePolicy`). @default - as the mesh says */
  readonly h2UpgradePolicy?: H2UpgradePolicy | undefined;

  /** @default - no pings */
  readonly http2KeepAlive?: Http2KeepAlive | undefined;

  /**
   * Whether the service is called in the protocol that the caller speaks (`http.useClientProtocol`). It leaves nothing to
   * upgrade, so that it contradicts `h2UpgradePolicy: 'UPGRADE'`.
   *
   * @default false
   */
  readonly useClientProtocol?: boolean | undefined;

  /**
   * Requests that wait for a connection (`http.http1MaxPendingRequests`), HTTP/2 included. A small number refuses parallel
   * requests while connections are still being opened.
   *
   * @default - practically none
   */
  readonly http1MaxPendingRequests?: number | undefined;

  /** Requests at a time (`http.http2MaxRequests`), HTTP/1.1 included. @default - practically none */
  readonly http2MaxRequests?: number | undefined;

  /** Requests at a time on one HTTP/2 connection (`http.maxConcurrentStreams`). @default - practically without limit */
  readonly maxConcurrentStreams?: number | undefined;

  /** Requests until a connection is closed (`http.maxRequestsPerConnection`); 1 switches keep-alive off. @default - without limit */
  readonly maxRequestsPerConnection?: number | undefined;

  /** Retries at a time, of all requests together (`http.maxRetries`). @default - practically none */
  readonly maxRetries?: number | undefined;

  /** How long a connection without requests stays open (`http.idleTimeout`). @default - 1 h */
  readonly idleTimeout?: Duration | undefined;
}

const FIELDS: PropChecks<ConnectionPool> = {
  maxConnections: wholeNumber(1, 2 ** 31 - 1),
  connectTimeout: duration,
  maxConnectionDuration: duration,
  tcpIdleTimeout: duration,
  tcpKeepalive: shape<TcpKeepalive>({ probes: wholeNumber(1, 2 ** 32 - 1), time: duration, interval: duration }),
  h2UpgradePolicy: oneOf('DEFAULT', 'UPGRADE', 'DO_NOT_UPGRADE'),
  http2KeepAlive: shape<Http2KeepAlive>({ interval: required(duration), timeout: required(duration) }),
  useClientProtocol: flag,
  http1MaxPendingRequests: wholeNumber(1, 2 ** 31 - 1),
  http2MaxRequests: wholeNumber(1, 2 ** 31 - 1),
  maxConcurrentStreams: wholeNumber(1, 2 ** 31 - 1),
  maxRequestsPerConnection: wholeNumber(1, 2 ** 31 - 1),
  maxRetries: wholeNumber(0, 2 ** 31 - 1),
  idleTimeout: duration,
};

/** Checks a {@link ConnectionPool}. */
export const poolCheck: Check = all(shape<ConnectionPool>(FIELDS), (pool, at) =>
  typeof pool === 'object' &&
  pool !== null &&
  !isUnresolved(pool) &&
  !Object.values(pool).some((each) => each !== undefined)
    ? [`${at} must set at least one of ${Object.keys(FIELDS).join(', ')}`]
    : [],
);

/** `trafficPolicy.connectionPool`. */
export function printPool(pool: ConnectionPool): ConnectionPoolSpec {
  return derive([pool], (known) => ({
    tcp: present({
      maxConnections: known.maxConnections,
      connectTimeout: known.connectTimeout && printDuration(known.connectTimeout),
      maxConnectionDuration: known.maxConnectionDuration && printDuration(known.maxConnectionDuration),
      idleTimeout: known.tcpIdleTimeout && printDuration(known.tcpIdleTimeout),
      tcpKeepalive:
        known.tcpKeepalive &&
        derive([known.tcpKeepalive], (keepalive) =>
          present({
            probes: keepalive.probes,
            time: keepalive.time && printDuration(keepalive.time),
            interval: keepalive.interval && printDuration(keepalive.interval),
          }),
        ),
    }),
    http: present({
      h2UpgradePolicy: known.h2UpgradePolicy,
      http2KeepAlive:
        known.http2KeepAlive &&
        derive([known.http2KeepAlive], ({ interval, timeout }) => ({
          interval: printDuration(interval),
          timeout: printDuration(timeout),
        })),
      useClientProtocol: known.useClientProtocol,
      http1MaxPendingRequests: known.http1MaxPendingRequests,
      http2MaxRequests: known.http2MaxRequests,
      maxConcurrentStreams: known.maxConcurrentStreams,
      maxRequestsPerConnection: known.maxRequestsPerConnection,
      maxRetries: known.maxRetries,
      idleTimeout: known.idleTimeout && printDuration(known.idleTimeout),
    }),
  }));
}
