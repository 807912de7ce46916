/** What components say of what they registered. */
import * as pulumi from '@pulumi/pulumi';
import { type KubernetesObject } from '../kubernetes-object';
import { outputOf } from '../output-resolver';
import { rehydrate } from '../rehydrate';

/** The name of the only object; the text, where another component has registered it. */
export function nameOf(objects: readonly KubernetesObject[], otherwise: pulumi.Input<string>): pulumi.Output<string> {
  return objects[0]?.metadata.name ?? outputOfText(otherwise);
}

/** What a construct says, in which there may be Outputs. */
export function outputOfText(text: unknown): pulumi.Output<string> {
  const value: unknown = typeof text === 'object' && text !== null ? outputOf(text) : rehydrate(text, 'an output');
  return pulumi.output(value as pulumi.Input<string>);
}

/** The text, for those to depend on the objects who use it. */
export function afterAll(objects: readonly KubernetesObject[], text: pulumi.Output<string>): pulumi.Output<string> {
  // The names, for they are known in a preview.
  return pulumi.all([text, ...objects.map(({ metadata }) => metadata.name)]).apply(([known = '']) => known);
}
