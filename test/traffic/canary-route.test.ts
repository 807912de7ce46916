import { type Chart, Duration } from 'cdk8s';
import {
  CanaryRoute,
  type CanaryRouteProps,
  CanarySteps,
  HttpMatch,
  MeshNamespace,
  MeshPort,
  DataPlane,
} from 'istio-constructs';
import { failure, gateway, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const host = 'reviews.shop.svc.cluster.local';
const to = (subset: string, weight?: number) => ({
  destination: { host, port: { number: 8080 }, subset },
  ...(weight !== undefined && { weight }),
});
const safeRetries = { attempts: 2, retryOn: 'connect-failure,refused-stream' };

test('minimal props split the requests and name the subsets of both versions', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  });
  expect(specOf(objects, 'VirtualService')).toEqual({
    hosts: [host],
    http: [{ name: 'canary', route: [to('v1', 90), to('v2', 10)], retries: safeRetries }],
  });
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host,
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ],
  });
});

/** All but the steps, which exclude `weight` and `mirror`. */
type Plain = Required<Omit<CanaryRouteProps, 'steps' | 'step'>>;

function allProps(app: ReturnType<typeof twoVersions>): Plain {
  return {
    stable: app.version('v1'),
    canary: app.version('v2'),
    weight: 0,
    mirror: 5,
    sessionAffinity: { cookie: 'session', ttl: Duration.hours(1), path: '/' },
    preview: HttpMatch.header('x-preview').is('on'),
    port: app.port('http'),
    timeout: Duration.seconds(10),
    retries: {
      attempts: 3,
      perTryTimeout: Duration.millis(2500),
      retryOn: ['5xx', 'reset'],
      retryRemoteLocalities: true,
    },
  };
}

test('all the props: timeout and retries are on every route, the preview comes first', () => {
  const objects = written((chart) => new CanaryRoute(chart, 'canary', allProps(twoVersions(chart))));
  const common = {
    timeout: '10s',
    retries: { attempts: 3, perTryTimeout: '2500ms', retryOn: '5xx,reset', retryRemoteLocalities: true },
  };
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [
      { name: 'canary-preview', match: [{ headers: { 'x-preview': { exact: 'on' } } }], route: [to('v2')], ...common },
      {
        name: 'canary',
        route: [to('v1', 100), to('v2', 0)],
        mirrors: [{ ...to('v2'), percentage: { value: 5 } }],
        ...common,
      },
    ],
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'session', ttl: '3600s', path: '/' } } } },
  });
});

test('values that are only known later reach the routes; handles and matches have to be known', () => {
  const make = (chart: Chart, props: Plain) => new CanaryRoute(chart, 'canary', props);
  expect(laterInEveryProp((chart) => allProps(twoVersions(chart)), make)).toEqual({
    written: [
      'weight',
      'mirror',
      'sessionAffinity.cookie',
      'sessionAffinity.ttl',
      'sessionAffinity.path',
      'timeout',
      'retries',
      'retries.attempts',
      'retries.perTryTimeout',
      'retries.retryOn',
      'retries.retryOn.0',
      'retries.retryOn.1',
      'retries.retryRemoteLocalities',
    ],
    refused: ['stable', 'canary', 'sessionAffinity', 'preview', 'port'],
  });
});

test('at 0 and at 100 both versions are written, so that a change of the weight changes numbers only', () => {
  for (const weight of [0, 100]) {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [{ route: [to('v1', 100 - weight), to('v2', weight)] }],
    });
  }
});

test('pain 5: holds at a gateway as in the mesh', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    app.expose(gateway(chart), { hosts: ['shop.example.com'] });
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  });
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    hosts: ['shop.example.com', host],
    gateways: ['istio-system/public', 'mesh'],
    http: [{ route: [to('v1', 90), to('v2', 10)] }],
  });
});

describe('errors', () => {
  const withProps = (more: object) => (chart: never) => {
    const app = twoVersions(chart);
    new CanaryRoute(chart, 'canary', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      weight: 10,
      ...more,
    } as CanaryRouteProps);
  };

  test.each<[object, string]>([
    [{ weight: 110 }, 'shop/canary: weight must be between 0 and 100, got 110'],
    [{ weight: -1 }, 'shop/canary: weight must be between 0 and 100, got -1'],
    [{ weight: 2.5 }, 'shop/canary: weight must be a whole number, got 2.5'],
    [{ weight: '10' }, 'shop/canary: weight must be between 0 and 100, got "10"'],
    [{ weight: undefined }, 'shop/canary: weight must be given'],
    [
      { mirror: 5 },
      "shop/canary: mirror must be left out where weight is above 0, got weight 10: Istio would copy the canary's own",
    ],
    [{ weight: 0, mirror: 101 }, 'shop/canary: mirror must be between 0 and 100, got 101'],
    [{ step: 1 }, 'shop/canary: step must be left out where there are no steps'],
    [{ step: true }, 'shop/canary: step must be the name or the index of a step, got true'],
    [{ steps: CanarySteps.weights(1), step: 0 }, 'shop/canary: weight must be left out where steps are given'],
    [{ sessionAffinity: { cookie: 'a b' } }, 'shop/canary: sessionAffinity: cookie name must be a name of a header'],
    [{ preview: HttpMatch.exact('/a').and(HttpMatch.exact('/b')) }, 'shop/canary: preview takes no request at all'],
    [{ wieght: 1 }, 'shop/canary: wieght is unknown, did you mean weight?'],
    [{ stable: 'v1' }, `shop/canary: stable must be a version, such as app.version('v2'), got "v1"`],
    [{ timeout: '10s' }, 'shop/canary: timeout must be a Duration, such as Duration.seconds(10), got "10s"'],
    [{ timeout: Duration.millis(0) }, 'shop/canary: timeout must be at least 1 ms, got 0 ms'],
    [{ timeout: Duration.millis(1.5) }, 'shop/canary: timeout must be in whole milliseconds, got 1.5 ms'],
    [{ retries: { attempts: 1, retryOn: ['5xxx'] } }, 'got "5xxx": did you mean 5xx?'],
    [
      { retries: { attempts: 0, retryOn: ['5xx'] } },
      'shop/canary: retries.retryOn must be left out where attempts is 0',
    ],
    [
      { preview: HttpMatch.regex('(') },
      'shop/canary: preview: regex must be a regular expression in RE2 syntax, got "("',
    ],
  ])('%j', (more, message) => {
    expect(failure(withProps(more) as never)).toContain(message);
  });

  test('a version that the app does not have does not compile, and is an error from JavaScript', () => {
    const message = failure((chart) => {
      // @ts-expect-error there is no v3
      twoVersions(chart).version('v3');
    });
    expect(message).toBe('shop/reviews: version must be one of v1, v2, got "v3"');
  });

  test('versions of two apps are an error', () => {
    const message = failure((chart) => {
      const [a, b] = [twoVersions(chart, 'a'), twoVersions(chart, 'b')];
      new CanaryRoute(chart, 'canary', { stable: a.version('v1'), canary: b.version('v2'), weight: 1 });
    });
    expect(message).toBe('shop/canary: canary must be a version of a as stable is, got v2 of b');
  });

  test('one version for both is an error', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v1'), weight: 1 });
    });
    expect(message).toBe('shop/canary: canary must be another version than stable, got v1 for both');
  });

  test('two splits of one app are an error that names both', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      for (const [id, weight] of [
        ['one', 10],
        ['two', 20],
      ] as const) {
        new CanaryRoute(chart, id, { stable: app.version('v1'), canary: app.version('v2'), weight });
      }
    });
    expect(message).toContain('shop/one and shop/two route the same requests differently');
  });

  test('all that is wrong is reported at once', () => {
    expect(failure(withProps({ weight: 110, timeout: 5 }) as never)).toBe(
      'shop/canary:\n  weight must be between 0 and 100, got 110\n  timeout must be a Duration, such as Duration.seconds(10), got 5',
    );
  });
});

describe('connections', () => {
  const split =
    (ports: readonly MeshPort[], more: object = {}) =>
    (chart: Chart) => {
      const app = twoVersions(chart, 'reviews', { ports });
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10, ...more });
    };
  const at = (subset: string, number: number, weight: number) => ({
    destination: { host, port: { number }, subset },
    weight,
  });

  test('of the only port, by TCP, are split by weight', () => {
    expect(specOf(written(split([MeshPort.mysql(3306)])), 'VirtualService')).toEqual({
      hosts: [host],
      tcp: [{ match: [{ port: 3306 }], route: [at('v1', 3306, 90), at('v2', 3306, 10)] }],
    });
  });

  test('by TLS are known by the name of the service', () => {
    expect(specOf(written(split([MeshPort.https(8443)])), 'VirtualService')).toEqual({
      hosts: [host],
      tls: [{ match: [{ port: 8443, sniHosts: [host] }], route: [at('v1', 8443, 90), at('v2', 8443, 10)] }],
    });
  });

  test('of a port beside HTTP, which keeps its own routes', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart, 'reviews', { ports: [MeshPort.http(80), MeshPort.redis(6379)] });
      const [stable, canary] = [app.version('v1'), app.version('v2')];
      new CanaryRoute(chart, 'cache', { stable, canary, weight: 1, port: app.port('redis') });
      new CanaryRoute(chart, 'web', { stable, canary, weight: 2 });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [{ name: 'web', route: [at('v1', 80, 98), at('v2', 80, 2)] }],
      tcp: [{ match: [{ port: 6379 }], route: [at('v1', 6379, 99), at('v2', 6379, 1)] }],
    });
  });

  test.each<[string, object]>([
    ['preview', { preview: HttpMatch.exact('/a') }],
    ['mirror', { weight: 0, mirror: 1 }],
    ['sessionAffinity', { sessionAffinity: { cookie: 'a' } }],
    ['timeout', { timeout: Duration.seconds(1) }],
    ['retries', { retries: { attempts: 0 } }],
  ])('take no %s', (name, more) => {
    expect(failure(split([MeshPort.tcp(7)], more))).toBe(
      `shop/canary: ${name} must be left out on port tcp (tcp): Istio splits connections there, and sees no requests`,
    );
  });

  test('of one of several ports need its name', () => {
    expect(failure(split([MeshPort.tcp(7), MeshPort.redis(6379)]))).toBe(
      'shop/canary: port must be given, for reviews has no HTTP port and several others: tcp (tcp), redis (redis)',
    );
  });
});

test('pain 24: in an ambient namespace a canary is an error', () => {
  const message = failure((chart) => {
    const namespace = new MeshNamespace(chart, 'ns', { name: 'ambient', dataPlane: DataPlane.ambient() });
    const app = twoVersions(chart, 'reviews', { namespace });
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 });
  });
  expect(message).toContain('shop/canary: a route needs layer 7, but namespace ambient is ambient');
});

test('pain 2: subsets are those of versions that there are, by the labels of their pods', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 0, mirror: 1 });
  });
  const { subsets } = specOf(objects, 'DestinationRule') as { subsets: { name: string; labels: object }[] };
  const pods = objects
    .filter((each) => each.kind === 'Deployment')
    .map((each) => (each.spec as { template: { metadata: { labels: object } } }).template.metadata.labels);
  expect(subsets.map((each) => each.name)).toEqual(['v1', 'v2']);
  subsets.forEach((each, index) => expect(pods[index]).toMatchObject(each.labels));
});
