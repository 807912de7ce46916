/** Outputs where there may be none: in what decides which objects there are, and how they are registered. One line for each. */
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { kindOf } from '../model/identity';
import { type DeployableObject } from '../program/deployable';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { tokens } from './token-registry';

/** Ids make names of files and errors, and of objects where none is given. */
export function tokensInIds({ node }: IConstruct): string[] {
  if (!tokens.includes(node.id)) return [];
  return [
    `${node.scope?.node.path || 'the program'}: the id of a construct must be known, got one with an Output in it`,
  ];
}

/** cdk8s spreads these maps when the object is made, which takes nothing of an Output or a promise. */
export function lostMetadata(construct: IConstruct): string[] {
  if (!ApiObject.isApiObject(construct)) return [];
  const at = construct.node.path;
  const { metadata } = (construct as unknown as { readonly props?: ApiObjectProps }).props ?? {};
  if (isLater(metadata)) return [`${at}: metadata must be a map of which values may be Outputs, got an Output`];
  return (['labels', 'annotations'] as const)
    .filter((field) => isLater(metadata?.[field]))
    .map(
      (field) => `${at}: metadata.${field} must be a map of which values may be Outputs, got an Output: use asMap()`,
    );
}

function isLater(value: unknown): boolean {
  return typeof value === 'object' && isUnresolved(value);
}

/** Kind and name, by which a resource is registered. */
export function unknownIdentity({ json, construct }: DeployableObject): string[] {
  const at = construct.node.path;
  const { apiVersion, kind, metadata } = json;
  if ([apiVersion, kind].some((each) => tokens.includes(String(each))))
    return [`${at}: apiVersion and kind must be known, got an Output`];
  if (kindOf(json) === 'List') return [`${at}: items of a List must be a list, got ${itemsOf(json['items'])}`];
  const { name } = (metadata ?? {}) as { readonly name?: unknown };
  if (name !== undefined && name !== '') return [];
  return [
    `${at}: metadata.name must be given, for resources are named by it, and generateName is none; got ${given(name)}`,
  ];
}

function itemsOf(items: unknown): string {
  return isUnresolved(items) ? 'an Output: asList() is for texts only' : given(items);
}
