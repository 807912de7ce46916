/** Checks of values that people write into files and options: what is wrong, and in which field. */
import { given } from '../values/given';
import { nearest } from '../values/nearest';

/** What is wrong with a field. */
export interface FieldProblem {
  /** Such as `cases[0].expect.routeTo`; empty for the whole value. */
  readonly path: string;
  readonly message: string;
}

/** Says what is wrong with a value at a path. */
export type FieldCheck = (value: unknown, path: string) => readonly FieldProblem[];

type Fields = Readonly<Record<string, unknown>>;

/** A check of one value, by what it says of it. */
export function value(problem: (value: unknown) => string | undefined): FieldCheck {
  return (each, path) => {
    const message = problem(each);
    return message === undefined ? [] : [{ path, message }];
  };
}

/** A text that is not empty. */
export const text: FieldCheck = value((each) => {
  if (typeof each === 'string' && each !== '') return undefined;
  // YAML 1.1 takes on, yes and their like for booleans.
  const hint = typeof each === 'boolean' || typeof each === 'number' ? ': put it in quotes' : '';
  return `must be a text, got ${given(each)}${hint}`;
});

export const bool: FieldCheck = value((each) =>
  typeof each === 'boolean' ? undefined : `must be true or false, got ${given(each)}`,
);

/** A number from `min` to `max`. */
export function number(min: number, max = Infinity): FieldCheck {
  const range = max === Infinity ? `of at least ${min}` : `between ${min} and ${max}`;
  return value((each) =>
    typeof each === 'number' && each >= min && each <= max
      ? undefined
      : `must be a number ${range}, got ${given(each)}`,
  );
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max = Infinity): FieldCheck {
  const range = max === Infinity ? `of at least ${min}` : `between ${min} and ${max}`;
  return value((each) =>
    Number.isInteger(each) && Number(each) >= min && Number(each) <= max
      ? undefined
      : `must be a whole number ${range}, got ${given(each)}`,
  );
}

/** One of these values. */
export function oneOf(...allowed: readonly unknown[]): FieldCheck {
  return value((each) =>
    allowed.includes(each) ? undefined : `must be one of ${allowed.map(String).join(', ')}, got ${given(each)}`,
  );
}

/** A list, each entry of which passes. */
export function listOf(check: FieldCheck, { min = 0 }: { readonly min?: number } = {}): FieldCheck {
  return (each, path) => {
    if (!Array.isArray(each)) return [{ path, message: `must be a list, got ${given(each)}` }];
    if (each.length < min) return [{ path, message: 'must have at least one entry' }];
    return each.flatMap((entry, index) => check(entry, `${path}[${index}]`));
  };
}

/** Names of any kind, each with a value that passes. */
export function mapOf(check: FieldCheck, { min = 0 }: { readonly min?: number } = {}): FieldCheck {
  return (each, path) => {
    if (!isFields(each)) return [{ path, message: `must be an object, got ${given(each)}` }];
    if (Object.keys(each).length < min) return [{ path, message: 'must have at least one entry' }];
    return Object.entries(each).flatMap(([name, entry]) => check(entry, `${path}[${name}]`));
  };
}

/** An object of these fields and no others. */
export function record(
  fields: Readonly<Record<string, FieldCheck>>,
  { required = [] }: { readonly required?: readonly string[] } = {},
): FieldCheck {
  const names = Object.keys(fields);
  return (each, path) => {
    if (!isFields(each)) return [{ path, message: `must be an object with ${names.join(', ')}, got ${given(each)}` }];
    return [
      ...required
        .filter((name) => each[name] === undefined)
        .map((name) => ({ path, message: `${name} must be given` })),
      ...Object.entries(each).flatMap(([name, field]) => {
        const at = path === '' ? name : `${path}.${name}`;
        return fields[name]?.(field, at) ?? [{ path: at, message: unknownField(name, names) }];
      }),
    ];
  };
}

function unknownField(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined
    ? `unknown field ${given(name)}, must be one of ${names.join(', ')}`
    : `unknown field ${given(name)}, did you mean ${near}?`;
}

/** What passes one of two checks, by what the value is. */
export function either(isFirst: (value: unknown) => boolean, first: FieldCheck, second: FieldCheck): FieldCheck {
  return (each, path) => (isFirst(each) ? first : second)(each, path);
}

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
