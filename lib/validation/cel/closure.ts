/** Rules of CEL as closures: for schemas that are only known at run time. Printed rules do the same, and are faster. */
import { foreignPattern } from '../../values/pattern';
import { type CelExpression, type CelFunction, CelRuleError } from './expression';
import { CelError, celLibrary } from './library';

/** Names and their values, the innermost first. */
interface Scope {
  readonly name: string;
  readonly value: unknown;
  readonly outer: Scope | undefined;
}

type Evaluate = (scope: Scope | undefined) => unknown;
type LibraryFunction = (...args: readonly unknown[]) => unknown;

/**
 * The rule as a function of `self`.
 *
 * @throws CelRuleError for a pattern that RE2 does not take.
 */
export function ruleClosure(rule: CelExpression): (self: unknown) => unknown {
  const evaluate = closure(rule);
  return (self) => evaluate({ name: 'self', value: self, outer: undefined });
}

function closure(rule: CelExpression): Evaluate {
  switch (rule.op) {
    case 'literal':
      return () => rule.value;
    case 'name':
      return (scope) => valueOf(scope, rule.name);
    case 'select': {
      const of = closure(rule.of);
      return (scope) => celLibrary.select(of(scope), rule.field);
    }
    case 'has': {
      const of = closure(rule.of);
      return (scope) => celLibrary.has(of(scope), rule.field);
    }
    case 'list': {
      const items = rule.items.map(closure);
      return (scope) => items.map((item) => item(scope));
    }
    case 'map': {
      const entries = rule.entries.map(([key, value]) => [closure(key), closure(value)] as const);
      return (scope) => Object.fromEntries(entries.map(([key, value]) => [key(scope) as string, value(scope)]));
    }
    case 'if': {
      const [test, yes, no] = [closure(rule.test), closure(rule.yes), closure(rule.no)];
      return (scope) => (test(scope) === true ? yes(scope) : no(scope));
    }
    case 'and':
    case 'or': {
      const [left, right] = [closure(rule.left), closure(rule.right)];
      const combine = celLibrary[rule.op];
      return (scope) =>
        combine(
          () => left(scope),
          () => right(scope),
        );
    }
    case 'macro': {
      const [over, body] = [closure(rule.over), closure(rule.body)];
      const macro = celLibrary[rule.name];
      return (scope) => macro(over(scope), (value) => body({ name: rule.variable, value, outer: scope }));
    }
    case 'call':
      return call(rule.name, rule.args);
  }
}

function call(name: CelFunction, args: readonly CelExpression[]): Evaluate {
  const values = args.map(closure);
  if (name === 'matches') return matches(args[1], values[0]);
  const fn = celLibrary[name] as LibraryFunction;
  return (scope) => fn(...values.map((value) => value(scope)));
}

/** The pattern is compiled once. */
function matches(pattern: CelExpression | undefined, text: Evaluate | undefined): Evaluate {
  if (pattern?.op !== 'literal' || typeof pattern.value !== 'string' || text === undefined) {
    throw new CelRuleError('a pattern must be a literal');
  }
  try {
    const compiled = foreignPattern(pattern.value);
    return (scope) => celLibrary.matches(text(scope) as string, compiled);
  } catch (error) {
    throw new CelRuleError((error as Error).message, { cause: error });
  }
}

function valueOf(scope: Scope | undefined, name: string): unknown {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.value;
  throw new CelError(`no such attribute: ${name}`);
}
