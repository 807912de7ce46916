// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector, type SpecMatch, type TargetRefs, type VmConfig } from './shared';

/** What a TrafficExtension is made of. */
export interface TrafficExtensionProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TrafficExtensionSpec;
}

/** Namespaced kind `extensions.istio.io/v1alpha1` `TrafficExtension`. Since 1.30. Written as it is given. */
export class TrafficExtension extends ApiObject {
  public static readonly GVK = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'TrafficExtension' } as const;

  /** The object as plain data. */
  public static manifest(props: TrafficExtensionProps): TrafficExtensionProps & typeof TrafficExtension.GVK {
    return { ...TrafficExtension.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: TrafficExtensionProps) {
    super(scope, id, TrafficExtension.manifest(props) as ApiObjectProps);
  }
}

/** `spec.lua` of TrafficExtension. */
export interface Lua {
  /**
   * @minLength 1
   * @maxLength 65536
   */
  readonly inlineCode: string;
}

/** `spec` of TrafficExtension. */
export interface TrafficExtensionSpec {
  readonly lua?: Lua | undefined;
  readonly match?: readonly SpecMatch[] | undefined;
  readonly phase?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS' | undefined;
  /** @format int32 */
  readonly priority?: number | undefined;
  readonly selector?: Selector | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
  readonly wasm?: Wasm | undefined;
}

/** `spec.wasm` of TrafficExtension. */
export interface Wasm {
  readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD' | undefined;
  readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always' | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly imagePullSecret?: string | undefined;
  readonly pluginConfig?: { readonly [key: string]: unknown } | undefined;
  /**
   * @minLength 1
   * @maxLength 256
   */
  readonly pluginName?: string | undefined;
  /** @pattern (^$|^[a-f0-9]{64}$) */
  readonly sha256?: string | undefined;
  readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK' | undefined;
  /** @minLength 1 */
  readonly url: string;
  readonly verificationKey?: string | undefined;
  readonly vmConfig?: VmConfig | undefined;
}
