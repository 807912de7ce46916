/**
 * Names of resources in Pulumi's state. A URN is made of them, and an object whose URN changes is deleted and made again: so they come
 * from what the object is, never from where a construct stands in the tree.
 */
import type * as pulumi from '@pulumi/pulumi';
import { type ObjectIdentity } from '../model/identity';
import { type Token, tokens } from './token-registry';

/**
 * `<group>:<Kind>:<namespace>/<name>`; without the namespace for kinds of the whole cluster.
 *
 * In the place of an Output stands the logical name of the resource that it comes from, in braces, for its value may not be known.
 *
 * @param group - name of the component. As what names begin with, it follows the component's aliases.
 */
export function resourceName(group: string, { kind, namespace, name }: ObjectIdentity): string {
  const path = namespace === '' ? known(name) : `${known(namespace)}/${known(name)}`;
  return `${group}:${kind}:${path}`;
}

function known(text: string): string {
  if (!tokens.includes(text)) return text;
  return tokens
    .split(text)
    .map((part) => (typeof part === 'string' ? part : `{${sourcesOf(part).join(',')}}`))
    .join('');
}

/** Empty for what comes from no resource, such as configuration. */
function sourcesOf({ output }: Token): string[] {
  // Not in the SDK's types, but what makes dependencies of properties since its first release.
  const { resources } = output as unknown as { readonly resources?: () => ReadonlySet<pulumi.Resource> };
  const names = [...(resources?.call(output) ?? [])].map((each) => (each as { readonly __name?: string }).__name ?? '');
  return names.filter((name) => name !== '').sort();
}
