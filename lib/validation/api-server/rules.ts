/** The CEL rules of a schema, evaluated over an object. Source: the API server's evaluation on create. */
import { CelError } from '../cel/library';
import { FieldPath } from '../field-path';
import { type Problem } from '../problem';
import { type Schema, type SchemaRule } from '../schema';

type Fields = Readonly<Record<string, unknown>>;

/** What rules refuse, and which of them were not judged. */
export interface RuleResult {
  readonly problems: readonly Problem[];

  /** Rules of which no function is known. */
  readonly unknown: readonly string[];
}

/**
 * @param object - as `prepared` makes it.
 * @param isWrong - whether a place, or one below it, has the wrong structure: no rule is asked there.
 */
export function ruleProblems(schema: Schema, object: Fields, isWrong?: (path: FieldPath) => boolean): RuleResult {
  const problems: Problem[] = [];
  const unknown = new Set<string>();
  visit(schema, object, FieldPath.ROOT);
  return { problems, unknown: [...unknown] };

  function visit(at: Schema, value: unknown, path: FieldPath): void {
    if (!at.hasRules || value === null || value === undefined) return;
    if (isWrong?.(path) !== true) {
      for (const rule of at.rules) judge(rule, value, path);
      for (const part of at.allOf ?? []) for (const rule of part.rules) judge(rule, value, path);
    }
    if (Array.isArray(value)) {
      const { items } = at;
      if (items?.hasRules === true)
        for (let index = 0; index < value.length; index++) visit(items, value[index], path.item(index));
      return;
    }
    if (typeof value !== 'object') return;
    const { properties, values } = at;
    for (const name of Object.keys(value)) {
      const property = properties?.get(name);
      const part = property ?? values;
      if (part?.hasRules === true)
        visit(part, (value as Fields)[name], property === undefined ? path.key(name) : path.field(name));
    }
  }

  function judge(rule: SchemaRule, value: unknown, path: FieldPath): void {
    if (rule.holds === undefined) {
      unknown.add(rule.text);
      return;
    }
    const problem = (message: string, at: FieldPath): void => {
      problems.push({ rule: 'cel', path: at, keys: 'brackets', message, value });
    };
    try {
      if (rule.holds(value) === true) return;
    } catch (error) {
      problem(`${lowerFirst(rule.message ?? rule.text)} (${failureOf(error)})`, path);
      return;
    }
    problem(lowerFirst(messageOf(rule, value)), below(path, rule.fieldPath));
  }
}

function messageOf(rule: SchemaRule, value: unknown): string {
  try {
    const made = rule.messageOf?.(value);
    if (typeof made === 'string' && made.trim() !== '') return made.trim();
  } catch (error) {
    failureOf(error);
  }
  return rule.message ?? `the rule ${rule.text} does not hold`;
}

/** Where a schema leaves the type open, the library meets values that it has no function for: JavaScript says so in its own words. */
function failureOf(error: unknown): string {
  if (error instanceof CelError) return error.message;
  if (error instanceof TypeError) return 'no such overload';
  throw error;
}

/** `.spec.x` below the value. */
function below(path: FieldPath, fieldPath: string): FieldPath {
  return fieldPath
    .split('.')
    .filter((step) => step !== '')
    .reduce((at, step) => at.field(step), path);
}

/** `Address is required` begins in lower case as our own messages do; `CIDR addresses` stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}` : text;
}
