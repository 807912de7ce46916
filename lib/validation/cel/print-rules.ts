/** The file of imports/ that holds the CEL rules of a folder of schemas as functions. */
import { type SchemaDocument } from '../schema-document';
import { CelRuleError } from './expression';
import { RulePrinter } from './print-rule';
import { readRule } from './read-rule';

/**
 * A module whose `rules(library)` gives the function of each rule by its text. It imports nothing: the library is passed in.
 *
 * @param source - release and origin, for the first line.
 * @throws CelRuleError naming the rule that holds what the printer does not know.
 */
export function printRules(source: string, documents: readonly SchemaDocument[]): string {
  const printer = new RulePrinter();
  const printed = rulesOf(documents).map((rule) => {
    try {
      return `    ${JSON.stringify(rule)}:\n      (self) => ${printer.print(readRule(rule))},\n`;
    } catch (error) {
      if (!(error instanceof CelRuleError)) throw error;
      throw new CelRuleError(`the rule ${rule} cannot be printed: ${error.message}`, { cause: error });
    }
  });
  const constants = printer.constants.map((text, index) => `  const r${index} = ${text};\n`);
  return [
    `// Generated from the rules of ${source}. Do not edit: see the README of imports/.\n\n`,
    '/** The function of each rule, by its text; `c` is the library of CEL functions. */\n',
    'export function rules(c: any): Readonly<Record<string, (self: any) => unknown>> {\n',
    ...constants,
    `  return {\n${printed.join('')}  };\n}\n`,
  ].join('');
}

/** Every rule and message expression, sorted, without those that compare with an earlier object. */
function rulesOf(documents: readonly SchemaDocument[]): readonly string[] {
  const rules = documents.flatMap(({ nodes }) =>
    nodes.flatMap((node) =>
      (node['x-kubernetes-validations'] ?? []).flatMap(({ rule, messageExpression }) => [
        rule,
        ...(messageExpression === undefined ? [] : [messageExpression]),
      ]),
    ),
  );
  return [...new Set(rules)].filter((rule) => !rule.includes('oldSelf')).sort();
}
