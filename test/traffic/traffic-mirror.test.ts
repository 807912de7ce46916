import { type Chart } from 'cdk8s';
import {
  CanaryRoute,
  DirectResponse,
  HttpMatch,
  HttpRouting,
  MeshNamespace,
  MeshService,
  TrafficMirror,
  type TrafficMirrorProps,
} from 'istio-constructs';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const copy = (subset: string, value: number) => ({
  destination: { host: 'reviews.shop.svc.cluster.local', port: { number: 8080 }, subset },
  percentage: { value },
});

test('minimal props copy all requests, on the route of those that nothing is said about', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new TrafficMirror(chart, 'copies', { app, everyone: true, to: app.version('v2') });
  });
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [{ name: 'default-copies', mirrors: [copy('v2', 100)] }],
  });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2' }] });
});

function allProps(chart: Chart): Required<TrafficMirrorProps> {
  return {
    app: twoVersions(chart),
    when: HttpMatch.header('x').isPresent(),
    everyone: false,
    to: MeshService.fromName('audit', MeshNamespace.fromName('bank')),
    port: 9000,
    percentage: 50,
  };
}

test('all the props', () => {
  const objects = written((chart) => new TrafficMirror(chart, 'copies', allProps(chart)));
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [
      {
        match: [{ headers: { x: {} } }],
        mirrors: [
          { destination: { host: 'audit.bank.svc.cluster.local', port: { number: 9000 } }, percentage: { value: 50 } },
        ],
      },
      { name: 'default' },
    ],
  });
});

test('the share and the number of a port may be known later; what selects has to be known', () => {
  expect(laterInEveryProp(allProps, (chart, props) => new TrafficMirror(chart, 'copies', props))).toEqual({
    written: ['port', 'percentage'],
    refused: ['app', 'when', 'everyone', 'to'],
  });
});

test('copies are made on every route that the requests may take, beside those of the route', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    const [v1, v2] = [app.version('v1'), app.version('v2')];
    new CanaryRoute(chart, 'canary', { stable: v1, canary: v2, weight: 0, mirror: 1, preview: HttpMatch.exact('/p') });
    new TrafficMirror(chart, 'copies', { app, when: HttpMatch.method('GET'), to: v1, percentage: 2 });
  });
  const { http } = specOf(objects, 'VirtualService') as { http: { name: string; mirrors?: object[] }[] };
  expect(http.map((route) => [route.name, route.mirrors])).toEqual([
    ['canary-preview-copies', [copy('v1', 2)]],
    ['canary-preview', undefined],
    ['canary-copies', [copy('v2', 1), copy('v1', 2)]],
    ['canary', [copy('v2', 1)]],
  ]);
});

describe('errors', () => {
  test.each<[object, string]>([
    [{}, 'when must say which requests are copied; for all of them give everyone: true'],
    [{ everyone: true, when: HttpMatch.any() }, 'when must be left out where everyone is true'],
    [{ everyone: true, percentage: 101 }, 'percentage must be between 0 and 100, got 101'],
    [{ everyone: true, to: undefined }, 'to must be given'],
    [{ everyone: true, port: 80 }, 'port must be a port of reviews'],
  ])('%j', (more, message) => {
    const text = failure((chart) => {
      const app = twoVersions(chart);
      new TrafficMirror(chart, 'copies', { app, to: app.version('v2'), ...more } as TrafficMirrorProps);
    });
    expect(text).toContain(`shop/copies: ${message}`);
  });

  test('copies of requests that the proxy answers itself', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'closed', { app, match: HttpMatch.prefix('/a'), respond: DirectResponse.of(503) });
      new TrafficMirror(chart, 'copies', { app, when: HttpMatch.exact('/a/b'), to: app.version('v2') });
    });
    expect(message).toContain('shop/copies would have no effect: all its requests are redirected or answered');
  });
});
