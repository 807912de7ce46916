import { rules as gatewayRules } from '../../../imports/gateway-api/rules';
import { rules as istioRules } from '../../../imports/istio/rules';
import gatewayApi from '../../../imports/gateway-api/schemas-experimental.json';
import gatewayStandard from '../../../imports/gateway-api/schemas-standard.json';
import istio129 from '../../../imports/istio/schemas-1.29.json';
import istio130 from '../../../imports/istio/schemas-1.30.json';
import istio131 from '../../../imports/istio/schemas-1.31.json';
import { ruleClosure } from '../../../lib/validation/cel/closure';
import { CelError, celLibrary } from '../../../lib/validation/cel/library';
import { readRule } from '../../../lib/validation/cel/read-rule';
import { linkedSchemas, type RuleFunction, type Schema } from '../../../lib/validation/schema';
import { type SchemaDocument } from '../../../lib/validation/schema-document';
import { bufbuildRule, type Outcome, outcome } from '../../support/bufbuild-cel';
import { chance, ValueMaker } from '../../support/schema-values';

const MOST_VALUES = 3000;
const LEAST_VALUES = 40;

const MOST_SCHEMAS = 3;

/** Values beyond what chance makes, by a part of the rule. */
const BY_HAND: Readonly<Record<string, unknown>> = {
  'key.split("/")[0].size() < 253': { [`${'a'.repeat(253)}/b`]: 'c' },
  '(self.size() > 1 ? (has(self[1].matches)': Array.from({ length: 3 }, () => ({ matches: Array(64).fill({}) })),
};

/** Each rule of the documents with the first schemas that have it. */
function ruledSchemas(documents: readonly unknown[]): ReadonlyMap<string, readonly Schema[]> {
  const found = new Map<string, Schema[]>();
  for (const document of documents) {
    for (const schema of linkedSchemas(document as SchemaDocument, () => undefined)) {
      for (const { text } of schema.rules) {
        const known = found.get(text) ?? [];
        if (known.length < MOST_SCHEMAS) found.set(text, [...known, schema]);
      }
    }
  }
  return found;
}

function run(rule: RuleFunction, value: unknown): Outcome {
  try {
    return outcome(rule(value));
  } catch (error) {
    if (error instanceof CelError) return 'error';
    throw error;
  }
}

describe.each([
  ['Istio', [istio129, istio130, istio131], istioRules(celLibrary)],
  ['the Gateway API', [gatewayApi, gatewayStandard], gatewayRules(celLibrary)],
] as const)('the rules of %s', (_, documents, functions) => {
  const ruled = ruledSchemas(documents);

  test('are all printed, and nothing else is', () => {
    expect(Object.keys(functions).sort()).toEqual([...ruled.keys()].sort());
  });

  test.each([...ruled].map(([rule, schemas]) => ({ rule, schemas, begins: rule.slice(0, 80) })))(
    '$begins',
    ({ rule, schemas }) => {
      const printed = functions[rule] as RuleFunction;
      const closure = ruleClosure(readRule(rule));
      const independent = schemas.map((schema) => bufbuildRule(rule, schema));
      const maker = new ValueMaker(rule, chance(rule.length));
      const seen = new Set<Outcome>();
      const compare = (which: number, value: unknown): void => {
        const results = [run(printed, value), run(closure, value), independent[which]?.(value)];
        if (new Set(results).size > 1) {
          const [ours, closed, other] = results;
          throw new Error(`printed ${ours}, closure ${closed}, @bufbuild/cel ${other} for ${JSON.stringify(value)}`);
        }
        seen.add(results[0] as Outcome);
      };
      for (const [part, value] of Object.entries(BY_HAND)) if (rule.includes(part)) compare(0, value);
      for (let count = 0; count < LEAST_VALUES || (count < MOST_VALUES && !isTwoSided(seen)); count++) {
        const which = count % schemas.length;
        compare(which, maker.value(schemas[which] as Schema));
      }
      expect([...seen].filter((each) => each.startsWith('value'))).toEqual([]);
      expect(isTwoSided(seen)).toBe(true);
    },
  );
});

/** Whether the rule was seen to take values and to refuse some. */
function isTwoSided(seen: ReadonlySet<Outcome>): boolean {
  return seen.has('true') && (seen.has('false') || seen.has('error'));
}
