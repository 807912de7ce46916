/**
 * Schemas as the generator stores them in imports/: a list of nodes in which equal parts stand once and refer to each other by number.
 */

import { type SchemaRule } from '../importer/schema';

/** A schema, its parts by number. */
export interface StoredNode {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, number>>;
  readonly required?: readonly string[];
  readonly items?: number;
  readonly additionalProperties?: number | boolean;
  readonly allOf?: readonly number[];
  readonly anyOf?: readonly number[];
  readonly oneOf?: readonly number[];
  readonly not?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly 'x-kubernetes-validations'?: readonly SchemaRule[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** A kind of which the document has schemas. */
export interface StoredKind {
  readonly group: string;
  readonly kind: string;
  readonly scope: string;
  readonly versions: readonly { readonly name: string; readonly schema: number }[];
}

/** What a file of imports/ holds. */
export interface SchemaDocument {
  readonly source: string;
  readonly kinds: readonly StoredKind[];
  readonly nodes: readonly StoredNode[];
}
