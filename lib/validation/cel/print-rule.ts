/** Rules of CEL as the text of JavaScript functions, so that nothing is parsed or interpreted at run time. */
import { javascriptSource } from '../../values/pattern';
import { type CelExpression, type CelFunction, CelRuleError } from './expression';

/** Operators that JavaScript has as well, for operands of which the rule says that they are numbers or lengths. */
const COMPARISONS: Partial<Record<CelFunction, string>> = { less: '<', atMost: '<=', greater: '>', atLeast: '>=' };

/** Calls that fail on some operands of the right type. */
const FALLIBLE: readonly CelFunction[] = [
  ...(['int', 'duration', 'url', 'substring', 'indexOf', 'charAt', 'index', 'remainder', 'validateFormat'] as const),
];

/** Prints rules that share constants. */
export class RulePrinter {
  private readonly shared: string[] = [];

  /** Constants of all rules printed so far. */
  public get constants(): readonly string[] {
    return this.shared;
  }

  /** @throws CelRuleError for a pattern that JavaScript may read in another way than RE2. */
  public print(rule: CelExpression): string {
    const print = (each: CelExpression): string => this.print(each);
    switch (rule.op) {
      case 'literal':
        return JSON.stringify(rule.value);
      case 'name':
        return variable(rule.name);
      case 'select':
        return `c.select(${print(rule.of)}, ${JSON.stringify(rule.field)})`;
      case 'has':
        return `c.has(${print(rule.of)}, ${JSON.stringify(rule.field)})`;
      case 'list':
        return `[${rule.items.map(print).join(', ')}]`;
      case 'map':
        return `Object.fromEntries([${rule.entries.map(([key, value]) => `[${print(key)}, ${print(value)}]`).join(', ')}])`;
      case 'if':
        return `(${print(rule.test)} ? ${print(rule.yes)} : ${print(rule.no)})`;
      case 'and':
      case 'or':
        return this.logic(rule.op, rule.left, rule.right);
      case 'macro':
        return `c.${rule.name}(${print(rule.over)}, (${variable(rule.variable)}: any) => ${print(rule.body)})`;
      case 'call':
        return this.call(rule.name, rule.args);
    }
  }

  /** Where the left side cannot fail, JavaScript's own operator means the same. */
  private logic(op: 'and' | 'or', left: CelExpression, right: CelExpression): string {
    if (canFail(left)) return `c.${op}(() => ${this.print(left)}, () => ${this.print(right)})`;
    return `(${this.print(left)} ${op === 'and' ? '&&' : '||'} ${this.print(right)})`;
  }

  private call(name: CelFunction, args: readonly CelExpression[]): string {
    const [first, second] = args;
    if (first !== undefined && second !== undefined) {
      const operator = COMPARISONS[name];
      if (operator !== undefined) return `(${this.print(first)} ${operator} ${this.print(second)})`;
      const isScalar = [first, second].some((each) => each.op === 'literal');
      if (isScalar && name === 'equals') return `(${this.print(first)} === ${this.print(second)})`;
      if (isScalar && name === 'differs') return `(${this.print(first)} !== ${this.print(second)})`;
      if (name === 'add' && args.every(isNumber)) return `(${this.print(first)} + ${this.print(second)})`;
      if (name === 'matches') return `c.matches(${this.print(first)}, ${this.constant(pattern(second))})`;
    }
    if (name === 'duration' && first?.op === 'literal') return this.constant(`c.duration(${this.print(first)})`);
    if (name === 'not' && first !== undefined) return `!${this.print(first)}`;
    return `c.${name}(${args.map((each) => this.print(each)).join(', ')})`;
  }

  private constant(text: string): string {
    const known = this.shared.indexOf(text);
    return `r${known === -1 ? this.shared.push(text) - 1 : known}`;
  }
}

function canFail(rule: CelExpression): boolean {
  switch (rule.op) {
    case 'literal':
    case 'name':
      return false;
    case 'select':
      return true;
    case 'has':
      return canFail(rule.of);
    case 'list':
      return rule.items.some(canFail);
    case 'map':
      return rule.entries.flat().some(canFail);
    case 'if':
      return [rule.test, rule.yes, rule.no].some(canFail);
    case 'and':
    case 'or':
      return canFail(rule.left) || canFail(rule.right);
    case 'macro':
      return canFail(rule.over) || canFail(rule.body);
    case 'call':
      return FALLIBLE.includes(rule.name) || rule.args.some(canFail);
  }
}

/** Names of rules may be words of JavaScript. */
function variable(name: string): string {
  return name === 'self' ? name : `$${name}`;
}

/** A pattern of RE2 as one of JavaScript. */
function pattern(rule: CelExpression): string {
  const source = rule.op === 'literal' && typeof rule.value === 'string' ? javascriptSource(rule.value) : undefined;
  if (source === undefined) throw new CelRuleError('a pattern is no literal, or may mean something else in JavaScript');
  return `new RegExp(${JSON.stringify(source.source)}, ${JSON.stringify(source.flags)})`;
}

/** Whether it is a number whatever the value: then JavaScript adds as CEL does. */
function isNumber(rule: CelExpression): boolean {
  if (rule.op === 'literal') return typeof rule.value === 'number';
  if (rule.op === 'if') return isNumber(rule.yes) && isNumber(rule.no);
  return (
    rule.op === 'call' &&
    (rule.name === 'size' || rule.name === 'int' || (rule.name === 'add' && rule.args.every(isNumber)))
  );
}
