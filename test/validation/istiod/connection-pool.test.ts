import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { type Found, webhookSays } from '../../support/webhook';

const ofRule = webhookSays('networking.istio.io/v1', 'DestinationRule', CHECK_IDS);
const ofSidecar = webhookSays('networking.istio.io/v1', 'Sidecar', CHECK_IDS);
type Case = readonly [title: string, pool: object, found: readonly (readonly [rule: string, field: string])[]];

const CASES: readonly Case[] = [
  ['nothing', {}, [['pool-empty', '']]],
  ['nulls', { http: null, tcp: null }, [['pool-empty', '']]],
  ['empty settings', { http: {} }, []],
  [
    'counts of 0',
    { http: { http1MaxPendingRequests: 0, http2MaxRequests: 0, maxRetries: 0 }, tcp: { maxConnections: 0 } },
    [],
  ],
  ...[
    'http1MaxPendingRequests',
    'http2MaxRequests',
    'maxRequestsPerConnection',
    'maxRetries',
    'maxConcurrentStreams',
  ].map((field): Case => [`a negative ${field}`, { http: { [field]: -1 } }, [['pool-negative', `.http.${field}`]]]),
  ['negative maxConnections', { tcp: { maxConnections: -1 } }, [['pool-negative', '.tcp.maxConnections']]],
  ['an upgrade', { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: false } }, []],
  ["the client's protocol", { http: { h2UpgradePolicy: 'DEFAULT', useClientProtocol: true } }, []],
  [
    "an upgrade and the client's protocol",
    { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } },
    [['pool-upgrade', '.http']],
  ],
  ['keep-alives', { http: { http2KeepAlive: { interval: '1s', timeout: '1ms' } } }, []],
  [
    'keep-alives of nothing',
    { http: { http2KeepAlive: {} } },
    [
      ['pool-keep-alive', '.http.http2KeepAlive'],
      ['pool-keep-alive', '.http.http2KeepAlive'],
    ],
  ],
  ...['1ms', '0s', '0', '0.999ms', '-0.999ms'].map((idleTimeout): Case => [
    `idle for ${idleTimeout}`,
    { tcp: { idleTimeout } },
    [],
  ]),
  ['idle for less than 0', { tcp: { idleTimeout: '-1ms' } }, [['duration-min', '.tcp.idleTimeout']]],
  ['idle for a fraction', { tcp: { idleTimeout: '1.5ms' } }, [['duration-precision', '.tcp.idleTimeout']]],
  ['idle for something', { tcp: { idleTimeout: '5' } }, [['duration-syntax', '.tcp.idleTimeout']]],
  [
    'fractions elsewhere',
    {
      http: { idleTimeout: '1.5ms' },
      tcp: {
        connectTimeout: '1.5ms',
        maxConnectionDuration: '1.5ms',
        tcpKeepalive: { time: '1.5ms', interval: '1.5ms' },
      },
    },
    [
      ['duration-precision', '.http.idleTimeout'],
      ['duration-precision', '.tcp.connectTimeout'],
      ['duration-precision', '.tcp.maxConnectionDuration'],
      ['duration-precision', '.tcp.tcpKeepalive.time'],
      ['duration-precision', '.tcp.tcpKeepalive.interval'],
    ],
  ],
];

describe('the webhook on connection pools', () => {
  const found = (kind: string, at: string, rows: Case[2]): Found[] =>
    rows.map(([rule, field]) => [`${kind}/${rule}`, `${at}${field}`]);

  it.each(CASES)('of a DestinationRule: %s', (_, pool, rows) => {
    expect(ofRule({ host: 'a', trafficPolicy: { connectionPool: pool } })).toEqual(
      found('destination-rule', 'spec.trafficPolicy.connectionPool', rows),
    );
  });

  it.each(CASES)('of a Sidecar: %s', (_, pool, rows) => {
    expect(ofSidecar({ inboundConnectionPool: pool })).toEqual(found('sidecar', 'spec.inboundConnectionPool', rows));
  });
});
