/**
 * Checks the props of a construct, also where they come from plain JavaScript, and reports all that is wrong in one error.
 *
 * Each construct has one table with a check for every prop, typed by {@link PropChecks}: a prop without a check does not
 * compile.
 */
import { Duration, Size } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { given } from '../values/given';
import { checkMilliseconds } from '../values/duration';
import { nearest } from '../values/nearest';
import { isUnresolved } from '../values/unresolved';
import { refuse } from './construct-error';

/** What is wrong with `value`, each line naming its prop: `weight must be between 0 and 100, got 110`. */
export type Check = (value: unknown, at: string) => readonly string[];

/** One check for every prop of `P`. */
export type PropChecks<P> = { readonly [K in keyof Required<P>]: Check };

/** @throws ConstructError listing everything that is wrong with `props`. */
export function checkProps<P extends object>(construct: IConstruct, props: P, checks: PropChecks<P>): void {
  refuse(construct, shapeProblems(props, '', checks));
}

/** A value that `check` of lib/values accepts; undefined passes, and so does what is not known yet. */
export function value(check: (value: unknown) => string | undefined): Check {
  return (given, at) => {
    if (given === undefined) return [];
    const problem = check(given);
    return problem === undefined ? [] : [`${at} ${problem}`];
  };
}

/** Like `check`, but undefined is wrong. */
export function required(check: Check, what = 'must be given'): Check {
  return (value, at) => (value === undefined ? [`${at} ${what}`] : check(value, at));
}

/** Like `check`, but the value decides which objects there are, so that it cannot wait until deployment. */
export function known(check: Check, because = 'it decides which objects there are'): Check {
  return (value, at) =>
    isUnresolved(value)
      ? [`${at} must be known at synthesis, because ${because}; got ${given(value)}`]
      : check(value, at);
}

/** Text, not empty unless it says so. */
export const text: Check = value((given_) =>
  isUnresolved(given_) || (typeof given_ === 'string' && given_ !== '')
    ? undefined
    : `must be a text, got ${given(given_)}`,
);

/** Text, which may be empty. */
export const anyText: Check = value((given_) =>
  isUnresolved(given_) || typeof given_ === 'string' ? undefined : `must be a text, got ${given(given_)}`,
);

/** `true` or `false`. */
export const flag: Check = value((given_) =>
  isUnresolved(given_) || typeof given_ === 'boolean' ? undefined : `must be true or false, got ${given(given_)}`,
);

/** A whole number of at least `min`. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  const allowed = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `between ${min} and ${max}`;
  return value((given_) =>
    isUnresolved(given_) || (Number.isSafeInteger(given_) && (given_ as number) >= min && (given_ as number) <= max)
      ? undefined
      : `must be a whole number ${allowed}, got ${given(given_)}`,
  );
}

/** One of `allowed`; a near miss is pointed out. */
export function oneOf(...allowed: readonly string[]): Check {
  return value((given_) => {
    if (isUnresolved(given_) || allowed.includes(given_ as string)) return undefined;
    const near = typeof given_ === 'string' ? nearest(given_, allowed) : undefined;
    return `must be one of ${allowed.join(', ')}, got ${given(given_)}${near === undefined ? '' : `: did you mean ${near}?`}`;
  });
}

/** A cdk8s `Duration` of at least one whole millisecond: what istiod accepts. */
export const duration: Check = value((given_) => {
  if (isUnresolved(given_)) return undefined;
  if (!(given_ instanceof Duration)) return `must be a Duration, such as Duration.seconds(10), got ${given(given_)}`;
  return checkMilliseconds(given_.toMilliseconds({ integral: false }));
});

/** A cdk8s `Duration` of whole seconds: what Kubernetes and browsers count in. */
export const wholeSeconds: Check = (length, at) => {
  const wrong = duration(length, at);
  if (wrong.length > 0 || length === undefined || isUnresolved(length)) return wrong;
  const milliseconds = (length as Duration).toMilliseconds();
  return milliseconds % 1000 === 0 ? [] : [`${at} must be whole seconds, got ${milliseconds} ms`];
};

/** A cdk8s `Size`. */
export const size: Check = value((given_) =>
  isUnresolved(given_) || given_ instanceof Size
    ? undefined
    : `must be a Size, such as Size.mebibytes(128), got ${given(given_)}`,
);

/** What `recognise` says yes to, such as another construct: known at synthesis. `name` is what the message calls it. */
export function kind(name: string, recognise: (value: unknown) => boolean): Check {
  return known(value((given_) => (recognise(given_) ? undefined : `must be ${name}, got ${given(given_)}`)));
}

/** A list whose elements pass `element`. */
export function listOf(element: Check, options: { readonly min?: number } = {}): Check {
  return (list, at) => {
    if (list === undefined || isUnresolved(list)) return [];
    if (!Array.isArray(list)) return [`${at} must be a list, got ${given(list)}`];
    const min = options.min ?? 0;
    if (list.length < min)
      return [`${at} must have at least ${min} ${min === 1 ? 'entry' : 'entries'}, got ${list.length}`];
    return list.flatMap((each, index) => required(element)(each, `${at}[${index}]`));
  };
}

/** An object used as a map: `key` judges each key, `entry` each value. */
export function mapOf(key: (value: unknown) => string | undefined, entry: Check): Check {
  return (map, at) => {
    if (map === undefined || isUnresolved(map)) return [];
    if (!isPlainObject(map)) return [`${at} must be an object, got ${given(map)}`];
    return Object.entries(map).flatMap(([name, each]) => {
      const problem = key(name);
      return problem === undefined ? entry(each, `${at}.${name}`) : [`${at}: key ${problem}`];
    });
  };
}

/** An object with the props of `checks` and no others. */
export function shape<P extends object>(checks: PropChecks<P>): Check {
  return (object, at) => {
    if (object === undefined || isUnresolved(object)) return [];
    return isPlainObject(object)
      ? shapeProblems(object, at, checks)
      : [`${at} must be an object, got ${given(object)}`];
  };
}

/** Passes where all of `checks` pass. */
export function all(...checks: readonly Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at));
}

/** For what is checked elsewhere, such as a class whose constructor does it. */
export const anything: Check = () => [];

/** In plain loops: a large program checks millions of props, nearly all of which are right. */
function shapeProblems<P extends object>(object: P, at: string, checks: PropChecks<P>): readonly string[] {
  if (!isPlainObject(object)) return [`props must be an object, got ${given(object)}`];
  const prefix = at === '' ? '' : `${at}.`;
  const problems: string[] = [];
  for (const name of Object.keys(object)) {
    if (!Object.hasOwn(checks, name))
      problems.push(`${prefix}${name} is unknown, ${instead(name, Object.keys(checks))}`);
  }
  const all: Readonly<Record<string, Check>> = checks;
  for (const name in all) {
    const found = all[name]?.(object[name], prefix + name);
    if (found !== undefined && found.length > 0) problems.push(...found);
  }
  return problems;
}

function instead(name: string, allowed: readonly string[]): string {
  const near = nearest(name, allowed);
  return near === undefined ? `allowed are ${allowed.join(', ')}` : `did you mean ${near}?`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
