/** The match of an EnvoyFilter by a filter of a listener. */
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';

/** A network filter and, within the HTTP connection manager, an HTTP filter. */
export interface FilterMatch {
  readonly name?: string | null;
  readonly subFilter?: { readonly name?: string | null } | null;
}

const HTTP_CONNECTION_MANAGER = 'envoy.filters.network.http_connection_manager';

/** Names of filters before Envoy 1.14, by the end of today's. */
const HTTP_FILTERS: Readonly<Record<string, string>> = {
  'envoy.buffer': 'buffer',
  'envoy.cors': 'cors',
  'envoy.csrf': 'csrf',
  'envoy.ext_authz': 'ext_authz',
  'envoy.fault': 'fault',
  'envoy.grpc_http1_bridge': 'grpc_http1_bridge',
  'envoy.grpc_json_transcoder': 'grpc_json_transcoder',
  'envoy.grpc_web': 'grpc_web',
  'envoy.gzip': 'gzip',
  'envoy.health_check': 'health_check',
  'envoy.http_dynamo_filter': 'dynamo',
  'envoy.ip_tagging': 'ip_tagging',
  'envoy.lua': 'lua',
  'envoy.rate_limit': 'ratelimit',
  'envoy.router': 'router',
  'envoy.squash': 'squash',
};
const LISTENER_FILTERS: Readonly<Record<string, string>> = {
  'envoy.listener.http_inspector': 'http_inspector',
  'envoy.listener.original_dst': 'original_dst',
  'envoy.listener.original_src': 'original_src',
  'envoy.listener.proxy_protocol': 'proxy_protocol',
  'envoy.listener.tls_inspector': 'tls_inspector',
};
const NETWORK_FILTERS: Readonly<Record<string, string>> = {
  'envoy.client_ssl_auth': 'client_ssl_auth',
  'envoy.http_connection_manager': 'http_connection_manager',
  'envoy.mongo_proxy': 'mongo_proxy',
  'envoy.ratelimit': 'ratelimit',
  'envoy.redis_proxy': 'redis_proxy',
  'envoy.tcp_proxy': 'tcp_proxy',
};

/** By the old name: today's. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ http: HTTP_FILTERS, listener: LISTENER_FILTERS, network: NETWORK_FILTERS }).flatMap(
    ([kind, names]) => Object.entries(names).map(([before, end]) => [before, `envoy.filters.${kind}.${end}`] as const),
  ),
);

/** Returns whether no error was found. */
export function checkFilterMatch(applyTo: string, filter: FilterMatch, path: FieldPath, report: Report): boolean {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') {
    const message = `has no effect where ${given(applyTo)} is patched`;
    report.warning('envoy-filter/filter-without-effect', path, message);
  }
  const { name, subFilter } = filter;
  if (!name) {
    report.error('envoy-filter/filter-name', path.field('name'), 'must be the name of a filter', { value: name });
    return false;
  }
  if (subFilter && !checkSubFilter(applyTo, name, subFilter.name, path.field('subFilter'), report)) return false;
  checkRenamed(name, path.field('name'), report);
  if (subFilter?.name) checkRenamed(subFilter.name, path.field('subFilter').field('name'), report);
  return true;
}

function checkSubFilter(
  applyTo: string,
  parent: string,
  name: string | null | undefined,
  path: FieldPath,
  report: Report,
): boolean {
  if (applyTo !== 'HTTP_FILTER') {
    const message = `is for patches of HTTP_FILTER only, got ${given(applyTo)}`;
    report.error('envoy-filter/sub-filter-apply-to', path, message, { value: applyTo });
  } else if (parent !== HTTP_CONNECTION_MANAGER && parent !== 'envoy.http_connection_manager') {
    const message = `must be within the filter ${HTTP_CONNECTION_MANAGER}, got ${given(parent)}`;
    report.error('envoy-filter/sub-filter-parent', path, message, { value: parent });
  } else if (!name) {
    report.error('envoy-filter/sub-filter-name', path.field('name'), 'must be the name of a filter', { value: name });
  } else return true;
  return false;
}

function checkRenamed(name: string, path: FieldPath, report: Report): void {
  const today = RENAMED.get(name);
  if (today === undefined) return;
  const message = `is an old name of a filter, got ${given(name)}`;
  report.warning('envoy-filter/deprecated-name', path, message, { value: name, fix: `write ${today}` });
}
