import { type Check, known, mapOf, oneOf } from '../tree/props';
import { given } from '../values/given';
import { nearest } from '../values/nearest';

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;

/** How much Envoy writes into its log. */
export type EnvoyLogLevel = (typeof LEVELS)[number];

/** Parts of Envoy with a log level of their own. Source: ALL_LOGGER_IDS in Envoy's source/common/common/logger.h. */
const COMPONENTS = [
  'admin',
  'alternate_protocols_cache',
  'assert',
  'aws',
  'backtrace',
  'basic_auth',
  'cache_filter',
  'client',
  'config',
  'conn_handler',
  'connection',
  'decompression',
  'dns',
  'dubbo',
  'envoy_bug',
  'ext_authz',
  'ext_proc',
  'file',
  'filter',
  'forward_proxy',
  'geolocation',
  'golang',
  'grpc',
  'happy_eyeballs',
  'hc',
  'health_checker',
  'http',
  'http2',
  'hystrix',
  'init',
  'io',
  'jwt',
  'kafka',
  'key_value_store',
  'lua',
  'main',
  'matcher',
  'misc',
  'mongo',
  'multi_connection',
  'oauth2',
  'pool',
  'quic',
  'quic_stream',
  'rate_limit_quota',
  'rbac',
  'rds',
  'redis',
  'rocketmq',
  'router',
  'runtime',
  'secret',
  'stats',
  'tap',
  'testing',
  'thrift',
  'tracing',
  'udp',
  'upstream',
  'wasm',
  'websocket',
] as const;

/** A part of Envoy with a log level of its own. */
export type EnvoyLogComponent = (typeof COMPONENTS)[number];

/** Checks an {@link EnvoyLogLevel}. */
export const logLevelCheck: Check = oneOf(...LEVELS);

/** Checks levels by component: Envoy does not start with one that it does not know. */
export const componentLogLevelsCheck: Check = known(
  mapOf((name) => {
    if ((COMPONENTS as readonly unknown[]).includes(name)) return undefined;
    const near = nearest(String(name), COMPONENTS);
    return near === undefined
      ? `must be one of ${COMPONENTS.join(', ')}, got ${given(name)}`
      : `must be a component of Envoy, got ${given(name)}: did you mean ${near}?`;
  }, logLevelCheck),
);
