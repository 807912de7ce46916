import { type ConnectionPool } from '../../../../imports/istio/shared';
import { given } from '../../../values/given';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';
import { checkDurationField, readDurationField } from './duration';
import { isSet, type Loose } from './loose';

type Http = NonNullable<ConnectionPool['http']>;
type Tcp = NonNullable<ConnectionPool['tcp']>;

const HTTP_COUNTS = [
  'http1MaxPendingRequests',
  'http2MaxRequests',
  'maxRequestsPerConnection',
  'maxRetries',
  'maxConcurrentStreams',
] as const satisfies readonly (keyof Http)[];
const MILLISECOND = 1_000_000n;

/**
 * Limits of connections and requests. Reported as rules `<kind>/pool-empty`, `-negative`, `-upgrade`, `-keep-alive` and those of
 * durations.
 */
export function checkConnectionPool(
  pool: Loose<ConnectionPool> | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(pool)) return;
  const { http, tcp } = pool;
  if (isSet(http)) checkHttp(http, kind, path.field('http'), report);
  if (isSet(tcp)) checkTcp(tcp, kind, path.field('tcp'), report);
  if (!isSet(http) && !isSet(tcp)) report.error(`${kind}/pool-empty`, path, 'must have http, tcp or both');
}

function checkHttp(http: Loose<Http>, kind: string, path: FieldPath, report: Report): void {
  for (const field of HTTP_COUNTS) checkCount(http[field], kind, path, field, report);
  checkDurationField(http.idleTimeout, kind, path.field('idleTimeout'), report);
  if (http.h2UpgradePolicy === 'UPGRADE' && http.useClientProtocol === true)
    report.error(`${kind}/pool-upgrade`, path, 'must not have useClientProtocol with h2UpgradePolicy UPGRADE', {
      fix: 'drop one of them: either clients choose the protocol, or it is always HTTP/2',
    });
  const { http2KeepAlive } = http;
  if (!isSet(http2KeepAlive)) return;
  const at = path.field('http2KeepAlive');
  for (const field of ['interval', 'timeout'] as const) {
    if (!isSet(http2KeepAlive[field]))
      report.error(`${kind}/pool-keep-alive`, at, `must have ${field}, such as 30s, as well`);
    checkDurationField(http2KeepAlive[field], kind, at.field(field), report);
  }
}

function checkTcp(tcp: Loose<Tcp>, kind: string, path: FieldPath, report: Report): void {
  checkCount(tcp.maxConnections, kind, path, 'maxConnections', report);
  checkDurationField(tcp.connectTimeout, kind, path.field('connectTimeout'), report);
  checkDurationField(tcp.maxConnectionDuration, kind, path.field('maxConnectionDuration'), report);
  checkIdleTimeout(tcp.idleTimeout, kind, path.field('idleTimeout'), report);
  const { tcpKeepalive } = tcp;
  if (!isSet(tcpKeepalive)) return;
  const at = path.field('tcpKeepalive');
  checkDurationField(tcpKeepalive.time, kind, at.field('time'), report);
  checkDurationField(tcpKeepalive.interval, kind, at.field('interval'), report);
}

/** Less than a millisecond, in either direction, is taken for 0, which means no timeout. */
function checkIdleTimeout(value: string | null | undefined, kind: string, path: FieldPath, report: Report): void {
  if (!isSet(value)) return;
  const nanoseconds = readDurationField(value, kind, path, report);
  if (nanoseconds === undefined || nanoseconds / MILLISECOND === 0n) return;
  checkDurationField(value, kind, path, report);
}

function checkCount(
  count: number | null | undefined,
  kind: string,
  path: FieldPath,
  field: string,
  report: Report,
): void {
  if (!isSet(count) || count >= 0) return;
  report.error(`${kind}/pool-negative`, path.field(field), `must be at least 0, got ${given(count)}`, { value: count });
}
