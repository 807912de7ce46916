import { type Chart } from 'cdk8s';
import {
  MeshNamespace,
  MeshPort,
  PeerMtls,
  type PeerMtlsProps,
  StrictMtls,
  type StrictMtlsProps,
  WholeMesh,
} from 'istio-constructs';
import { failure, laterInEveryProp, namespace, only, twoVersions, written } from '../support/constructs';

const ports = [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(90, { name: 'metrics', targetPort: 9090 })];
const app = (chart: Chart, id = 'reviews') => twoVersions(chart, id, { ports });
const authentications = (make: (chart: Chart) => unknown) =>
  written(make)
    .filter((each) => each.kind === 'PeerAuthentication')
    .map(({ metadata, spec }) => ({ ...metadata, ...(spec as object) }));

describe('StrictMtls', () => {
  test('minimal props', () => {
    expect(
      only(
        written((chart) => new StrictMtls(chart, 'strict', { appliesTo: namespace })),
        'PeerAuthentication',
      ),
    ).toEqual({
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'shop' },
      spec: { mtls: { mode: 'STRICT' } },
    });
  });

  function allProps(chart: Chart): Required<StrictMtlsProps> {
    return {
      appliesTo: namespace,
      exceptions: [{ port: app(chart).port('metrics'), reason: 'scraped from outside', mode: 'DISABLE' }],
      name: 'default-mtls',
    };
  }

  test('pain 8: all the props: an exception is a policy of its app, by the port that the container listens on', () => {
    expect(authentications((chart) => new StrictMtls(chart, 'strict', allProps(chart)))).toEqual([
      {
        name: 'reviews',
        namespace: 'shop',
        selector: { matchLabels: { app: 'reviews' } },
        mtls: { mode: 'UNSET' },
        portLevelMtls: { 9090: { mode: 'DISABLE' } },
      },
      { name: 'default-mtls', namespace: 'shop', mtls: { mode: 'STRICT' } },
    ]);
  });

  test('values that are only known later', () => {
    const { written: reached, refused } = laterInEveryProp(
      allProps,
      (chart, props) => new StrictMtls(chart, 'strict', props),
    );
    expect(reached).toEqual(['exceptions.0.mode', 'name']);
    expect(refused).toEqual(['appliesTo', 'exceptions', 'exceptions.0', 'exceptions.0.port', 'exceptions.0.reason']);
  });

  test('for the mesh it is in the root namespace, for an app it is one policy with its exceptions', () => {
    expect(authentications((chart) => new StrictMtls(chart, 'strict', { appliesTo: WholeMesh.scope }))).toMatchObject([
      { namespace: 'istio-system' },
    ]);
    const strict = authentications((chart) => {
      const appliesTo = app(chart);
      new StrictMtls(chart, 'strict', {
        appliesTo,
        exceptions: [{ port: appliesTo.port('metrics'), reason: 'scraped' }],
      });
    });
    expect(strict).toEqual([
      {
        name: 'reviews',
        namespace: 'shop',
        selector: { matchLabels: { app: 'reviews' } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
      },
    ]);
  });

  test('an app with a name of its own for its policy keeps the exceptions of its namespace in it, in any order', () => {
    const orders = [
      ['app', 'namespace'],
      ['namespace', 'app'],
    ].map((order) =>
      authentications((chart) => {
        const reviews = app(chart);
        for (const which of order) {
          if (which === 'app') new PeerMtls(chart, 'own', { appliesTo: reviews, mode: 'PERMISSIVE', name: 'own' });
          else
            new StrictMtls(chart, 'strict', {
              appliesTo: namespace,
              exceptions: [{ port: reviews.port('metrics'), reason: 'x' }],
            });
        }
      }),
    );
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).toMatchObject([
      { name: 'own', mtls: { mode: 'PERMISSIVE' }, portLevelMtls: { 9090: { mode: 'PERMISSIVE' } } },
      { name: 'default' },
    ]);
  });

  test.each<[string, (chart: Chart) => object, string]>([
    [
      'an exception without reason',
      (chart) => ({ exceptions: [{ port: app(chart).port('metrics') }] }),
      'exceptions[0].reason must be given',
    ],
    [
      'an exception by number',
      () => ({ exceptions: [{ port: 9090, reason: 'x' }] }),
      "exceptions[0].port must be a port, such as app.port('metrics'), got 9090",
    ],
    [
      'an exception that is strict',
      (chart) => ({ exceptions: [{ port: app(chart).port('http'), reason: 'x', mode: 'STRICT' }] }),
      'exceptions[0].mode must be one of PERMISSIVE, DISABLE, got "STRICT"',
    ],
    [
      'an exception elsewhere',
      (chart) => ({
        appliesTo: MeshNamespace.fromName('bank'),
        exceptions: [{ port: app(chart).port('http'), reason: 'x' }],
      }),
      'exceptions[0].port must be in namespace bank, got http of reviews',
    ],
    ['no scope', () => ({ appliesTo: undefined }), 'appliesTo must be given'],
  ])('%s is an error', (_, more, message) => {
    expect(failure((chart) => new StrictMtls(chart, 'strict', { appliesTo: namespace, ...more(chart) }))).toContain(
      `shop/strict: ${message}`,
    );
  });

  test('two for one scope are an error that names the other', () => {
    const message = failure((chart) => {
      new StrictMtls(chart, 'one', { appliesTo: namespace });
      new PeerMtls(chart, 'two', { appliesTo: MeshNamespace.fromName('shop'), mode: 'PERMISSIVE' });
    });
    expect(message).toBe(
      'shop/two: appliesTo: shop/one/policy speaks about mTLS for namespace shop already: say it in one place',
    );
  });
});

test('pain 8: mTLS of an app in the root namespace, which Istio ignores, is an error', () => {
  const message = failure((chart) => {
    const appliesTo = twoVersions(chart, 'reviews', { namespace: MeshNamespace.fromName('istio-system') });
    new PeerMtls(chart, 'own', { appliesTo, mode: 'STRICT' });
  });
  expect(message).toBe(
    'shop/reviews/mtls: mTLS of a single app cannot be said in istio-system, the root namespace: Istio would ignore it there',
  );
});

describe('PeerMtls', () => {
  test('minimal props', () => {
    expect(authentications((chart) => new PeerMtls(chart, 'x', { appliesTo: namespace, mode: 'PERMISSIVE' }))).toEqual([
      { name: 'default', namespace: 'shop', mtls: { mode: 'PERMISSIVE' } },
    ]);
  });

  function allProps(chart: Chart): Required<PeerMtlsProps> {
    const appliesTo = app(chart);
    return { appliesTo, mode: 'STRICT', ports: [{ port: appliesTo.port('http'), mode: 'DISABLE' }], name: 'own' };
  }

  test('all the props', () => {
    expect(authentications((chart) => new PeerMtls(chart, 'x', allProps(chart)))).toEqual([
      {
        name: 'own',
        namespace: 'shop',
        selector: { matchLabels: { app: 'reviews' } },
        mtls: { mode: 'STRICT' },
        portLevelMtls: { 8080: { mode: 'DISABLE' } },
      },
    ]);
  });

  test('values that are only known later', () => {
    expect(laterInEveryProp(allProps, (chart, props) => new PeerMtls(chart, 'x', props))).toEqual({
      written: ['mode', 'ports.0.mode', 'name'],
      refused: ['appliesTo', 'ports', 'ports.0', 'ports.0.port'],
    });
  });

  test.each<[string, (chart: Chart) => object, string]>([
    [
      'a mode that Istio does not have',
      () => ({ mode: 'strict' }),
      'mode must be one of STRICT, PERMISSIVE, DISABLE, UNSET, got "strict": did you mean STRICT?',
    ],
    [
      'ports for a namespace',
      (chart) => ({ ports: [{ port: app(chart).port('http'), mode: 'DISABLE' }] }),
      'ports must be left out where it applies to namespace shop',
    ],
    [
      'a port of another app',
      (chart) => ({ appliesTo: app(chart), ports: [{ port: app(chart, 'web').port('http'), mode: 'DISABLE' }] }),
      'ports[0].port must be a port of app reviews, got http of web',
    ],
  ])('%s is an error', (_, more, message) => {
    expect(
      failure((chart) => new PeerMtls(chart, 'x', { appliesTo: namespace, mode: 'STRICT', ...more(chart) })),
    ).toContain(`shop/x: ${message}`);
  });

  test('two modes for one port are an error that names both', () => {
    const message = failure((chart) => {
      const appliesTo = app(chart);
      new PeerMtls(chart, 'own', {
        appliesTo,
        mode: 'STRICT',
        ports: [{ port: appliesTo.port('metrics'), mode: 'STRICT' }],
      });
      new StrictMtls(chart, 'all', {
        appliesTo: namespace,
        exceptions: [{ port: appliesTo.port('metrics'), reason: 'x' }],
      });
    });
    expect(message).toBe(
      'shop/reviews/mtls: port 9090 is STRICT by shop/own and PERMISSIVE by shop/all: say it in one place',
    );
  });
});
