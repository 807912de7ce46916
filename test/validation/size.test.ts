/** Objects and schemas far larger than anybody's: what is said of them takes time in proportion to their size. */
import { linkedSchemas } from '../../lib/validation/schema';
import { Schemas } from '../../lib/validation/schemas';
import { validateObject } from '../../lib/validation/validate-object';
import { crd } from '../importer/fixtures';

/** Far more than is needed, and far less than squares of the sizes below would take. */
const MILLISECONDS = 4000;

function inTime<T>(act: () => T): T {
  const started = performance.now();
  const result = act();
  expect(performance.now() - started).toBeLessThan(MILLISECONDS);
  return result;
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

test('20,000 routes with a mistake each', () => {
  const http = many(20_000, () => ({ route: [{ destination: { host: 'a' }, weight: '90' }] }));
  const spec = { hosts: ['a'], http };
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'a' }, spec };
  // And one that says that rules were not judged.
  expect(inTime(() => validateObject(object))).toHaveLength(20_001);
});

test('2,000 objects with comments in a text of which one is a CRD', () => {
  const others = `kind: ConfigMap\n${'# comment\n'.repeat(100)}---\n`.repeat(2000);
  expect(inTime(() => Schemas.load(`${others}${crd('Tea', { type: 'object' })}`))).toBeInstanceOf(Schemas);
});

test('a schema of 100,000 fields, with a rule', () => {
  const rule = { rule: 'self != "b"' };
  const properties = Object.fromEntries(many(100_000, (index) => [`field${index}`, 1]));
  const nodes = [{ properties }, { type: 'string', 'x-kubernetes-validations': [rule] }];
  const [schema] = inTime(() => linkedSchemas({ source: '', kinds: [], nodes }, () => undefined));
  expect(schema?.hasRules).toBe(true);
});
