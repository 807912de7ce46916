import { celLibrary } from '../../lib/validation/cel/library';
import { RulePrinter } from '../../lib/validation/cel/print-rule';
import { readRule } from '../../lib/validation/cel/read-rule';

/** The rule as it is printed, without types. */
export function printedRule(rule: string): string {
  return new RulePrinter().print(readRule(rule)).replaceAll(': any', '');
}

/** The rule as the function that its text is. */
export function runPrinted(rule: string): (self: unknown) => unknown {
  const printer = new RulePrinter();
  const body = printer.print(readRule(rule)).replaceAll(': any', '');
  const constants = printer.constants.map((text, index) => `const r${index} = ${text};`).join('\n');
  return new Function('c', `${constants}\nreturn (self) => ${body};`)(celLibrary) as (self: unknown) => unknown;
}
