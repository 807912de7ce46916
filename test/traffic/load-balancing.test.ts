import { type Chart, Duration } from 'cdk8s';
import { ConnectionPolicy, LoadBalancing, Locality } from 'istio-constructs';
import { Derived, UNRESOLVED } from '../../lib/values/unresolved';
import { failure, specOf, twoVersions, written } from '../support/constructs';

const policy = (loadBalancing: LoadBalancing) => (chart: Chart) =>
  new ConnectionPolicy(chart, 'connections', { app: twoVersions(chart), loadBalancing });
const balancerOf = (loadBalancing: LoadBalancing) =>
  (
    specOf(written(policy(loadBalancing)), 'DestinationRule') as {
      trafficPolicy: { loadBalancer: object; outlierDetection?: object };
    }
  ).trafficPolicy;

test.each([
  ['least requests', LoadBalancing.leastRequest(), { simple: 'LEAST_REQUEST' }],
  ['round robin', LoadBalancing.roundRobin(), { simple: 'ROUND_ROBIN' }],
  ['random', LoadBalancing.random(), { simple: 'RANDOM' }],
  ['passthrough', LoadBalancing.passthrough(), { simple: 'PASSTHROUGH' }],
  ['by header', LoadBalancing.hashByHeader('x-user'), { consistentHash: { httpHeaderName: 'x-user' } }],
  ['by query', LoadBalancing.hashByQueryParameter('user'), { consistentHash: { httpQueryParameterName: 'user' } }],
  ['by source', LoadBalancing.hashBySourceIp(), { consistentHash: { useSourceIp: true } }],
  [
    'by cookie',
    LoadBalancing.hashByCookie('user', {
      ttl: Duration.minutes(1),
      path: '/',
      attributes: { SameSite: 'Strict', Secure: true },
    }),
    {
      consistentHash: {
        httpCookie: {
          name: 'user',
          path: '/',
          ttl: '60s',
          attributes: [{ name: 'SameSite', value: 'Strict' }, { name: 'Secure' }],
        },
      },
    },
  ],
  [
    'by session cookie',
    LoadBalancing.hashByCookie('user'),
    { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } },
  ],
  [
    'on a ring',
    LoadBalancing.hashBySourceIp({ ringHash: { minimumRingSize: 2048 } }),
    { consistentHash: { useSourceIp: true, ringHash: { minimumRingSize: 2048 } } },
  ],
  [
    'by a Maglev table',
    LoadBalancing.hashByCookie('user', { maglev: { tableSize: 4999999 } }),
    { consistentHash: { httpCookie: { name: 'user', ttl: '0s' }, maglev: { tableSize: 4999999 } } },
  ],
  [
    'with warm-up',
    LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(30), minimumPercent: 5, aggression: 1.5 } }),
    { simple: 'ROUND_ROBIN', warmup: { duration: '30s', minimumPercent: 5, aggression: 1.5 } },
  ],
  [
    'with warm-up by its duration alone',
    LoadBalancing.leastRequest({ warmup: { duration: Duration.minutes(1) } }),
    { simple: 'LEAST_REQUEST', warmup: { duration: '60s' } },
  ],
])('load balancing %s', (_, loadBalancing, loadBalancer) => {
  expect(balancerOf(loadBalancing)).toEqual({ loadBalancer });
});

describe('pain 22: localities count, for outlier detection comes with them', () => {
  test.each([
    [
      'failover between regions',
      LoadBalancing.leastRequest({ locality: Locality.failover({ eu: 'us', us: 'eu' }) }),
      {
        failover: [
          { from: 'eu', to: 'us' },
          { from: 'us', to: 'eu' },
        ],
      },
    ],
    [
      'failover with labels before regions',
      LoadBalancing.random({ locality: Locality.failover({ eu: 'us' }, { priority: ['version=v1'] }) }),
      { failover: [{ from: 'eu', to: 'us' }], failoverPriority: ['version=v1'] },
    ],
    [
      'priority of labels',
      LoadBalancing.hashBySourceIp({ locality: Locality.failoverPriority(['topology.kubernetes.io/zone', 'rack']) }),
      { failoverPriority: ['topology.kubernetes.io/zone', 'rack'] },
    ],
    [
      'fixed shares',
      LoadBalancing.roundRobin({ locality: Locality.distribute({ 'eu/a/*': { 'eu/a/*': 80, 'eu/b/*': 20 } }) }),
      { distribute: [{ from: 'eu/a/*', to: { 'eu/a/*': 80, 'eu/b/*': 20 } }] },
    ],
  ])('%s', (_, loadBalancing, localityLbSetting) => {
    expect(balancerOf(loadBalancing)).toMatchObject({
      loadBalancer: { localityLbSetting },
      outlierDetection: { maxEjectionPercent: 50 },
    });
  });

  test('switched off, it needs none', () => {
    expect(balancerOf(LoadBalancing.random({ locality: Locality.off() }))).toEqual({
      loadBalancer: { simple: 'RANDOM', localityLbSetting: { enabled: false } },
    });
  });

  test('a share of which no pod could be ejected is an error', () => {
    const message = failure(
      (chart) =>
        new ConnectionPolicy(chart, 'connections', {
          app: twoVersions(chart, 'reviews', { replicas: 1 }),
          loadBalancing: LoadBalancing.random({ locality: Locality.failover({ eu: 'us' }) }),
        }),
    );
    expect(message).toContain('maxEjectionPercent must be at least 100, got 50: with 1 replica of v1');
  });
});

const later = { [UNRESOLVED]: true, resolve: () => 'LATER' } as never;

test('values that are only known later reach the rule', () => {
  const render = jest.spyOn(Derived.prototype, 'resolve').mockImplementation((() => 'LATER') as never);
  const { loadBalancer } = balancerOf(
    LoadBalancing.leastRequest({
      warmup: { duration: later, minimumPercent: later },
      locality: Locality.distribute({ eu: { eu: later, us: later } }),
    }),
  );
  expect(loadBalancer).toEqual({
    simple: 'LEAST_REQUEST',
    warmup: { duration: 'LATER', minimumPercent: 'LATER' },
    localityLbSetting: { distribute: [{ from: 'eu', to: { eu: 'LATER', us: 'LATER' } }] },
  });
  expect(balancerOf(LoadBalancing.hashByCookie(later, { ttl: later, maglev: { tableSize: later } }))).toEqual({
    loadBalancer: { consistentHash: { httpCookie: { name: 'LATER', ttl: 'LATER' }, maglev: { tableSize: 'LATER' } } },
  });
  expect(balancerOf(LoadBalancing.hashByQueryParameter(later))).toEqual({
    loadBalancer: { consistentHash: { httpQueryParameterName: 'LATER' } },
  });
  expect(balancerOf(LoadBalancing.random({ locality: Locality.failover({ eu: later }) }))).toMatchObject({
    loadBalancer: { localityLbSetting: { failover: [{ from: 'eu', to: 'LATER' }] } },
  });
  render.mockRestore();
});

const locality = (each: Locality) => LoadBalancing.random({ locality: each });

describe('errors', () => {
  test.each<[LoadBalancing, string]>([
    [LoadBalancing.hashByHeader('x y'), 'header name must be a name of a header'],
    [LoadBalancing.hashByQueryParameter(''), 'query parameter must be a text, got ""'],
    [LoadBalancing.hashByCookie('a b'), 'cookie name must be a name of a header'],
    [LoadBalancing.hashByCookie('a', { ttl: 1 as never }), 'ttl must be a Duration'],
    [
      LoadBalancing.hashByCookie('a', { attributes: { Secure: false as never } }),
      'attributes.Secure must be a text, got false',
    ],
    [LoadBalancing.hashBySourceIp({ ringHash: {}, maglev: {} }), 'ringHash and maglev exclude each other'],
    [
      LoadBalancing.hashBySourceIp({ ringHash: { minimumRingSize: 0 } }),
      'ringHash.minimumRingSize must be a whole number of at least 1, got 0',
    ],
    [
      LoadBalancing.hashBySourceIp({ maglev: { tableSize: 4 } }),
      'maglev.tableSize must be a prime number up to 5000010, got 4',
    ],
    [
      LoadBalancing.hashBySourceIp({ maglev: { tableSize: 5_000_011 } }),
      'maglev.tableSize must be a prime number up to 5000010, got 5000011',
    ],
    [
      LoadBalancing.random({ warmup: { duration: Duration.seconds(1) } } as never),
      'warmup is unknown, allowed are locality',
    ],
    [LoadBalancing.roundRobin({ warmup: {} as never }), 'warmup.duration must be given'],
    [
      LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(1), minimumPercent: 101 } }),
      'warmup.minimumPercent must be between 0 and 100, got 101',
    ],
    [
      LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(1), aggression: 0.5 } }),
      'warmup.aggression must be a number of at least 1, got 0.5',
    ],
    [LoadBalancing.random({ locality: 'eu' as never }), 'locality must be a Locality that is known at synthesis'],
    [locality(Locality.failover({})), 'locality: failover must have at least one entry'],
    [locality(Locality.failover({ eu: 'eu' })), 'locality: failover.eu must be another region, got eu again'],
    [
      locality(Locality.failover({ 'eu/a': 'us' })),
      'locality: failover: key must be a region, without zone or *, got "eu/a"',
    ],
    [locality(Locality.failover({ eu: '*' })), 'locality: failover.eu must be a region, without zone or *, got "*"'],
    [
      locality(Locality.failover({ eu: 'us' }, { priority: ['topology.kubernetes.io/zone'] })),
      'locality: failover.priority[0] must not be topology.kubernetes.io/zone where regions are given',
    ],
    [locality(Locality.failoverPriority([])), 'locality: failoverPriority must have at least 1 entry, got 0'],
    [locality(Locality.failoverPriority(['a b'])), 'locality: failoverPriority[0] must be a label key'],
    [locality(Locality.failoverPriority(['a=b c'])), 'locality: failoverPriority[0] must be a label value'],
    [
      locality(Locality.distribute({ eu: { eu: 80, us: 10 } })),
      'locality: distribute.eu: percentages must add up to 100, got 90',
    ],
    [
      locality(Locality.distribute({ eu: { eu: 0, us: 100 } })),
      'locality: distribute.eu.eu must be a whole number between 1 and 100, got 0',
    ],
    [locality(Locality.distribute({ 'eu/*/a': { eu: 100 } })), 'locality: distribute: key must be a locality'],
    [
      locality(Locality.distribute({ eu: { us: 100 }, 'eu/a': { us: 100 } })),
      'locality: distribute: localities must not overlap, got eu and eu/a',
    ],
    [
      locality(Locality.distribute({ eu: { '*': 50, us: 50 } })),
      'locality: distribute.eu: localities must not overlap, got * and us',
    ],
  ])('%#', (loadBalancing, message) => {
    expect(failure(policy(loadBalancing))).toContain(`shop/connections: loadBalancing: ${message}`);
  });
});
