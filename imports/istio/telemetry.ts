// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector, type TargetRefs } from './shared';

/** What a Telemetry is made of. */
export interface TelemetryProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: TelemetrySpec | undefined;
}

/** Namespaced kind `telemetry.istio.io/v1` `Telemetry`. Written as it is given. */
export class Telemetry extends ApiObject {
  public static readonly GVK = { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry' } as const;

  /** The object as plain data. */
  public static manifest(props: TelemetryProps = {}): TelemetryProps & typeof Telemetry.GVK {
    return { ...Telemetry.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: TelemetryProps = {}) {
    super(scope, id, Telemetry.manifest(props) as ApiObjectProps);
  }
}

/** `spec.accessLogging[]` of Telemetry. */
export interface AccessLogging {
  readonly disabled?: boolean | undefined;
  readonly filter?: AccessLoggingFilter | undefined;
  readonly match?: AccessLoggingMatch | undefined;
  readonly providers?: readonly Providers[] | undefined;
}

/** `spec.accessLogging[].filter` of Telemetry. */
export interface AccessLoggingFilter {
  readonly expression?: string | undefined;
}

/** `spec.accessLogging[].match` of Telemetry and 1 more place. */
export interface AccessLoggingMatch {
  readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' | undefined;
}

/** `spec.tracing[].customTags{}` of Telemetry. */
export interface CustomTags {
  readonly environment?: Environment | undefined;
  readonly formatter?: Formatter | undefined;
  readonly header?: Environment | undefined;
  readonly literal?: Formatter | undefined;
}

/** `spec.tracing[].customTags{}.environment` of Telemetry and 1 more place. */
export interface Environment {
  readonly defaultValue?: string | undefined;
  /** @minLength 1 */
  readonly name: string;
}

/** `spec.tracing[].customTags{}.formatter` of Telemetry and 1 more place. */
export interface Formatter {
  /** @minLength 1 */
  readonly value: string;
}

/** `spec.metrics[]` of Telemetry. */
export interface Metrics {
  readonly overrides?: readonly Overrides[] | undefined;
  readonly providers?: readonly Providers[] | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly reportingInterval?: string | undefined;
}

/** `spec.metrics[].overrides[]` of Telemetry. */
export interface Overrides {
  readonly disabled?: boolean | undefined;
  readonly match?: OverridesMatch | undefined;
  readonly tagOverrides?: { readonly [key: string]: TagOverrides } | undefined;
}

/** `spec.metrics[].overrides[].match` of Telemetry. */
export interface OverridesMatch {
  /** @minLength 1 */
  readonly customMetric?: string | undefined;
  readonly metric?: 'ALL_METRICS' | 'REQUEST_COUNT' | 'REQUEST_DURATION' | 'REQUEST_SIZE' | 'RESPONSE_SIZE' | 'TCP_OPENED_CONNECTIONS' | 'TCP_CLOSED_CONNECTIONS' | 'TCP_SENT_BYTES' | 'TCP_RECEIVED_BYTES' | 'GRPC_REQUEST_MESSAGES' | 'GRPC_RESPONSE_MESSAGES' | undefined;
  readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' | undefined;
}

/** `spec.accessLogging[].providers[]` of Telemetry and 2 more places. */
export interface Providers {
  /** @minLength 1 */
  readonly name: string;
}

/** `spec.metrics[].overrides[].tagOverrides{}` of Telemetry. */
export interface TagOverrides {
  readonly operation?: 'UPSERT' | 'REMOVE' | undefined;
  readonly value?: string | undefined;
}

/** `spec` of Telemetry. */
export interface TelemetrySpec {
  readonly accessLogging?: readonly AccessLogging[] | undefined;
  readonly metrics?: readonly Metrics[] | undefined;
  readonly selector?: Selector | undefined;
  readonly targetRef?: TargetRefs | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
  readonly tracing?: readonly Tracing[] | undefined;
}

/** `spec.tracing[]` of Telemetry. */
export interface Tracing {
  readonly customTags?: { readonly [key: string]: CustomTags } | undefined;
  /** @since 1.30 */
  readonly disableContextPropagation?: boolean | undefined;
  readonly disableSpanReporting?: boolean | undefined;
  readonly enableIstioTags?: boolean | undefined;
  readonly match?: AccessLoggingMatch | undefined;
  readonly providers?: readonly Providers[] | undefined;
  /**
   * @format double
   * @minimum 0
   * @maximum 100
   */
  readonly randomSamplingPercentage?: number | undefined;
  readonly useRequestIdForTraceSampling?: boolean | undefined;
}
