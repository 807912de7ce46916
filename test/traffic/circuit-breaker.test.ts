import { type Chart, Duration } from 'cdk8s';
import {
  CanaryRoute,
  CircuitBreaker,
  type CircuitBreakerProps,
  HttpMatch,
  HttpRouting,
  IstioInstall,
  LoadBalancing,
} from 'istio-constructs';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

type Reviews = ReturnType<typeof twoVersions>;
const host = 'reviews.shop.svc.cluster.local';

test('pain 3: minimal props always state the share of pods that may be out, and nothing about TLS', () => {
  const objects = written((chart) => new CircuitBreaker(chart, 'breaker', { app: twoVersions(chart) }));
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host,
    trafficPolicy: { outlierDetection: { maxEjectionPercent: 50 } },
  });
});

function allProps(app: Reviews): Required<CircuitBreakerProps<Reviews>> {
  return {
    app,
    consecutive5xxErrors: 3,
    consecutiveGatewayErrors: 2,
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 4,
    interval: Duration.seconds(10),
    baseEjectionTime: Duration.minutes(1),
    maxEjectionPercent: 100,
    minHealthPercent: 30,
    loadBalancing: LoadBalancing.roundRobin(),
    connectionPool: {
      maxConnections: 100,
      connectTimeout: Duration.seconds(5),
      maxConnectionDuration: Duration.hours(1),
      tcpIdleTimeout: Duration.minutes(10),
      tcpKeepalive: { probes: 3, time: Duration.seconds(60), interval: Duration.seconds(10) },
      h2UpgradePolicy: 'UPGRADE',
      http2KeepAlive: { interval: Duration.seconds(30), timeout: Duration.seconds(5) },
      useClientProtocol: false,
      http1MaxPendingRequests: 11,
      http2MaxRequests: 1000,
      maxConcurrentStreams: 100,
      maxRequestsPerConnection: 10,
      maxRetries: 4,
      idleTimeout: Duration.seconds(30),
    },
    perVersion: {
      v1: { connectionPool: { http2MaxRequests: 500 } },
      v2: { consecutive5xxErrors: 1, loadBalancing: LoadBalancing.random() },
    },
  };
}

function withRoute(chart: Chart): Reviews {
  const app = twoVersions(chart);
  new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 });
  return app;
}

const POOL = {
  tcp: {
    maxConnections: 100,
    connectTimeout: '5s',
    maxConnectionDuration: '3600s',
    idleTimeout: '600s',
    tcpKeepalive: { probes: 3, time: '60s', interval: '10s' },
  },
  http: {
    h2UpgradePolicy: 'UPGRADE',
    http2KeepAlive: { interval: '30s', timeout: '5s' },
    useClientProtocol: false,
    http1MaxPendingRequests: 11,
    http2MaxRequests: 1000,
    maxConcurrentStreams: 100,
    maxRequestsPerConnection: 10,
    maxRetries: 4,
    idleTimeout: '30s',
  },
};
const OUTLIER = {
  consecutive5xxErrors: 3,
  consecutiveGatewayErrors: 2,
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 4,
  interval: '10s',
  baseEjectionTime: '60s',
  maxEjectionPercent: 100,
  minHealthPercent: 30,
};

test('all the props: a version takes over what it does not say, for Istio would drop it', () => {
  const objects = written((chart) => new CircuitBreaker(chart, 'breaker', allProps(withRoute(chart))));
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host,
    trafficPolicy: { connectionPool: POOL, loadBalancer: { simple: 'ROUND_ROBIN' }, outlierDetection: OUTLIER },
    subsets: [
      {
        name: 'v1',
        labels: { version: 'v1' },
        trafficPolicy: { connectionPool: { ...POOL, http: { ...POOL.http, http2MaxRequests: 500 } } },
      },
      {
        name: 'v2',
        labels: { version: 'v2' },
        trafficPolicy: {
          loadBalancer: { simple: 'RANDOM' },
          outlierDetection: { ...OUTLIER, consecutive5xxErrors: 1 },
        },
      },
    ],
  });
});

test('values that are only known later reach the rule; what chooses versions has to be known', () => {
  const make = (chart: Chart, props: CircuitBreakerProps<Reviews>) => new CircuitBreaker(chart, 'breaker', props);
  const { refused, written: reached } = laterInEveryProp((chart) => allProps(withRoute(chart)), make);
  expect(refused).toEqual([
    'app',
    'loadBalancing',
    'perVersion',
    'perVersion.v1',
    'perVersion.v2',
    'perVersion.v2.loadBalancing',
  ]);
  expect(reached).toEqual(
    expect.arrayContaining([
      'connectionPool',
      'interval',
      'connectionPool.http2MaxRequests',
      'perVersion.v1.connectionPool',
    ]),
  );
});

test('a pool that is only known later keeps its other limits for a version', () => {
  const { written: reached } = laterInEveryProp(
    (chart) => ({
      app: withRoute(chart),
      connectionPool: { maxRetries: 1 },
      perVersion: { v1: { connectionPool: { http2MaxRequests: 5 } } },
    }),
    (chart, props) => new CircuitBreaker(chart, 'breaker', props),
  );
  expect(reached).toContain('connectionPool');
});

describe('two breakers for one app', () => {
  test('are one rule', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CircuitBreaker(chart, 'pool', { app, connectionPool: { maxConnections: 1 } });
      new CircuitBreaker(chart, 'outlier', { app, consecutive5xxErrors: 1 });
    });
    expect(specOf(objects, 'DestinationRule')).toEqual({
      host,
      trafficPolicy: {
        connectionPool: { tcp: { maxConnections: 1 } },
        outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 50 },
      },
    });
  });

  test('of which one states the share that the other leaves open', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CircuitBreaker(chart, 'pool', { app, connectionPool: { maxConnections: 1 } });
      new CircuitBreaker(chart, 'share', { app, maxEjectionPercent: 100 });
    });
    expect(specOf(objects, 'DestinationRule')).toMatchObject({
      trafficPolicy: { outlierDetection: { maxEjectionPercent: 100 } },
    });
  });

  test('that say different things are an error that names both', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new CircuitBreaker(chart, 'one', { app, connectionPool: { maxConnections: 1 } });
      new CircuitBreaker(chart, 'two', { app, connectionPool: { maxConnections: 2 } });
    });
    expect(message).toBe(
      'shop/reviews/routing: connectionPool.tcp.maxConnections is 1 by shop/one and 2 by shop/two: say it in one place',
    );
  });
});

test('a version takes over from the breaker whether failures to connect count apart', () => {
  const objects = written((chart) => {
    const app = withRoute(chart);
    new CircuitBreaker(chart, 'breaker', {
      app,
      splitExternalLocalOriginErrors: true,
      perVersion: { v2: { consecutiveLocalOriginFailures: 1 } },
    });
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    subsets: [
      { name: 'v1' },
      {
        trafficPolicy: {
          outlierDetection: { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 1 },
        },
      },
    ],
  });
});

test('two load balancings are two choices, also where their fields differ', () => {
  const message = failure((chart) => {
    const app = twoVersions(chart);
    new CircuitBreaker(chart, 'one', { app, loadBalancing: LoadBalancing.random() });
    new CircuitBreaker(chart, 'two', { app, loadBalancing: LoadBalancing.hashBySourceIp() });
  });
  expect(message).toBe(
    'shop/reviews/routing: loadBalancer is {"simple":"RANDOM"} by shop/one and {"consistentHash":{"useSourceIp":true}} by shop/two: say it in one place',
  );
});

test('pings of HTTP/2 are an error where the release of Istio does not know them', () => {
  const message = (version: '1.30' | '1.31') =>
    failure((chart) => {
      new IstioInstall(chart, 'istio', { version });
      const http2KeepAlive = { interval: Duration.seconds(30), timeout: Duration.seconds(5) };
      new CircuitBreaker(chart, 'breaker', { app: twoVersions(chart), connectionPool: { http2KeepAlive } });
    });
  expect(message('1.30')).toMatch(/shop\/breaker: http2KeepAlive needs Istio 1.31 or newer, the mesh has 1.30/);
  expect(message('1.31')).toBe('nothing failed');
});

test('a pool that two constructs brought together must not contradict itself', () => {
  const message = failure((chart) => {
    const app = twoVersions(chart);
    new CircuitBreaker(chart, 'one', { app, connectionPool: { h2UpgradePolicy: 'UPGRADE' } });
    new CircuitBreaker(chart, 'two', { app, connectionPool: { useClientProtocol: true } });
  });
  expect(message).toContain('shop/reviews/routing: connectionPool: useClientProtocol leaves nothing to upgrade');
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ maxEjectionPercent: 101 }, 'maxEjectionPercent must be a whole number between 0 and 100, got 101'],
    [{ minHealthPercent: -1 }, 'minHealthPercent must be a whole number between 0 and 100, got -1'],
    [{ interval: Duration.millis(0.5) }, 'interval must be at least 1 ms, got 0.5 ms'],
    [{ consecutive5xxErrors: '5' }, 'consecutive5xxErrors must be a whole number between 0 and 4294967295, got "5"'],
    [{ consecutiveErrors: 5 }, 'consecutiveErrors is unknown, did you mean consecutive5xxErrors?'],
    [{ connectionPool: {} }, 'connectionPool must set at least one of maxConnections'],
    [
      { connectionPool: { h2UpgradePolicy: 'upgrade' } },
      'connectionPool.h2UpgradePolicy must be one of DEFAULT, UPGRADE, DO_NOT_UPGRADE, got "upgrade": did you mean UPGRADE?',
    ],
    [
      { connectionPool: { http2KeepAlive: { interval: Duration.seconds(1) } } },
      'connectionPool.http2KeepAlive.timeout must be given',
    ],
    [{ loadBalancing: 'RANDOM' }, 'loadBalancing must be a LoadBalancing'],
    [{ loadBalancing: LoadBalancing.hashByHeader('x y') }, 'loadBalancing: header name must be a name of a header'],
    [
      { consecutiveLocalOriginFailures: 3 },
      'consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true, got 3 without it',
    ],
    [
      { perVersion: { v1: { consecutiveLocalOriginFailures: 3 } } },
      'perVersion.v1.consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true, got 3 without it',
    ],
    [{ perVersion: { v3: {} } }, 'perVersion: v3 is no version of reviews, which has v1, v2'],
    [{ perVersion: { v1: { maxRetries: 1 } } }, 'perVersion.v1.maxRetries is unknown'],
  ])('%j', (more, message) => {
    expect(failure((chart) => new CircuitBreaker(chart, 'breaker', { app: twoVersions(chart), ...more }))).toContain(
      `shop/breaker: ${message}`,
    );
  });

  test('a share of which no pod could ever be ejected is an error that names the least that works', () => {
    const breaker = (replicas: number, maxEjectionPercent: number) =>
      failure(
        (chart) =>
          new CircuitBreaker(chart, 'breaker', {
            app: twoVersions(chart, 'reviews', { versions: { v1: { replicas }, v2: { replicas: 100 } } }),
            maxEjectionPercent,
          }),
      );
    expect(breaker(3, 33)).toBe(
      'shop/breaker: maxEjectionPercent must be at least 34, got 33: with 3 replicas of v1 no pod could ever be ejected',
    );
    expect(breaker(3, 34)).toBe('nothing failed');
    expect(breaker(1, 50)).toContain('must be at least 100, got 50: with 1 replica of v1');
    const byDefault = failure(
      (chart) => new CircuitBreaker(chart, 'breaker', { app: twoVersions(chart, 'reviews', { replicas: 1 }) }),
    );
    expect(byDefault).toContain(
      'shop/reviews/routing: maxEjectionPercent must be at least 100, got 50: with 1 replica of v1',
    );
  });

  test('pain 6: a policy of a version that no route names would have no effect', () => {
    const message = failure(
      (chart) =>
        new CircuitBreaker(chart, 'breaker', { app: twoVersions(chart), perVersion: { v1: { minHealthPercent: 1 } } }),
    );
    expect(message).toContain('the policy of version v1 would have no effect, for no route leads to it by name');
  });

  test('pain 6: a route to another version does not make a policy count', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'all', { app, match: HttpMatch.any(), to: [{ to: app.version('v1') }] });
      new CircuitBreaker(chart, 'breaker', { app, perVersion: { v1: { interval: Duration.seconds(1) } } });
      new CircuitBreaker(chart, 'other', { app, perVersion: { v2: { interval: Duration.seconds(1) } } });
    });
    expect(message).toContain('the policy of version v2 would have no effect');
    expect(message).not.toContain('the policy of version v1');
  });
});
