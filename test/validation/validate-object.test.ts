import { Report } from '../../lib/validation/report';
import { FieldPath } from '../../lib/validation/field-path';
import { ISTIO_MINORS } from '../../lib/validation/bundled';
import { validateObject } from '../../lib/validation/validate-object';
import { UNRESOLVED } from '../../lib/values/unresolved';
import istio129 from '../../imports/istio/schemas-1.29.json';
import istio130 from '../../imports/istio/schemas-1.30.json';
import istio131 from '../../imports/istio/schemas-1.31.json';
import { twoVersions, written } from '../support/constructs';
import { places } from '../support/judged';
import { groupOf, httpRoute, ISTIO_KINDS, soundObject } from '../support/sound-objects';

const RELEASES = { '1.29': istio129, '1.30': istio130, '1.31': istio131 };

describe('a sound object of every served version of every kind passes', () => {
  const rows = Object.entries(RELEASES).flatMap(([release, { kinds }]) =>
    kinds.flatMap(({ kind, versions }) => versions.map(({ name }) => [release, kind, name] as const)),
  );

  test.each(rows)('Istio %s: %s %s', (istioVersion, kind, version) => {
    // Of EnvoyFilters istiod always warns.
    const findings = validateObject(soundObject(kind, version), { istioVersion });
    expect(findings.filter(({ rule }) => rule !== 'envoy-filter/internal')).toEqual([]);
  });

  test('the objects of the tests are those of the kinds', () => {
    const known = istio131.kinds.map(({ group, kind }) => [kind, group]);
    expect(ISTIO_KINDS.map((kind) => [kind, groupOf(kind)])).toEqual(known);
    expect(Object.keys(RELEASES)).toEqual(ISTIO_MINORS);
  });
});

describe('an object that does not say what it is', () => {
  test.each<readonly [unknown, string, string]>([
    [null, '', 'must be an object with apiVersion and kind, got null'],
    [undefined, '', 'must be an object with apiVersion and kind, got undefined'],
    ['a', '', 'must be an object with apiVersion and kind, got "a"'],
    [[], '', 'must be an object with apiVersion and kind, got a list'],
    [{}, 'apiVersion', 'must be given as a text, got undefined'],
    [{ apiVersion: '', kind: 'Gateway' }, 'apiVersion', 'must be given as a text, got ""'],
    [{ apiVersion: 1, kind: 'Gateway' }, 'apiVersion', 'must be given as a text, got 1'],
    [{ apiVersion: 'v1' }, 'kind', 'must be given as a text, got undefined'],
  ])('%j', (object, path, message) => {
    const [finding, ...more] = validateObject(object);
    expect(finding).toMatchObject({
      severity: 'error',
      judge: 'api-server',
      rule: 'api-server/type-meta',
      path,
      message,
    });
    expect(more).toEqual([]);
  });
});

test.each([
  [{ [UNRESOLVED]: true }],
  [{ apiVersion: 'v1', kind: { [UNRESOLVED]: true } }],
  [{ apiVersion: { [UNRESOLVED]: true }, kind: 'Gateway', spec: 5 }],
])('nothing is said of an object of which it is not known yet what it is: %j', (object) => {
  expect(validateObject(object)).toEqual([]);
});

describe('options that are wrong are refused', () => {
  test.each<readonly [object, string]>([
    [{ istioVersion: '1.28' }, 'istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got "1.28"'],
    [
      { istioVersion: 1.31 },
      'istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got 1.31, a number: write it in quotes',
    ],
    [{ istioVersion: '1.31.x' }, 'istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got "1.31.x"'],
    [{ schemas: {} }, 'schemas must be what Schemas.load returns, got an object'],
  ])('%j', (options, message) => {
    expect(() => validateObject(soundObject('Gateway', 'v1'), options)).toThrow(message);
  });

  test.each(['1.31.2', '1.31.0-rc.1', '1.30.1+build'])('a patch is as good as its release: %s', (istioVersion) => {
    expect(validateObject(soundObject('Gateway', 'v1'), { istioVersion })).toEqual([]);
  });
});

describe('a kind without a schema passes with an info', () => {
  test.each([
    ['networking.istio.io/v2', 'Gateway'],
    ['networking.istio.io/v1', 'Gatewey'],
    ['networking.istio.io', 'Gateway'],
    ['gateway.networking.k8s.io/v1', 'VirtualService'],
    ['example.com/v1', 'Deployment'],
    ['v1', 'Deployment'],
    ['v1', 'constructor'],
    ['__proto__', '__proto__'],
    ['/', '/'],
  ])('%s %s', (apiVersion, kind) => {
    expect(validateObject({ apiVersion, kind, spec: { a: 1 } })).toEqual([
      {
        severity: 'info',
        judge: 'istio-constructs',
        rule: 'unknown-kind',
        path: 'kind',
        message: `${apiVersion} ${kind} is not checked: there is no schema of it`,
        fix: "give its CustomResourceDefinition's schema by Schemas.load",
      },
    ]);
  });
});

describe('the release of Istio', () => {
  const extension = soundObject('TrafficExtension', 'v1alpha1');

  test('decides which kinds there are', () => {
    expect(places(validateObject(extension, { istioVersion: '1.29' }))).toEqual([['unknown-kind', 'kind']]);
    expect(validateObject(extension, { istioVersion: '1.30.4' })).toEqual([]);
  });

  test('is the newest where none is given', () => {
    expect(validateObject(extension)).toEqual([]);
  });

  test.each(['1.28', '1.3', '1.310', '2', '', '1.31-alpha'])('%j is none', (istioVersion) => {
    expect(() => validateObject(extension, { istioVersion })).toThrow(
      new RangeError(`istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got "${istioVersion}"`),
    );
  });
});

describe('a kind of Kubernetes itself', () => {
  const service = (spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec });
  const pod = (container: object) => ({ ...service({ containers: [container] }), kind: 'Pod' });
  const port = { port: 80, name: 'http', targetPort: 'http' };

  test.each<readonly [string, object, readonly (readonly [string, string])[]]>([
    ['passes', service({ ports: [port] }), []],
    ['has no other fields', service({ prots: [] }), [['unknown-field', 'spec.prots']]],
    ['has types', service({ ports: [{ ...port, port: '80' }] }), [['type', 'spec.ports[0].port']]],
    ['has required fields', service({ ports: [{}] }), [['required', 'spec.ports[0].port']]],
    ['takes no null for one of them', service({ ports: [{ port: null }] }), [['required', 'spec.ports[0].port']]],
    [
      'may leave out a field whose nothing means something',
      pod({ name: 'a', image: 'a', lifecycle: { postStart: { httpGet: { port: 80, httpHeaders: [{ name: 'a' }] } } } }),
      [],
    ],
    ['has numbers or texts', service({ ports: [{ ...port, targetPort: 8080 }] }), []],
    [
      'has nothing else there',
      service({ ports: [{ ...port, targetPort: true }] }),
      [['type', 'spec.ports[0].targetPort']],
    ],
    ['has quantities', pod({ name: 'a', image: 'a', resources: { limits: { cpu: 0.5, memory: '1Gi' } } }), []],
    ['has enums', service({ type: 'Cluster' }), [['enum', 'spec.type']]],
    ['takes the empty text for one of them', service({ ports: [port], type: '' }), []],
    ['takes null like nothing', service({ ports: [port], selector: { a: null }, type: null }), []],
  ])('%s', (_, object, found) => {
    expect(places(validateObject(object))).toEqual(found);
  });

  test('has the fields of parts that the OpenAPI says how to patch', () => {
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'a' },
      spec: { selector: { matchLabels: { app: 'a' }, bogus: 1 } },
    };
    expect(places(validateObject(budget))).toEqual([['unknown-field', 'spec.selector.bogus']]);
  });

  test('may repeat keys of lists on create, with a warning', () => {
    const [finding] = validateObject(service({ ports: [port, { ...port, name: 'b' }] }));
    expect(finding).toMatchObject({ severity: 'warning', rule: 'api-server/duplicate', path: 'spec.ports[1]' });
    expect(finding?.message).toMatch(/: server-side apply refuses it$/);
  });
});

test('what constructs write passes', () => {
  const objects = written((chart) => twoVersions(chart));
  expect(objects.map(({ kind }) => kind)).toContain('Deployment');
  for (const object of objects) expect(validateObject(object)).toEqual([]);
});

test('the status is dropped before anything is looked at', () => {
  const object = { ...soundObject('Gateway'), status: { bogus: [1, null, {}] } };
  expect(validateObject(object)).toEqual([]);
  expect(validateObject({ ...httpRoute(), status: 'bogus' })).toEqual([]);
});

test('what an object holds beside its spec is an unknown field', () => {
  expect(places(validateObject({ ...soundObject('Gateway'), data: {} }))).toEqual([['unknown-field', 'data']]);
});

test('a path is written as the server writes it: maps with dots in the schema, with brackets in rules', () => {
  const path = FieldPath.ROOT.field('spec').field('subsets').item(0).field('labels').key('app');
  expect(path.toString()).toBe('spec.subsets[0].labels[app]');
  expect(path.toString('dots')).toBe('spec.subsets[0].labels.app');
  expect(FieldPath.ROOT.toString()).toBe('');
});

test('a report keeps errors and warnings of a judge in order', () => {
  const report = new Report('istiod');
  report.error('gateway/port', FieldPath.ROOT.field('spec'), 'is wrong', { value: undefined, fix: 'mend it' });
  report.warning('gateway/name', FieldPath.ROOT, 'is odd');
  expect(report.findings).toEqual([
    {
      severity: 'error',
      judge: 'istiod',
      rule: 'gateway/port',
      path: 'spec',
      message: 'is wrong',
      value: undefined,
      fix: 'mend it',
    },
    { severity: 'warning', judge: 'istiod', rule: 'gateway/name', path: '', message: 'is odd' },
  ]);
});
