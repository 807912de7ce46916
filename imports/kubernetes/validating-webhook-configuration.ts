// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type AdmissionregistrationV1WebhookClientConfig, type LabelSelector, type MatchCondition, type RuleWithOperations } from './shared';

/** What a ValidatingWebhookConfiguration is made of. */
export interface ValidatingWebhookConfigurationProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly webhooks?: readonly ValidatingWebhook[] | undefined;
}

/** Cluster-scoped kind `admissionregistration.k8s.io/v1` `ValidatingWebhookConfiguration`. Written as it is given. */
export class ValidatingWebhookConfiguration extends ApiObject {
  public static readonly GVK = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' } as const;

  /** The object as plain data. */
  public static manifest(props: ValidatingWebhookConfigurationProps = {}): ValidatingWebhookConfigurationProps & typeof ValidatingWebhookConfiguration.GVK {
    return { ...ValidatingWebhookConfiguration.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ValidatingWebhookConfigurationProps = {}) {
    super(scope, id, ValidatingWebhookConfiguration.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ValidatingWebhook {
  readonly admissionReviewVersions: readonly string[];
  readonly clientConfig: AdmissionregistrationV1WebhookClientConfig;
  readonly failurePolicy?: 'Fail' | 'Ignore' | undefined;
  readonly matchConditions?: readonly MatchCondition[] | undefined;
  readonly matchPolicy?: 'Equivalent' | 'Exact' | undefined;
  /** @default "" */
  readonly name: string;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly objectSelector?: LabelSelector | undefined;
  readonly rules?: readonly RuleWithOperations[] | undefined;
  readonly sideEffects: 'None' | 'NoneOnDryRun' | 'Some' | 'Unknown';
  /** @format int32 */
  readonly timeoutSeconds?: number | undefined;
}
