import { type Chart, Duration } from 'cdk8s';
import { CanarySteps, CanaryRoute, type CanaryRouteProps, HttpMatch } from 'istio-constructs';
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

function allProps(app: ReturnType<typeof twoVersions>): Required<CanaryRouteProps> {
  return {
    stable: app.version('v1'),
    canary: app.version('v2'),
    weight: 25,
    steps: undefined,
    step: undefined,
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
        mirrors: [{ destination: { host, port: { number: 8080 }, subset: 'v2' }, percentage: { value: 5 } }],
        route: [to('v1', 75), to('v2', 25)],
        ...common,
      },
    ],
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({
    trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'session', ttl: '3600s', path: '/' } } } },
  });
});

test('values that are only known later reach the routes; handles and matches have to be known', () => {
  const make = (chart: Chart, props: Required<CanaryRouteProps>) => new CanaryRoute(chart, 'canary', props);
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
    refused: ['stable', 'canary', 'steps', 'step', 'sessionAffinity', 'preview', 'port'],
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

test('holds at a gateway as in the mesh', () => {
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

describe('steps', () => {
  const steps = CanarySteps.of(
    { name: 'shadow', weight: 0, mirror: 10 },
    { name: 'few', weight: 5 },
    { name: 'all', weight: 100 },
  );
  const at = (step: string) =>
    specOf(
      written((chart) => {
        const app = twoVersions(chart);
        new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), steps, step });
      }),
      'VirtualService',
    );

  test('one of them is rendered, and the next is another word in one place', () => {
    expect(at('few')).toMatchObject({ http: [{ route: [to('v1', 95), to('v2', 5)] }] });
    expect(at('all')).toMatchObject({ http: [{ route: [to('v1', 0), to('v2', 100)] }] });
  });

  test('a step may copy requests before it takes any', () => {
    expect(at('shadow')).toMatchObject({
      http: [
        {
          mirrors: [{ destination: { host, port: { number: 8080 }, subset: 'v2' }, percentage: { value: 10 } }],
          route: [to('v1', 100), to('v2', 0)],
        },
      ],
    });
    expect(JSON.stringify(at('few'))).not.toContain('mirror');
  });

  test.each<[object, string]>([
    [{ steps, step: 'fwe' }, 'step must be one of shadow, few, all, got "fwe"'],
    [{ steps }, 'steps and step must be given together'],
    [{ step: 'few' }, 'steps and step must be given together'],
    [{ steps, step: 'few', weight: 5 }, 'weight must be left out where steps and step say it'],
    [{ steps: CanarySteps.of(), step: 'a' }, 'steps: steps must have at least 1 entry, got 0'],
    [{ steps: [5], step: 'a' }, 'steps must be CanarySteps that are known at synthesis'],
    [
      { steps: CanarySteps.of({ name: 'a', weight: 5 }, { name: 'a', weight: 6 }), step: 'a' },
      'steps: steps[1].name must be used once, got "a" again',
    ],
    [
      { steps: CanarySteps.of({ name: 'a', weight: 50 }, { name: 'b', weight: 5 }), step: 'a' },
      'steps: steps[1].weight must not be less than the 50 of the step before, got 5',
    ],
    [
      { steps: CanarySteps.of({ name: 'a', weight: 101 }), step: 'a' },
      'steps: steps[0].weight must be between 0 and 100',
    ],
  ])('%j is an error', (more, message) => {
    const make = (chart: Chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), ...more });
    };
    expect(failure(make)).toContain(`shop/canary: ${message}`);
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
    [{ weight: undefined }, 'shop/canary: weight, or steps and step, must be given'],
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
