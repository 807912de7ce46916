// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a CustomResourceDefinition is made of. */
export interface CustomResourceDefinitionProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CustomResourceDefinitionSpec;
}

/** Cluster-scoped kind `apiextensions.k8s.io/v1` `CustomResourceDefinition`. Written as it is given. */
export class CustomResourceDefinition extends ApiObject {
  public static readonly GVK = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;

  /** The object as plain data. */
  public static manifest(props: CustomResourceDefinitionProps): CustomResourceDefinitionProps & typeof CustomResourceDefinition.GVK {
    return { ...CustomResourceDefinition.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: CustomResourceDefinitionProps) {
    super(scope, id, CustomResourceDefinition.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ApiextensionsV1ServiceReference {
  /** @default "" */
  readonly name: string;
  /** @default "" */
  readonly namespace: string;
  readonly path?: string | undefined;
  /** @format int32 */
  readonly port?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface ApiextensionsV1WebhookClientConfig {
  /** @format byte */
  readonly caBundle?: string | undefined;
  readonly service?: ApiextensionsV1ServiceReference | undefined;
  readonly url?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface CustomResourceColumnDefinition {
  readonly description?: string | undefined;
  readonly format?: string | undefined;
  /** @default "" */
  readonly jsonPath: string;
  /** @default "" */
  readonly name: string;
  /** @format int32 */
  readonly priority?: number | undefined;
  /** @default "" */
  readonly type: string;
}

/** Part of the Kubernetes API. */
export interface CustomResourceConversion {
  /** @default "" */
  readonly strategy: string;
  readonly webhook?: WebhookConversion | undefined;
}

/** Part of the Kubernetes API. */
export interface CustomResourceDefinitionNames {
  readonly categories?: readonly string[] | undefined;
  /** @default "" */
  readonly kind: string;
  readonly listKind?: string | undefined;
  /** @default "" */
  readonly plural: string;
  readonly shortNames?: readonly string[] | undefined;
  readonly singular?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface CustomResourceDefinitionSpec {
  readonly conversion?: CustomResourceConversion | undefined;
  /** @default "" */
  readonly group: string;
  readonly names: CustomResourceDefinitionNames;
  readonly preserveUnknownFields?: boolean | undefined;
  /** @default "" */
  readonly scope: string;
  readonly versions: readonly CustomResourceDefinitionVersion[];
}

/** Part of the Kubernetes API. */
export interface CustomResourceDefinitionVersion {
  readonly additionalPrinterColumns?: readonly CustomResourceColumnDefinition[] | undefined;
  readonly deprecated?: boolean | undefined;
  readonly deprecationWarning?: string | undefined;
  /** @default "" */
  readonly name: string;
  readonly schema?: CustomResourceValidation | undefined;
  readonly selectableFields?: readonly SelectableField[] | undefined;
  /** @default false */
  readonly served: boolean;
  /** @default false */
  readonly storage: boolean;
  readonly subresources?: CustomResourceSubresources | undefined;
}

/** Part of the Kubernetes API. */
export interface CustomResourceSubresourceScale {
  readonly labelSelectorPath?: string | undefined;
  /** @default "" */
  readonly specReplicasPath: string;
  /** @default "" */
  readonly statusReplicasPath: string;
}

/** Part of the Kubernetes API. */
export interface CustomResourceSubresources {
  readonly scale?: CustomResourceSubresourceScale | undefined;
  readonly status?: { readonly [key: string]: unknown } | undefined;
}

/** Part of the Kubernetes API. */
export interface CustomResourceValidation {
  readonly openAPIV3Schema?: JSONSchemaProps | undefined;
}

/** Part of the Kubernetes API. */
export interface ExternalDocumentation {
  readonly description?: string | undefined;
  readonly url?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface JSONSchemaProps {
  readonly $ref?: string | undefined;
  readonly $schema?: string | undefined;
  readonly additionalItems?: unknown | undefined;
  readonly additionalProperties?: unknown | undefined;
  readonly allOf?: readonly JSONSchemaProps[] | undefined;
  readonly anyOf?: readonly JSONSchemaProps[] | undefined;
  readonly default?: unknown | undefined;
  readonly definitions?: { readonly [key: string]: JSONSchemaProps } | undefined;
  readonly dependencies?: { readonly [key: string]: unknown } | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly example?: unknown | undefined;
  readonly exclusiveMaximum?: boolean | undefined;
  readonly exclusiveMinimum?: boolean | undefined;
  readonly externalDocs?: ExternalDocumentation | undefined;
  readonly format?: string | undefined;
  readonly id?: string | undefined;
  readonly items?: unknown | undefined;
  /** @format int64 */
  readonly maxItems?: number | undefined;
  /** @format int64 */
  readonly maxLength?: number | undefined;
  /** @format int64 */
  readonly maxProperties?: number | undefined;
  /** @format double */
  readonly maximum?: number | undefined;
  /** @format int64 */
  readonly minItems?: number | undefined;
  /** @format int64 */
  readonly minLength?: number | undefined;
  /** @format int64 */
  readonly minProperties?: number | undefined;
  /** @format double */
  readonly minimum?: number | undefined;
  /** @format double */
  readonly multipleOf?: number | undefined;
  readonly not?: JSONSchemaProps | undefined;
  readonly nullable?: boolean | undefined;
  readonly oneOf?: readonly JSONSchemaProps[] | undefined;
  readonly pattern?: string | undefined;
  readonly patternProperties?: { readonly [key: string]: JSONSchemaProps } | undefined;
  readonly properties?: { readonly [key: string]: JSONSchemaProps } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly title?: string | undefined;
  readonly type?: string | undefined;
  readonly uniqueItems?: boolean | undefined;
  readonly "x-kubernetes-embedded-resource"?: boolean | undefined;
  readonly "x-kubernetes-int-or-string"?: boolean | undefined;
  readonly "x-kubernetes-list-map-keys"?: readonly string[] | undefined;
  readonly "x-kubernetes-list-type"?: string | undefined;
  readonly "x-kubernetes-map-type"?: string | undefined;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean | undefined;
  readonly "x-kubernetes-validations"?: readonly ValidationRule[] | undefined;
}

/** Part of the Kubernetes API. */
export interface SelectableField {
  /** @default "" */
  readonly jsonPath: string;
}

/** Part of the Kubernetes API. */
export interface ValidationRule {
  readonly fieldPath?: string | undefined;
  readonly message?: string | undefined;
  readonly messageExpression?: string | undefined;
  readonly optionalOldSelf?: boolean | undefined;
  readonly reason?: 'FieldValueDuplicate' | 'FieldValueForbidden' | 'FieldValueInvalid' | 'FieldValueRequired' | undefined;
  /** @default "" */
  readonly rule: string;
}

/** Part of the Kubernetes API. */
export interface WebhookConversion {
  readonly clientConfig?: ApiextensionsV1WebhookClientConfig | undefined;
  readonly conversionReviewVersions: readonly string[];
}
