/** What a program says of its objects before it writes them. */
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MeshNamespace, MeshProgram, type MeshProgramProps, Schemas } from 'istio-constructs';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { scratchFolder } from '../support/scratch-folder';

const folder = scratchFolder('object-findings');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program with objects in a chart named `shop`. */
function program(objects: Readonly<Record<string, object>>, props: MeshProgramProps = {}): MeshProgram {
  const made = new MeshProgram({ outdir: join(folder, 'dist'), ...props });
  const chart = new Chart(made, 'shop');
  for (const [id, object] of Object.entries(objects)) new ApiObject(chart, id, object as never);
  return made;
}

const route = (weight: unknown, more: object = {}): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews' },
  spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' }, weight }], ...more }] },
});

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: teas.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Tea, plural: teas }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { minutes: { type: integer } } } } }
`;
const tea = (minutes: unknown): object => ({
  apiVersion: 'example.com/v1',
  kind: 'Tea',
  metadata: { name: 'green' },
  spec: { minutes },
});

it('says everything that the API server and istiod would refuse, with the paths of constructs, and writes nothing', () => {
  const wrong = program({ a: route('90'), b: { ...route(-1), metadata: { name: 'b' } } });
  expect(() => {
    wrong.synth();
  }).toThrow(
    [
      'error shop/a (spec.http[0].route[0].weight): must be a whole number, got "90" [api-server/type]',
      '  fix: write 90 without quotes',
      'error shop/b (spec.http[0].route[0].weight): must not be negative, got -1 [istiod: virtual-service/weight-negative]',
    ].join('\n'),
  );
  expect(existsSync(wrong.outdir)).toBe(false);
});

it('names the right word for a field that is not known', () => {
  const [found] = program({ a: route(1, { timout: '1s' }) }).findings();
  expect(found).toMatchObject({
    construct: 'shop/a',
    finding: { path: 'spec.http[0].timout', message: 'unknown field, did you mean timeout?' },
  });
});

it('takes severities by the name of a rule, by what it begins with, or for all; the most precise counts', () => {
  const severities = (set: object) =>
    program({ a: route('90') }, { validation: { severities: set as never } })
      .findings()
      .filter(({ finding }) => finding.path.endsWith('weight'))
      .map(({ finding }) => finding.severity);
  expect(severities({})).toEqual(['error']);
  expect(severities({ 'api-server/type': 'warning' })).toEqual(['warning']);
  expect(severities({ 'api-server/*': 'info' })).toEqual(['info']);
  expect(severities({ '*': 'off' })).toEqual([]);
  expect(severities({ '*': 'off', 'api-server/*': 'info', 'api-server/type': 'warning' })).toEqual(['warning']);
});

it('refuses a severity that there is not', () => {
  expect(() => program({}, { validation: { severities: { 'a/b': 'fatal' as never } } })).toThrow(
    'the program: the severity of a/b must be one of error, warning, info, off, got "fatal"',
  );
});

it('says once a kind that there is no schema of it, and takes schemas', () => {
  const teas = { a: tea(3), b: { ...tea('four'), metadata: { name: 'b' } } };
  const [first, ...others] = program(teas).findings();
  expect(first?.finding).toMatchObject({ severity: 'info', rule: 'unknown-kind' });
  expect(others).toEqual([]);
  const found = program(teas, { validation: { schemas: Schemas.load(CRD) } }).findings();
  expect(found.map(({ construct, finding }) => [construct, finding.path])).toEqual([['shop/b', 'spec.minutes']]);
});

it('judges by the release of Istio in the settings', () => {
  const extension = {
    apiVersion: 'extensions.istio.io/v1alpha1',
    kind: 'TrafficExtension',
    metadata: { name: 'a' },
    spec: { lua: { inlineCode: 'x' } },
  };
  const rules = (istioVersion: string) =>
    program({ a: extension }, { settings: { istioVersion } })
      .findings()
      .map(({ finding }) => finding.rule);
  expect(rules('1.31')).toEqual([]);
  expect(rules('1.29')).toEqual(['unknown-kind']);
});

it('says which releases there are schemas of', () => {
  expect(() => program({ a: route(1) }, { settings: { istioVersion: '1.12' } }).findings()).toThrow(
    'istioVersion must be one of 1.29, 1.30, 1.31 or a patch of these, got "1.12"',
  );
});

it('judges what patches leave, not what constructs meant', () => {
  const made = new MeshProgram();
  const namespace = new MeshNamespace(new Chart(made, 'shop'), 'shop');
  const labels = '/metadata/labels';
  namespace.node
    .findAll()
    .filter((each) => ApiObject.isApiObject(each))
    .filter(({ kind }) => kind === 'Namespace')
    .forEach((each) => {
      each.addJsonPatch(JsonPatch.add(labels, { team: 'a b' }));
    });
  expect(made.findings().map(({ finding }) => [finding.path, finding.rule])).toEqual([
    ['metadata.labels', 'api-server/metadata-label'],
  ]);
});

it('asks nothing of plain cdk8s', () => {
  const app = new App({ outdir: join(folder, 'plain') });
  new ApiObject(new Chart(app, 'shop'), 'a', route('90') as never);
  expect(() => {
    app.synth();
  }).not.toThrow();
});

it('leaves values that are not known yet to those who know them', () => {
  const made = program({ a: route({ [UNRESOLVED]: true }) });
  expect(() => made.findings()).toThrow('only known after deployment');
});

it.each<readonly [unknown, string]>([
  [5, 'the program: validation must be an object, got 5'],
  [{ schemas: {} }, 'the program: schemas must be what Schemas.load returns, got an object'],
  [{ severities: 'off' }, 'the program: severities must be an object of severities by the name of rules, got "off"'],
  [
    { severities: { 'api-*': 'off' } },
    'severities must be by the name of a rule, by what it begins with (api-server/*) or for all (*), got "api-*"',
  ],
])('refuses %j as validation', (validation, message) => {
  expect(() => new MeshProgram({ validation: validation as never })).toThrow(message);
});
