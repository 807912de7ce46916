/** What stands for Outputs in props of constructs, which take texts, numbers, lists and maps. */
import * as pulumi from '@pulumi/pulumi';
import { isUnresolved } from '../values/unresolved';
import { outputOf } from './output-resolver';
import { tokens } from './token-registry';

/**
 * A text that stands for an Output wherever a construct takes a text, also within a longer one. What is known already stays what it
 * is.
 *
 * Do not cut it, encode it or branch on it: it is not the value. Use `derive` of this package to compute with the value.
 *
 * @example
 * const host = asString(pulumi.output('example.com'));
 * const url = `https://${host}/`;
 */
export function asString(value: pulumi.Input<string>): string {
  return typeof value === 'string' ? value : tokens.textOf(laterOf(value), 'value');
}

/**
 * A number that stands for an Output wherever a construct takes a number, also within a text. What is known already stays what it is.
 *
 * Arithmetic on it is an error: use `derive` of this package.
 */
export function asNumber(value: pulumi.Input<number>): number {
  return typeof value === 'number' ? value : tokens.numberOf(laterOf(value));
}

/**
 * A list that stands for an Output of texts. It has one element, and can be spread: `[...asList(hosts), 'example.com']`. Do not look at
 * the element. Of a list that is known already, the elements are taken by {@link asString}.
 */
export function asList(value: pulumi.Input<readonly pulumi.Input<string>[]>): string[] {
  return isList(value) ? value.map(asString) : [tokens.textOf(laterOf(value), 'list')];
}

/**
 * A map that stands for an Output of texts by name. It has one entry, and can be spread: `{ team: 'shop', ...asMap(labels) }`. Of a
 * map that is known already, the values are taken by {@link asString}.
 */
export function asMap(value: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>): Record<string, string> {
  if (!isUnresolved(value) && !pulumi.Output.isInstance(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asString(each)]));
  }
  const token = tokens.textOf(laterOf(value), 'map');
  return { [token]: token };
}

/** Not a copy of it, so that the same Output is the same token. */
function laterOf(value: unknown): pulumi.Output<unknown> {
  return typeof value === 'object' && value !== null ? outputOf(value) : pulumi.output(value);
}

function isList(value: unknown): value is readonly pulumi.Input<string>[] {
  return Array.isArray(value);
}
