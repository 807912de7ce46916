import { type Chart, Duration } from 'cdk8s';
import {
  CanaryRoute,
  DataPlane,
  FaultInjection,
  type FaultInjectionProps,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  MeshNamespace,
} from 'istio-constructs';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const delay = { duration: Duration.seconds(5), percentage: 50 };
const names = (spec: unknown) => (spec as { http: { name: string }[] }).http.map((route) => route.name);

test('minimal props: the share is always written, for a fault without one is never injected', () => {
  const objects = written(
    (chart) =>
      new FaultInjection(chart, 'down', { app: twoVersions(chart), everyone: true, abort: { httpStatus: 503 } }),
  );
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [{ name: 'default-down', fault: { abort: { httpStatus: 503, percentage: { value: 100 } } } }],
  });
});

test('a fault for everyone leaves no route behind it that nothing reaches', () => {
  const objects = written(
    (chart) =>
      new FaultInjection(chart, 'down', { app: twoVersions(chart), everyone: true, abort: { httpStatus: 503 } }),
  );
  expect(names(specOf(objects, 'VirtualService'))).toEqual(['default-down']);
});

function allProps(
  chart: Chart,
): Omit<Required<FaultInjectionProps>, 'everyone'> & Pick<FaultInjectionProps, 'everyone'> {
  return {
    app: twoVersions(chart),
    when: HttpMatch.header('x-test').is('on'),
    everyone: false,
    delay,
    abort: { httpStatus: 418, percentage: 0.5 },
  };
}

test('all the props', () => {
  const objects = written((chart) => new FaultInjection(chart, 'test', allProps(chart)));
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [
      {
        name: 'default-test',
        match: [{ headers: { 'x-test': { exact: 'on' } } }],
        fault: {
          delay: { fixedDelay: '5s', percentage: { value: 50 } },
          abort: { httpStatus: 418, percentage: { value: 0.5 } },
        },
      },
      { name: 'default' },
    ],
  });
});

test('values that are only known later reach the fault; what selects requests has to be known', () => {
  expect(laterInEveryProp(allProps, (chart, props) => new FaultInjection(chart, 'test', props))).toEqual({
    written: ['delay', 'delay.duration', 'delay.percentage', 'abort', 'abort.httpStatus', 'abort.percentage'],
    refused: ['app', 'when', 'everyone'],
  });
});

test('fails gRPC calls with a status of theirs', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new FaultInjection(chart, 'down', { app, everyone: true, abort: { grpcStatus: 'UNAVAILABLE', percentage: 1 } });
  });
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [{ fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 1 } } } }],
  });
});

test('does not act on redirects, where Istio takes none, and is an error where all its requests are redirected', () => {
  const redirected = (when: HttpMatch) => (chart: Chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'moved', { app, match: HttpMatch.prefix('/a'), redirect: HttpRedirect.toHttps() });
    new FaultInjection(chart, 'slow', { app, when, delay });
  };
  const objects = written(redirected(HttpMatch.header('x').isPresent()));
  expect(names(specOf(objects, 'VirtualService'))).toEqual(['moved', 'default-slow', 'default']);
  expect(failure(redirected(HttpMatch.prefix('/a/b')))).toContain('shop/slow would have no effect');
});

test('pain 24: in an ambient namespace a fault is an error', () => {
  const message = failure((chart) => {
    const namespace = new MeshNamespace(chart, 'ns', { name: 'ambient', dataPlane: DataPlane.ambient() });
    new FaultInjection(chart, 'slow', { app: twoVersions(chart, 'reviews', { namespace }), everyone: true, delay });
  });
  expect(message).toContain('shop/slow: a fault needs layer 7, but namespace ambient is ambient');
});

test('reaches every route that its requests may take, in their order', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new FaultInjection(chart, 'slow', { app, when: HttpMatch.header('x-test').is('slow'), delay });
    new CanaryRoute(chart, 'canary', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      weight: 10,
      preview: HttpMatch.cookie('beta', '1'),
    });
    new HttpRouting(chart, 'api', { app, match: HttpMatch.prefix('/api'), to: [{ to: app.version('v1') }] });
  });
  const spec = specOf(objects, 'VirtualService');
  expect(names(spec)).toEqual(['canary-preview-slow', 'canary-preview', 'api-slow', 'api', 'canary-slow', 'canary']);
  expect(spec).toMatchObject({
    http: [
      { match: [{ headers: { cookie: { regex: '(.*; ?)?beta=1(;.*)?' }, 'x-test': { exact: 'slow' } } }] },
      {},
      {},
      {},
      {},
      {},
    ],
  });
});

test('two faults whose requests cannot be the same do not meet, others are combined first', () => {
  const faults = (second: HttpMatch) =>
    written((chart) => {
      const app = twoVersions(chart);
      new FaultInjection(chart, 'slow', { app, when: HttpMatch.header('x-test').is('slow'), delay });
      new FaultInjection(chart, 'broken', { app, when: second, abort: { httpStatus: 500 } });
    });
  expect(names(specOf(faults(HttpMatch.header('x-test').is('broken')), 'VirtualService'))).toEqual([
    'default-slow',
    'default-broken',
    'default',
  ]);
  expect(names(specOf(faults(HttpMatch.header('x-other').is('broken')), 'VirtualService'))).toEqual([
    'default-broken-slow',
    'default-slow',
    'default-broken',
    'default',
  ]);
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ delay }, 'when must say which requests are hit; for all of them give everyone: true'],
    [{ everyone: true, when: HttpMatch.any(), delay }, 'when must be left out where everyone is true'],
    [{ everyone: true }, 'delay or abort must be given'],
    [
      { everyone: true, delay: { ...delay, percentage: 100.1 } },
      'delay.percentage must be between 0 and 100, got 100.1',
    ],
    [{ everyone: true, delay: { duration: Duration.millis(0) } }, 'delay.duration must be at least 1 ms, got 0 ms'],
    [
      { everyone: true, abort: { httpStatus: 199 } },
      'abort.httpStatus must be a whole number between 200 and 599, got 199',
    ],
    [
      { everyone: true, abort: { httpStatus: 600 } },
      'abort.httpStatus must be a whole number between 200 and 599, got 600',
    ],
    [{ everyone: true, abort: {} }, 'abort must have httpStatus or grpcStatus'],
    [
      { everyone: true, abort: { httpStatus: 500, grpcStatus: 'INTERNAL' } },
      'abort must have one of httpStatus and grpcStatus, got both',
    ],
    [
      { everyone: true, abort: { grpcStatus: 'unavailable' } },
      'abort.grpcStatus must be the name of a gRPC status, such as UNAVAILABLE, got "unavailable"',
    ],
    [
      { everyone: true, delay: { ...delay, percentage: 0.00001 } },
      'delay.percentage must be 0, or at least 0.0001, got 0.00001',
    ],
    [{ everyone: 'yes', delay }, 'everyone must be true or false, got "yes"'],
  ])('%j', (more, message) => {
    expect(failure((chart) => new FaultInjection(chart, 'fault', { app: twoVersions(chart), ...more }))).toContain(
      `shop/fault: ${message}`,
    );
  });

  test('two delays for the same requests are an error', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new FaultInjection(chart, 'one', { app, when: HttpMatch.header('a').isPresent(), delay });
      new FaultInjection(chart, 'two', { app, when: HttpMatch.header('b').isPresent(), delay });
    });
    expect(message).toContain('shop/two and another fault give some requests two faults of kind delay');
  });

  test('a match that one route of Istio cannot say is an error that names both constructs', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'api', { app, match: HttpMatch.regex('/a.*'), to: [{ to: app.version('v1') }] });
      new FaultInjection(chart, 'slow', { app, when: HttpMatch.regex('.*b'), delay });
    });
    expect(message).toContain(
      'shop/api and shop/slow cannot be combined: uri cannot be both regex "/a.*" and regex ".*b"',
    );
  });
});
