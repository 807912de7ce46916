/** CustomResourceDefinitions made of the schemas of imports/: what is applied to the server is what the validator judges by. */
import { type KubernetesObject } from './api-client';
import { type SchemaDocument, type StoredNode } from '../../../lib/validation/schema-document';

type StoredCrd = SchemaDocument['kinds'][number] & { readonly plural: string };

/** One CRD a kind of the document. Its schemas hold no circles. */
export function crdsOf(document: SchemaDocument): KubernetesObject[] {
  return (document.kinds as readonly StoredCrd[]).map(({ group, kind, plural, scope, versions }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // The server asks for it in this group.
      ...(group.endsWith('.k8s.io') && {
        annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' },
      }),
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: versions.map((version) => ({
        name: version.name,
        served: true,
        storage: 'storage' in version && version.storage === true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: expanded(document.nodes, version.schema) },
      })),
    },
  }));
}

function expanded(nodes: readonly StoredNode[], index: number): unknown {
  const part = (at: number): unknown => expanded(nodes, at);
  const parts = (list: readonly number[]): unknown[] => list.map(part);
  const { properties, items, additionalProperties, allOf, anyOf, oneOf, not, ...rest } = nodes[index] ?? {};
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, at]) => [name, part(at)])),
    }),
    ...(items !== undefined && { items: part(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'number' ? part(additionalProperties) : additionalProperties,
    }),
    ...(allOf && { allOf: parts(allOf) }),
    ...(anyOf && { anyOf: parts(anyOf) }),
    ...(oneOf && { oneOf: parts(oneOf) }),
    ...(not !== undefined && { not: part(not) }),
  };
}
