import { type Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  CanaryRoute,
  CircuitBreaker,
  ConnectionPolicy,
  type ConnectionPolicyProps,
  DataPlane,
  Injection,
  IstioInstall,
  LoadBalancing,
  Locality,
  MeshNamespace,
  MeshPort,
} from 'istio-constructs';
import { collectPolicy, type PolicyContribution } from '../../lib/traffic/collect-policy';
import { type TrafficPolicy } from '../../lib/traffic/istio-types';
import { failure, gateway, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

type Reviews = ReturnType<typeof twoVersions>;
const host = 'reviews.shop.svc.cluster.local';
const ports = [MeshPort.http(8080), MeshPort.grpc(9090)];

test('minimal props eject nothing', () => {
  const objects = written(
    (chart) =>
      new ConnectionPolicy(chart, 'connections', {
        app: twoVersions(chart),
        loadBalancing: LoadBalancing.random(),
      }),
  );
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host,
    trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
  });
});

function withRoute(chart: Chart): Reviews {
  const app = twoVersions(chart, 'reviews', { ports });
  const [stable, canary] = [app.version('v1'), app.version('v2')];
  new CanaryRoute(chart, 'canary', { stable, canary, weight: 1 });
  return app;
}

function allProps(app: Reviews): Required<ConnectionPolicyProps<Reviews>> {
  return {
    app,
    loadBalancing: LoadBalancing.roundRobin(),
    connectionPool: { maxConnections: 100, connectTimeout: Duration.seconds(5) },
    retryBudget: { percent: 25, minRetryConcurrency: 5 },
    perVersion: { v2: { connectionPool: { maxConnections: 10 } } },
    ports: [{ port: app.port('grpc'), connectionPool: { maxConnections: 20, http2MaxRequests: 7 } }],
  };
}

test('all the props: a port takes over what it does not say, and a version counts before it', () => {
  const objects = written((chart) => new ConnectionPolicy(chart, 'connections', allProps(withRoute(chart))));
  const pool = (maxConnections: number, more: object = {}) => ({
    tcp: { maxConnections, connectTimeout: '5s' },
    ...more,
  });
  const loadBalancer = { simple: 'ROUND_ROBIN' };
  const grpc = (maxConnections: number) => [
    { port: { number: 9090 }, loadBalancer, connectionPool: pool(maxConnections, { http: { http2MaxRequests: 7 } }) },
  ];
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host,
    trafficPolicy: {
      loadBalancer,
      connectionPool: pool(100),
      retryBudget: { percent: 25, minRetryConcurrency: 5 },
      portLevelSettings: grpc(20),
    },
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      {
        name: 'v2',
        labels: { version: 'v2' },
        trafficPolicy: { connectionPool: pool(10), portLevelSettings: grpc(10) },
      },
    ],
  });
});

test('values that are only known later', () => {
  const make = (chart: Chart, props: ConnectionPolicyProps<Reviews>) =>
    new ConnectionPolicy(chart, 'connections', props);
  expect(laterInEveryProp((chart) => allProps(withRoute(chart)), make)).toEqual({
    written: [
      'connectionPool',
      'connectionPool.maxConnections',
      'connectionPool.connectTimeout',
      'retryBudget',
      'retryBudget.percent',
      'retryBudget.minRetryConcurrency',
      'perVersion.v2.connectionPool',
      'perVersion.v2.connectionPool.maxConnections',
      'ports.0.connectionPool',
      'ports.0.connectionPool.maxConnections',
      'ports.0.connectionPool.http2MaxRequests',
    ],
    refused: ['app', 'loadBalancing', 'perVersion', 'perVersion.v2', 'ports', 'ports.0', 'ports.0.port'],
  });
});

test('a port also takes over what a breaker says', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart, 'reviews', { ports });
    new CircuitBreaker(chart, 'breaker', { app, consecutive5xxErrors: 3 });
    const port = app.port('http');
    new ConnectionPolicy(chart, 'connections', { app, ports: [{ port, loadBalancing: LoadBalancing.random() }] });
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    trafficPolicy: {
      portLevelSettings: [
        {
          port: { number: 8080 },
          loadBalancer: { simple: 'RANDOM' },
          outlierDetection: { consecutive5xxErrors: 3, maxEjectionPercent: 50 },
        },
      ],
    },
  });
});

test('pain 22: a locality of one version or port ejects pods there', () => {
  const loadBalancing = LoadBalancing.random({ locality: Locality.failover({ eu: 'us' }) });
  const objects = written((chart) => {
    const app = withRoute(chart);
    const port = app.port('http');
    new ConnectionPolicy(chart, 'connections', {
      app,
      perVersion: { v1: { loadBalancing } },
      ports: [{ port, loadBalancing }],
    });
  });
  const outlierDetection = { maxEjectionPercent: 50 };
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    trafficPolicy: { portLevelSettings: [{ outlierDetection }] },
    subsets: [{ name: 'v1', trafficPolicy: { outlierDetection } }, { name: 'v2' }],
  });
  const idle = failure((chart) => {
    const app = twoVersions(chart, 'reviews', { versions: { v1: { replicas: 1 }, v2: { replicas: 1 } } });
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 });
    new ConnectionPolicy(chart, 'connections', { app, perVersion: { v1: { loadBalancing } } });
  });
  expect(idle).toContain('with 1 replica of v1 no pod could ever be ejected');
  expect(idle).not.toContain('of v2');
});

describe('errors', () => {
  test.each<[(app: Reviews, chart: Chart) => object, string]>([
    [() => ({}), 'at least one of connectionPool, loadBalancing, retryBudget, perVersion, ports must be given'],
    [() => ({ perVersion: {} }), 'at least one of connectionPool'],
    [() => ({ perVersion: { v1: {} } }), 'perVersion.v1 must set connectionPool or loadBalancing'],
    [
      () => ({ perVersion: { v3: { loadBalancing: LoadBalancing.random() } } }),
      'perVersion: v3 is no version of reviews, which has v1, v2',
    ],
    [(app) => ({ ports: [{ port: app.port('http') }] }), 'ports[0] must set connectionPool or loadBalancing'],
    [() => ({ ports: [] }), 'ports must have at least 1 entry, got 0'],
    [
      (_, chart) => ({ ports: [{ port: twoVersions(chart, 'web').port('http'), connectionPool: { maxRetries: 1 } }] }),
      'ports[0].port must be one of reviews, got http of another app',
    ],
    [
      (app) => {
        const one = { port: app.port('http'), connectionPool: { maxRetries: 1 } };
        return { ports: [one, one] };
      },
      'ports[1].port must be used once, got http again',
    ],
    [() => ({ retryBudget: { percent: 101 } }), 'retryBudget.percent must be between 0 and 100, got 101'],
    [() => ({ outlierDetection: {} }), 'outlierDetection is unknown'],
  ])('%#', (more, message) => {
    const found = failure((chart) => {
      const app = twoVersions(chart);
      new ConnectionPolicy(chart, 'connections', { app, ...more(app, chart) });
    });
    expect(found).toContain(`shop/connections: ${message}`);
  });

  test('two that say different things about a port name both', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      const port = app.port('http');
      for (const [id, maxRetries] of [
        ['a', 1],
        ['b', 2],
      ] as const)
        new ConnectionPolicy(chart, id, { app, ports: [{ port, connectionPool: { maxRetries } }] });
    });
    expect(message).toBe(
      'shop/reviews/routing: port http: connectionPool.http.maxRetries is 1 by shop/a and 2 by shop/b: say it in one place',
    );
  });

  test('an ambient namespace has nothing that would follow it', () => {
    const message = failure((chart) => {
      const namespace = new MeshNamespace(chart, 'ambient', { dataPlane: DataPlane.ambient() });
      new ConnectionPolicy(chart, 'connections', {
        app: twoVersions(chart, 'reviews', { namespace }),
        connectionPool: { maxRetries: 1 },
      });
    });
    expect(message).toContain(
      'shop/connections: a policy of connections needs layer 7, but namespace ambient is ambient',
    );
  });
});

describe('pain 3: mTLS', () => {
  const rule = (autoMtls: boolean | undefined, more: Parameters<typeof twoVersions>[2] = {}, raw?: object) =>
    specOf(
      written((chart) => {
        new IstioInstall(chart, 'istio', { version: '1.31', mesh: { autoMtls, raw: raw as never } });
        const app = twoVersions(chart, 'reviews', more);
        const port = app.port('http');
        new ConnectionPolicy(chart, 'connections', { app, ports: [{ port, connectionPool: { maxRetries: 1 } }] });
      }),
      'DestinationRule',
    );
  const portLevelSettings = [{ port: { number: 8080 }, connectionPool: { http: { maxRetries: 1 } } }];
  const automatic = { host, trafficPolicy: { portLevelSettings } };
  const tls = { mode: 'ISTIO_MUTUAL' };
  const asked = {
    host,
    trafficPolicy: { tls, portLevelSettings: portLevelSettings.map((each) => ({ ...each, tls })) },
  };

  test('is left to Istio where it is automatic', () => {
    expect(rule(undefined)).toEqual(automatic);
    expect(rule(true)).toEqual(automatic);
  });

  test('is asked for, on each port as well, where the mesh has it off', () => {
    expect(rule(false)).toEqual(asked);
    expect(rule(undefined, {}, { enableAutoMtls: false })).toEqual(asked);
  });

  test('is not asked of pods without a sidecar', () => {
    expect(rule(false, { injection: Injection.off() })).toEqual(automatic);
    const outside = MeshNamespace.fromName('shop', { dataPlane: DataPlane.none() });
    expect(rule(false, { namespace: outside })).toEqual(automatic);
    const perPod = MeshNamespace.fromName('shop', { dataPlane: DataPlane.perPod() });
    expect(rule(false, { namespace: perPod })).toEqual(automatic);
    expect(rule(false, { namespace: perPod, injection: Injection.byPodLabel() })).toEqual(asked);
  });
});

describe('pain 18: a headless service', () => {
  const headless = (chart: Chart): Reviews => Object.assign(twoVersions(chart), { headless: true });

  test('has its rule for its own host, which istiod counts for the names of its pods as well', () => {
    const objects = written((chart) => {
      new ConnectionPolicy(chart, 'connections', { app: headless(chart), connectionPool: { maxRetries: 1 } });
    });
    expect(specOf(objects, 'DestinationRule')).toEqual({
      host,
      trafficPolicy: { connectionPool: { http: { maxRetries: 1 } } },
    });
  });

  test.each<[string, (chart: Chart, app: Reviews) => unknown, string]>([
    [
      'load balancing',
      (chart, app) => new ConnectionPolicy(chart, 'one', { app, loadBalancing: LoadBalancing.random() }),
      'shop/one: load balancing would have no effect, for reviews is headless',
    ],
    [
      'a split between versions',
      (chart, app) =>
        new CanaryRoute(chart, 'one', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 }),
      'shop/one: a route to versions would have no effect, for reviews is headless',
    ],
  ])('%s would have no effect, but behind a gateway', (_, make, message) => {
    expect(failure((chart) => make(chart, headless(chart)))).toContain(message);
    const exposed = failure((chart) => {
      const app = headless(chart);
      app.expose(gateway(chart), { hosts: ['www.example.com'] });
      make(chart, app);
    });
    expect(exposed).toBe('nothing failed');
  });
});

test('pain 2: subsets have the labels that the app says its versions have', () => {
  const objects = written((chart) => {
    const app = Object.assign(withRoute(chart), { versionLabels: (version: string) => ({ track: `x-${version}` }) });
    new ConnectionPolicy(chart, 'connections', { app, connectionPool: { maxRetries: 1 } });
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    subsets: [
      { name: 'v1', labels: { track: 'x-v1' } },
      { name: 'v2', labels: { track: 'x-v2' } },
    ],
  });
});

describe('any policies of several constructs', () => {
  const field = fc.constantFrom(
    'maxRetries',
    'http2MaxRequests',
    'http1MaxPendingRequests',
    'maxRequestsPerConnection',
  );
  const policy: fc.Arbitrary<TrafficPolicy> = fc.oneof(
    fc.dictionary(field, fc.integer({ min: 1, max: 3 })).map((http) => ({ connectionPool: { http } })),
    fc.constantFrom<TrafficPolicy>({ loadBalancer: { simple: 'RANDOM' } }, { outlierDetection: { interval: '1s' } }),
  );
  const numbers: Readonly<Record<string, number>> = { http: 80, grpc: 90 };
  const contribution = fc.record({
    policy,
    perVersion: fc.dictionary(fc.constantFrom('v1', 'v2'), policy),
    perPort: fc
      .dictionary(fc.constantFrom('http', 'grpc'), policy)
      .map((all) =>
        Object.fromEntries(Object.entries(all).map(([name, each]) => [name, { number: numbers[name], policy: each }])),
      ),
  });
  const contributions = fc
    .array(contribution, { minLength: 1, maxLength: 4 })
    .map((all) =>
      all.map(
        (each, index) => ({ ...each, source: { node: { path: `shop/${index}` } } }) as unknown as PolicyContribution,
      ),
    );

  test('are one rule, in whichever order they were made', () => {
    fc.assert(
      fc.property(
        contributions.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(JSON.stringify(collectPolicy(shuffled))).toBe(JSON.stringify(collectPolicy(all)));
        },
      ),
    );
  });

  test('each field that one construct alone says is in the rule, and on each level what it takes over', () => {
    fc.assert(
      fc.property(contributions, (all) => {
        const { policy: whole, perVersion, problems } = collectPolicy(all);
        if (problems.length > 0) return;
        const entry = (number: number, of: TrafficPolicy | undefined) =>
          of?.portLevelSettings?.find((each) => each.port?.number === number) ?? {};
        for (const each of all) {
          expect(whole).toMatchObject(each.policy);
          for (const [version, own] of Object.entries(each.perVersion)) expect(perVersion[version]).toMatchObject(own);
          for (const { number, policy: own } of Object.values(each.perPort ?? {})) {
            expect(entry(number, whole)).toMatchObject(own);
            for (const [version, own] of Object.entries(each.perVersion))
              expect(entry(number, perVersion[version])).toMatchObject(own);
          }
        }
      }),
    );
  });

  test('give a problem exactly where two differ', () => {
    const source = (path: string) => ({ node: { path } }) as PolicyContribution['source'];
    fc.assert(
      fc.property(policy, policy, (a, b) => {
        const said = (each: TrafficPolicy) => Object.entries(each.connectionPool?.http ?? {});
        const differ = said(a).filter(([key, one]) => said(b).some(([other, two]) => other === key && one !== two));
        const { problems } = collectPolicy([
          { source: source('shop/a'), policy: a, perVersion: {} },
          { source: source('shop/b'), policy: b, perVersion: {} },
        ]);
        expect(problems).toHaveLength(differ.length);
      }),
    );
  });
});
