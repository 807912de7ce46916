/** Components of Pulumi beside the constructs that they deploy. */
import * as pulumi from '@pulumi/pulumi';
import { App, Chart, Testing } from 'cdk8s';
import { isUnresolved } from '../../lib/values/unresolved';
import { run, type RunOptions, UNKNOWN, withoutSecrets } from './pulumi-wire';

/** Arguments with something else in the place of their leaves. */
export type Wrap = <A extends object>(args: A, known?: readonly string[]) => A;

/** An object as it is written or deployed. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** What a program of components deploys, in the order of `identity`. */
export async function deployed(program: () => unknown, options?: RunOptions): Promise<readonly PlainObject[]> {
  const { registered } = await run(program, options);
  return inOrder(
    registered.filter((each) => each.isCustom && 'apiVersion' in each.properties).map((each) => each.properties),
  );
}

/** What constructs write, in the same order. */
export function writtenBy(make: (chart: Chart) => unknown): readonly PlainObject[] {
  const chart = new Chart(new App(), 'yaml');
  make(chart);
  return inOrder(Testing.synth(chart) as PlainObject[]);
}

function inOrder(objects: readonly PlainObject[]): readonly PlainObject[] {
  return [...objects].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
}

function identity({ apiVersion, kind, metadata }: PlainObject): string {
  const { namespace, name } = withoutSecrets(metadata) as { readonly namespace?: string; readonly name: string };
  return [apiVersion, kind, namespace ?? '', name].map((each) => (each === UNKNOWN ? '?' : String(each))).join(' ');
}

/** What texts and numbers become. */
export const KINDS_OF_INPUT: Readonly<
  Record<string, { readonly preview: boolean; readonly wrap: (value: unknown) => unknown }>
> = {
  'known Outputs': { preview: false, wrap: (value) => pulumi.output(value) },
  promises: { preview: false, wrap: (value) => Promise.resolve(value) },
  secrets: { preview: false, wrap: (value) => pulumi.secret(value) },
  'unknown Outputs': { preview: true, wrap: () => pulumi.output(pulumi.unknown) },
};

/** Paths of the texts and numbers in plain arguments. */
export function leavesOf(args: object, at: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(args).flatMap(([key, value]: [string, unknown]) => {
    const path = [...at, key];
    if (typeof value === 'string' || typeof value === 'number') return [path];
    return isPlain(value) ? leavesOf(value, path) : [];
  });
}

/** Handles and values of factories are no plain arguments. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isUnresolved(value)) return false;
  if ('workload' in value || 'namespaceName' in value || 'peer' in value) return false;
  return Array.isArray(value) || value.constructor === Object;
}

/** A copy with another value at a path. */
export function replacedAt<T extends object>(
  args: T,
  [first = '', ...rest]: readonly string[],
  wrap: (value: unknown) => unknown,
): T {
  const copy = (Array.isArray(args) ? [...(args as unknown[])] : { ...args }) as Record<string, unknown>;
  copy[first] = rest.length === 0 ? wrap(copy[first]) : replacedAt(copy[first] as object, rest, wrap);
  return copy as T;
}

/** Where a deployed object is another than a plain one; what is unknown is like anything. */
export function mismatch(actual: unknown, expected: unknown, at = ''): readonly string[] {
  if (actual === UNKNOWN) return [];
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return Object.is(actual, expected)
      ? []
      : [`${at}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
  }
  return [...new Set([...Object.keys(actual), ...Object.keys(expected)])].flatMap((key) =>
    mismatch((actual as PlainObject)[key], (expected as PlainObject)[key], `${at}.${key}`),
  );
}
