import { App, Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  CanaryRoute,
  CircuitBreaker,
  ConnectionPolicy,
  DataPlane,
  FaultInjection,
  HttpMatch,
  HttpRouting,
  LoadBalancing,
  MeshNamespace,
  MeshPort,
  MeshService,
  type RoutedMeshService,
  type RoutedServiceOptions,
} from 'istio-constructs';
import { failure, laterInEveryProp, namespace, only, specOf, twoVersions, written } from '../support/constructs';

const bank = MeshNamespace.fromName('bank');
const host = 'ledger.bank.svc.cluster.local';
const ports = [MeshPort.http(80)];
const versions = { v1: {}, v2: {} };
const destination = (subset?: string) => ({ host, port: { number: 80 }, ...(subset !== undefined && { subset }) });

/** The ledger of another team, called from the namespace shop. */
function ledger(scope: Chart, more: Partial<RoutedServiceOptions<'v1' | 'v2'>> = {}): RoutedMeshService<'v1' | 'v2'> {
  return MeshService.fromName('ledger', bank, { scope, client: namespace, ports, versions, ...more });
}

function split(chart: Chart, app: RoutedMeshService<'v1' | 'v2'>, id = 'canary'): CanaryRoute {
  return new CanaryRoute(chart, id, { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
}

test('pain 7: rules of a client are in its own namespace, for it alone, with the subsets that they use', () => {
  const objects = written((chart) => split(chart, ledger(chart)));
  expect(only(objects, 'VirtualService')).toMatchObject({
    metadata: { name: 'ledger.bank', namespace: 'shop' },
    spec: {
      exportTo: ['.'],
      hosts: [host],
      http: [
        {
          route: [
            { destination: destination('v1'), weight: 90 },
            { destination: destination('v2'), weight: 10 },
          ],
        },
      ],
    },
  });
  expect(only(objects, 'DestinationRule')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'ledger.bank', namespace: 'shop' },
    spec: {
      exportTo: ['.'],
      host,
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    },
  });
});

test('pain 7: rules of an owner are in the namespace of the service, for everybody', () => {
  const objects = written((chart) => split(chart, ledger(chart, { as: 'owner', client: undefined })));
  for (const kind of ['VirtualService', 'DestinationRule']) {
    expect(only(objects, kind).metadata).toEqual({ name: 'ledger', namespace: 'bank' });
    expect(specOf(objects, kind)).not.toHaveProperty('exportTo');
  }
});

test('all the options', () => {
  const options = (scope: Chart): Required<RoutedServiceOptions<'v1' | 'v2'>> => ({
    scope,
    ports: [MeshPort.http(80), MeshPort.grpc(90, { name: 'api' })],
    versions: { v1: {}, v2: { labels: { track: 'canary' } } },
    as: 'client',
    client: namespace,
    headless: true,
  });
  const objects = written((chart) => {
    const service = MeshService.fromName('ledger', bank, options(chart));
    expect(service.host).toBe(host);
    expect(service.headless).toBe(true);
    expect(service.port('api')).toMatchObject({ name: 'grpc-api', number: 90 });
    new ConnectionPolicy(chart, 'connections', { app: service, connectionPool: { maxRetries: 1 } });
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { track: 'canary' } },
    ],
  });
});

test('values that are only known later: labels of versions', () => {
  const options = (): Omit<RoutedServiceOptions, 'scope'> => ({
    ports,
    versions: { v1: { labels: { track: 'stable' } } },
    as: 'client',
    client: namespace,
    headless: false,
  });
  const outcomes = laterInEveryProp(options, (scope, more) => {
    const app = MeshService.fromName('ledger', bank, { scope, ...more });
    new ConnectionPolicy(scope, 'connections', { app, connectionPool: { maxRetries: 1 } });
  });
  expect(outcomes).toEqual({
    written: ['versions.v1.labels.track'],
    refused: ['ports', 'ports.0', 'versions', 'versions.v1', 'versions.v1.labels', 'as', 'client', 'headless'],
  });
});

test('versions are known to the compiler', () => {
  written((scope) => {
    const app = MeshService.fromName('ledger', bank, { scope, client: namespace, ports, versions });
    // @ts-expect-error there is no such version
    expect(() => app.version('v3')).toThrow('version must be one of v1, v2');
    const none = MeshService.fromName('books', bank, { scope, client: namespace, ports });
    // @ts-expect-error no version is known
    expect(() => none.version('v1')).toThrow('version must be one of');
  });
});

test('every traffic construct takes such a service', () => {
  const objects = written((chart) => {
    const app = ledger(chart);
    split(chart, app);
    new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/api'), to: [{ to: app.version('v2') }] });
    new FaultInjection(chart, 'slow', {
      app,
      when: HttpMatch.header('x-test').is('1'),
      delay: { duration: Duration.seconds(1) },
    });
    new CircuitBreaker(chart, 'breaker', { app, perVersion: { v1: { consecutive5xxErrors: 1 } } });
  });
  expect(objects.map((each) => each.kind).sort()).toEqual(['DestinationRule', 'VirtualService']);
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [{ name: 'api-slow' }, { name: 'api' }, { name: 'canary-slow' }, { name: 'canary' }],
  });
});

test('handles of one service are one, whatever the order: one VirtualService, one DestinationRule', () => {
  const make = (chart: Chart, order: readonly number[]) => {
    const handles = [
      () => ledger(chart, { versions: { v1: {} } as never }),
      () => ledger(chart, { versions: { v2: {} } as never, ports: [MeshPort.grpc(90)] }),
      () => ledger(chart, { versions: undefined }),
    ];
    const [first] = order.map((index) => handles[index]?.());
    if (first) split(chart, first);
  };
  const once = written((chart) => make(chart, [0, 1, 2]));
  expect(once.map((each) => each.kind)).toEqual(['DestinationRule', 'VirtualService']);
  expect(specOf(once, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2' }] });
  expect(specOf(once, 'VirtualService')).toMatchObject({
    http: [{ match: [{ port: 90 }] }, { match: [{ port: 80 }] }],
  });
  fc.assert(
    fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), (order) => {
      expect(written((chart) => make(chart, order))).toEqual(once);
    }),
  );
});

test('clients in two namespaces have rules of their own', () => {
  const objects = written((chart) => {
    split(chart, ledger(chart));
    split(chart, ledger(chart, { client: MeshNamespace.fromName('web') }), 'other');
  });
  expect(objects.filter((each) => each.kind === 'VirtualService').map((each) => each.metadata.namespace)).toEqual([
    'shop',
    'web',
  ]);
});

describe('a client of a service that the program has rules of', () => {
  const client = MeshNamespace.fromName('web');
  const reviews = (scope: Chart, more: Partial<RoutedServiceOptions<'v1' | 'v2'>> = {}) =>
    MeshService.fromName('reviews', namespace, { scope, client, ports: [MeshPort.http(8080)], ...more });
  const inWeb = (
    objects: readonly { kind: string; metadata: { namespace?: string }; spec?: unknown }[],
    kind: string,
  ) => objects.find((each) => each.kind === kind && each.metadata.namespace === 'web')?.spec;

  test('keeps the routes and policies of the service, where it says nothing else', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
      new CircuitBreaker(chart, 'breaker', { app, connectionPool: { maxRetries: 1, http2MaxRequests: 100 } });
      const own = reviews(chart, { versions });
      new HttpRouting(chart, 'api', { app: own, match: HttpMatch.exact('/api'), to: [{ to: own.version('v2') }] });
      new ConnectionPolicy(chart, 'fewer', { app: own, connectionPool: { http2MaxRequests: 5 } });
    });
    expect(inWeb(objects, 'VirtualService')).toMatchObject({ http: [{ name: 'api' }, { name: 'canary' }] });
    expect(inWeb(objects, 'DestinationRule')).toMatchObject({
      trafficPolicy: {
        connectionPool: { http: { maxRetries: 1, http2MaxRequests: 5 } },
        outlierDetection: { maxEjectionPercent: 50 },
      },
      subsets: [{ name: 'v1' }, { name: 'v2' }],
    });
    expect(
      specOf(
        objects.filter((each) => each.metadata.namespace === 'shop'),
        'VirtualService',
      ),
    ).toMatchObject({
      http: [{ name: 'canary' }],
    });
  });

  test('repeats the subsets, which its rule would hide, without naming them', () => {
    const objects = written((chart) => {
      twoVersions(chart);
      new ConnectionPolicy(chart, 'fewer', { app: reviews(chart), connectionPool: { maxRetries: 1 } });
    });
    expect(specOf(objects, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2' }] });
  });

  test('is judged by the number of its pods', () => {
    const message = failure((chart) => {
      twoVersions(chart);
      new CircuitBreaker(chart, 'breaker', { app: reviews(chart), maxEjectionPercent: 40 });
    });
    expect(message).toContain('maxEjectionPercent must be at least 50, got 40: with 2 replicas of v1');
  });

  test.each<[string, Partial<RoutedServiceOptions<'v1' | 'v2'>>, string]>([
    ['a port that it does not have', { ports: [MeshPort.http(80)] }, 'ports: shop/reviews has http 8080, got http 80'],
    [
      'a version that it does not have',
      { versions: { v3: {} } as never },
      'versions: shop/reviews has v1 {"version":"v1"}, v2 {"version":"v2"}, got v3 {"version":"v3"}',
    ],
    [
      'other labels',
      { versions: { v1: { labels: { track: 'a' } } } as never },
      'versions: shop/reviews has v1 {"version":"v1"}, v2 {"version":"v2"}, got v1 {"track":"a"}',
    ],
    [
      'its own namespace',
      { client: namespace },
      "client must be another namespace than the service's: shop/reviews is the service itself, use it",
    ],
    [
      'ownership',
      { as: 'owner', client: undefined },
      "as: 'owner' would be the second to write rules for reviews.shop.svc.cluster.local: shop/reviews is the service itself, use it",
    ],
  ])('pain 4: %s is an error that names the app, whichever comes first', (_, more, message) => {
    const appFirst = failure((chart) => {
      twoVersions(chart);
      reviews(chart, more);
    });
    const appLast = failure((chart) => {
      reviews(chart, more);
      twoVersions(chart);
    });
    expect(appFirst).toContain(message);
    expect(appLast).toBe(appFirst);
  });
});

test('pain 2: a policy of a client needs the versions that its rule would hide', () => {
  const policy = (more: Partial<RoutedServiceOptions<'v1' | 'v2'>>) =>
    failure(
      (chart) =>
        new ConnectionPolicy(chart, 'one', { app: ledger(chart, more), loadBalancing: LoadBalancing.random() }),
    );
  expect(policy({ versions: undefined })).toContain(
    "versions must be given, {} if there are none: the DestinationRule in namespace shop hides the subsets of ledger's own",
  );
  expect(policy({ versions: {} as never })).toBe('nothing failed');
  expect(policy({ versions: undefined, as: 'owner', client: undefined })).toBe('nothing failed');
});

test('only the namespace of the clients needs proxies of layer 7', () => {
  const policy = (service: MeshNamespace | typeof bank, client: typeof bank) =>
    failure((scope) => {
      const app = MeshService.fromName('ledger', service, { scope, client, ports, versions });
      new ConnectionPolicy(scope, 'one', { app, connectionPool: { maxRetries: 1 } });
    });
  const ambient = MeshNamespace.fromName('mesh', { dataPlane: DataPlane.ambient() });
  expect(policy(ambient, namespace)).toBe('nothing failed');
  expect(policy(bank, ambient)).toContain('namespace mesh is ambient');
});

test('a client whose own namespace has a service of that name keeps both apart', () => {
  const objects = written((chart) => {
    const own = twoVersions(chart, 'ledger');
    new CanaryRoute(chart, 'own', { stable: own.version('v1'), canary: own.version('v2'), weight: 1 });
    split(chart, ledger(chart));
  });
  const rules = objects.filter((each) => each.kind === 'DestinationRule');
  expect(rules.map((each) => each.metadata.name)).toEqual(['ledger', 'ledger.bank']);
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ scope: undefined }, 'scope must be given'],
    [{ scope: 'shop' }, 'scope must be a construct, got "shop"'],
    [{ ports: [] }, 'ports must have at least 1 entry, got 0'],
    [{ ports: [80] }, 'ports[0] must be a MeshPort that is known at synthesis'],
    [{ ports: [MeshPort.http(80), MeshPort.http(80)] }, 'ports: port numbers must be used once, got 80 twice'],
    [{ versions: { V1: {} } }, 'versions: key must be a DNS label'],
    [{ versions: { v1: { labels: {} } } }, 'versions.v1.labels must have at least one label'],
    [{ versions: { v1: { labels: { a: 'b c' } } } }, 'versions.v1.labels.a must be a label value'],
    [{ as: 'clients' }, 'as must be one of client, owner, got "clients": did you mean client?'],
    [{ client: undefined }, "client must be given, unless as is 'owner'"],
    [{ as: 'owner' }, "client must be left out where as is 'owner'"],
    [{ client: 'shop' }, 'client must be a MeshNamespace, got "shop"'],
    [{ headless: 'yes' }, 'headless must be true or false, got "yes"'],
    [{ port: 80 }, 'port is unknown, did you mean ports?'],
  ])('%j', (more, message) => {
    const found = failure((chart) => ledger(chart, more));
    expect(found).toContain('MeshService.fromName("ledger")');
    expect(found).toContain(message);
  });

  test('a version or a port that it does not have', () => {
    expect(failure((chart) => ledger(chart).version('v3' as never))).toBe(
      'shop/ledger.bank for shop: version must be one of v1, v2, got "v3"',
    );
    expect(failure((chart) => ledger(chart).port('grpc'))).toBe(
      'shop/ledger.bank for shop: port must be one of http, got "grpc"',
    );
  });

  test('two handles that say different things are an error whichever comes first', () => {
    const both = (one: object, two: object) =>
      [
        [one, two],
        [two, one],
      ].map((order) => failure((chart) => order.forEach((more) => ledger(chart, more))));
    expect(both({}, { ports: [MeshPort.grpc(80)] })).toEqual(
      Array(2).fill(
        'shop/ledger.bank for shop: ports: two handles say different things, grpc 80 and http 80: say it in one place',
      ),
    );
    expect(both({}, { ports: [MeshPort.http(81)] })[0]).toContain('http 80 and http 81');
    expect(both({}, { versions: { v1: { labels: { track: 'a' } } } })).toEqual(
      Array(2).fill(
        'shop/ledger.bank for shop: versions.v1: two handles say different labels, {"track":"a"} and {"version":"v1"}: say it in one place',
      ),
    );
  });

  test('handles in two charts do not say which has the rules', () => {
    const app = new App();
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    ledger(a);
    expect(() => ledger(b)).toThrow(
      'a/ledger.bank for shop: scope must be in one chart for all handles of the service, which then has its rules: got a and b',
    );
    expect(() => Testing.synth(b)).not.toThrow();
  });

  test('a name that is none', () => {
    const later = { [Symbol.for('istio-constructs.unresolved')]: true } as never;
    expect(() => MeshService.fromName(later, bank)).toThrow('MeshService.fromName: name must be known at synthesis');
  });
});
