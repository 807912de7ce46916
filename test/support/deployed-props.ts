/** Outputs in props: what is deployed has to be what the plain value gives. */
import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import { newProgram } from '../../lib/pulumi/deploy-tree';
import { rehydrate } from '../../lib/pulumi/rehydrate';
import { asList, asMap, asNumber, asString } from '../../lib/pulumi/tokens';
import { isSecretOnWire, UNKNOWN, withoutSecrets } from './pulumi-wire';

type Path = readonly string[];

/** One construct with all its props, and those of them whose values may come later. */
export interface PropsCase<P extends object = object> {
  readonly props: (chart: Chart) => P;
  readonly make: (chart: Chart, props: P) => unknown;
  readonly replaced: (props: P, path: Path, value: unknown) => P;
  readonly paths: readonly Path[];
}

/** What is deployed otherwise than it is written, one line a prop and kind of value. */
export async function differences<P extends object>(test: PropsCase<P>): Promise<string[]> {
  const plain = await objectsOf(test, (props) => props);
  const found: string[] = [];
  for (const preview of [false, true]) {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: '', state: {} }), call: () => ({}) }, 'p', 's', preview);
    for (const path of test.paths) {
      for (const [name, wrap] of WRAPPERS) {
        const problem = await difference(test, { path, wrap, preview, plain });
        if (problem !== undefined)
          found.push(`${path.join('.')} as ${name}${preview ? ' in a preview' : ''}: ${problem}`);
      }
    }
  }
  return found;
}

const WRAPPERS: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['a raw Output', (value) => pulumi.output(value)],
  ['a promise', (value) => Promise.resolve(value)],
  ['a token', (value) => tokenOf(value, pulumi.output(value) as pulumi.Output<never>)],
  ['a secret token', (value) => tokenOf(value, pulumi.secret(value) as pulumi.Output<never>)],
  ['an unknown token', (value) => tokenOf(value, pulumi.output(pulumi.unknown) as unknown as pulumi.Output<never>)],
];

function tokenOf(value: unknown, output: pulumi.Output<never>): unknown {
  switch (typeof value) {
    case 'string':
      return asString(output);
    case 'number':
      return asNumber(output);
    case 'boolean':
      return output;
    default:
      if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? asList(output) : output;
      return Object.values(value as object).every((each) => typeof each === 'string') ? asMap(output) : output;
  }
}

interface Attempt {
  readonly path: Path;
  readonly wrap: (value: unknown) => unknown;
  readonly preview: boolean;
  readonly plain: readonly unknown[];
}

async function difference<P extends object>(test: PropsCase<P>, { path, wrap, preview, plain }: Attempt) {
  const isUnknown = wrap === WRAPPERS[4]?.[1];
  // Outside a preview everything is known in the end; in it, what is known is nothing else than outside.
  if (isUnknown !== preview) return undefined;
  let isSkipped = false;
  let deployed: readonly unknown[];
  try {
    deployed = await objectsOf(test, (props) => {
      const value = path.reduce<unknown>((each, key) => (each as Record<string, unknown>)[key], props);
      isSkipped = !isPlain(value);
      return isSkipped ? props : test.replaced(props, path, wrap(value));
    });
  } catch (error) {
    const { message } = error as Error;
    // Where a construct asks for each element of a list, the list itself can be an Output, a token of it cannot.
    return message.includes('a list that stands for an Output is used as a text') ? undefined : message;
  }
  if (isSkipped) return undefined;
  if (wrap === WRAPPERS[3]?.[1] && !isSecretOnWire(deployed)) return 'is no secret';
  if (isUnknown && !JSON.stringify(deployed).includes(UNKNOWN)) return 'is known';
  return mismatch(withoutSecrets(deployed), plain, '');
}

async function objectsOf<P extends object>({ props, make }: PropsCase<P>, change: (props: P) => P) {
  const program = newProgram();
  const chart = new Chart(program, 'shop');
  make(chart, change(props(chart)));
  const objects = program.deployable().objects.map(({ json }) => rehydrate(json, ''));
  // All of them settle: a rejection that nobody looks at would end the process.
  const settled = await Promise.allSettled(
    objects.map((each) => pulumi.runtime.serializeProperties('test', each as pulumi.Inputs)),
  );
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

/** Pulumi would make something else of instances of classes. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (value === null) return false;
  if (Array.isArray(value)) return value.every(isPlain);
  return value.constructor === Object && Object.values(value).every(isPlain);
}

/** Where a value differs; what is unknown is like anything. */
function mismatch(actual: unknown, expected: unknown, at: string): string | undefined {
  if (actual === UNKNOWN) return undefined;
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return Object.is(actual, expected)
      ? undefined
      : `${at}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
  }
  const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  for (const key of keys) {
    const found = mismatch(
      (actual as Record<string, unknown>)[key],
      (expected as Record<string, unknown>)[key],
      `${at}.${key}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
