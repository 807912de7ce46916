// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AdmissionregistrationV1WebhookClientConfig, type LabelSelector, type MatchCondition, type RuleWithOperations } from './shared';

/** What a MutatingWebhookConfiguration is made of. */
export interface MutatingWebhookConfigurationProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly webhooks?: readonly MutatingWebhook[] | undefined;
}

/** Cluster-scoped kind `admissionregistration.k8s.io/v1` `MutatingWebhookConfiguration`. Written as it is given. */
export class MutatingWebhookConfiguration extends ApiObject {
  public static readonly GVK = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' } as const;

  /** The object as plain data. */
  public static manifest(props: MutatingWebhookConfigurationProps = {}): MutatingWebhookConfigurationProps & typeof MutatingWebhookConfiguration.GVK {
    return { ...MutatingWebhookConfiguration.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: MutatingWebhookConfigurationProps = {}) {
    super(scope, id, MutatingWebhookConfiguration.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface MutatingWebhook {
  readonly admissionReviewVersions: readonly string[];
  readonly clientConfig: AdmissionregistrationV1WebhookClientConfig;
  readonly failurePolicy?: 'Fail' | 'Ignore' | undefined;
  readonly matchConditions?: readonly MatchCondition[] | undefined;
  readonly matchPolicy?: 'Equivalent' | 'Exact' | undefined;
  /** @default "" */
  readonly name: string;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly objectSelector?: LabelSelector | undefined;
  readonly reinvocationPolicy?: 'IfNeeded' | 'Never' | undefined;
  readonly rules?: readonly RuleWithOperations[] | undefined;
  readonly sideEffects: 'None' | 'NoneOnDryRun' | 'Some' | 'Unknown';
  /** @format int32 */
  readonly timeoutSeconds?: number | undefined;
}
