/** How values that are only known after deployment get through a program: as texts, which {@link rehydrate} replaces. */
import { type ResolutionContext } from 'cdk8s';
import * as pulumi from '@pulumi/pulumi';
import { StandIns } from '../program/stand-ins';
import { Derived, isUnresolved, UNRESOLVED } from '../values/unresolved';
import { listOf, rehydrate, settled } from './rehydrate';
import { tokens } from './token-registry';

// An Output says of itself that it is not known yet, so that constructs take it where their types do.
Object.defineProperty((pulumi.Output as unknown as { readonly prototype: object }).prototype, UNRESOLVED, {
  value: true,
  configurable: true,
});

/** Replaces raw Outputs, promises and derived values in objects by tokens. */
export class OutputResolver extends StandIns {
  public constructor() {
    super((value) => tokens.textOf(outputOf(value), isDerived(value) ? 'computed' : 'value'));
  }

  public override resolve(context: ResolutionContext): void {
    const { value } = context as { readonly value: unknown };
    // Of another copy of the SDK, which says nothing of itself.
    if (pulumi.Output.isInstance(value)) context.replaceValue(this.standIn(value));
    else super.resolve(context);
  }
}

const outputs = new WeakMap<object, pulumi.Output<unknown>>();

/**
 * The Output of a value that is not known yet; the same for the same value.
 *
 * @throws Error for a value of another engine, and for what is left of an Output that was spread.
 */
export function outputOf(value: object): pulumi.Output<unknown> {
  if (pulumi.Output.isInstance(value)) {
    if (typeof (value as { readonly apply?: unknown }).apply === 'function') return value;
    throw new Error('an Output was spread into a map, which takes nothing of its value: spread asMap() of it');
  }
  const output = outputs.get(value) ?? newOutput(value);
  outputs.set(value, output);
  return output;
}

function newOutput(value: object): pulumi.Output<unknown> {
  if (value instanceof Promise) return pulumi.output(value as Promise<unknown>);
  if (isDerived(value)) return derived(value);
  throw new Error('a value that is only known after deployment is neither an Output nor a promise');
}

/** Another copy of this package may have made it. */
function isDerived(value: object): value is Derived {
  return value instanceof Derived || (isUnresolved(value) && 'inputs' in value && 'fn' in value);
}

/**
 * Inputs that are known stay as they are: Pulumi would make plain objects of handles and durations. A function of any number of
 * inputs, `(...each) => each.join()`, takes the elements of a list that a token stands for.
 */
function derived({ inputs, fn }: Derived): pulumi.Output<unknown> {
  const call = fn as unknown as (...known: unknown[]) => unknown;
  const lists = inputs.map((input) => (call.length === 0 ? listIn(input) : undefined));
  const open = inputs.flatMap((input, index) => {
    const value = lists[index] ?? inputOf(input);
    return value === input && !isOutput(input) ? [] : [{ index, value }];
  });
  return pulumi.all(open.map(({ value }) => value)).apply((values: readonly unknown[]) => {
    const known = [...inputs];
    open.forEach(({ index }, position) => (known[index] = values[position]));
    return inputOf(call(...known.flatMap((each, index) => (lists[index] ? each : [each]))));
  });
}

/** How errors name what goes into a computation: the place of its result is not known yet. */
const COMPUTED = 'a value computed from Outputs';

function listIn(input: unknown): pulumi.Output<unknown> | undefined {
  if (typeof input !== 'string') return undefined;
  const [only, ...others] = tokens.split(input);
  return typeof only === 'object' && only.kind === 'list' && others.length === 0
    ? listOf(only.output, COMPUTED)
    : undefined;
}

function isOutput(value: unknown): boolean {
  return pulumi.Output.isInstance(value);
}

/** Plain data in which an Output stands for each token, promise and derived value. */
function inputOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && (isUnresolved(value) || isOutput(value))) {
    const output = outputOf(value);
    return isDerived(value) ? output : settled(output, COMPUTED);
  }
  return rehydrate(value, COMPUTED, inputOf);
}
