// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector, type SpecMatch, type TargetRefs, type VmConfig } from './shared';

/** What a WasmPlugin is made of. */
export interface WasmPluginProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WasmPluginSpec;
}

/** Namespaced kind `extensions.istio.io/v1alpha1` `WasmPlugin`. Written as it is given. */
export class WasmPlugin extends ApiObject {
  public static readonly GVK = { apiVersion: 'extensions.istio.io/v1alpha1', kind: 'WasmPlugin' } as const;

  /** The object as plain data. */
  public static manifest(props: WasmPluginProps): WasmPluginProps & typeof WasmPlugin.GVK {
    return { ...WasmPlugin.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, id, WasmPlugin.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of WasmPlugin. */
export interface WasmPluginSpec {
  readonly failStrategy?: 'FAIL_CLOSE' | 'FAIL_OPEN' | 'FAIL_RELOAD' | undefined;
  readonly imagePullPolicy?: 'UNSPECIFIED_POLICY' | 'IfNotPresent' | 'Always' | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly imagePullSecret?: string | undefined;
  readonly match?: readonly SpecMatch[] | undefined;
  readonly phase?: 'UNSPECIFIED_PHASE' | 'AUTHN' | 'AUTHZ' | 'STATS' | undefined;
  readonly pluginConfig?: { readonly [key: string]: unknown } | undefined;
  /**
   * @minLength 1
   * @maxLength 256
   */
  readonly pluginName?: string | undefined;
  /** @format int32 */
  readonly priority?: number | undefined;
  readonly selector?: Selector | undefined;
  /** @pattern (^$|^[a-f0-9]{64}$) */
  readonly sha256?: string | undefined;
  readonly targetRef?: TargetRefs | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
  readonly type?: 'UNSPECIFIED_PLUGIN_TYPE' | 'HTTP' | 'NETWORK' | undefined;
  /** @minLength 1 */
  readonly url: string;
  readonly verificationKey?: string | undefined;
  readonly vmConfig?: VmConfig | undefined;
}
