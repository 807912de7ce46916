// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector } from './shared';

/** What a ProxyConfig is made of. */
export interface ProxyConfigProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: ProxyConfigSpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1beta1` `ProxyConfig`. Written as it is given. */
export class ProxyConfig extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1beta1', kind: 'ProxyConfig' } as const;

  /** The object as plain data. */
  public static manifest(props: ProxyConfigProps = {}): ProxyConfigProps & typeof ProxyConfig.GVK {
    return { ...ProxyConfig.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ProxyConfigProps = {}) {
    super(scope, id, ProxyConfig.manifest(props) as ApiObjectProps);
  }
}

/** `spec.image` of ProxyConfig. */
export interface Image {
  readonly imageType?: string | undefined;
}

/** `spec` of ProxyConfig. */
export interface ProxyConfigSpec {
  /**
   * @format int32
   * @minimum 0
   */
  readonly concurrency?: number | undefined;
  readonly environmentVariables?: { readonly [key: string]: string } | undefined;
  readonly image?: Image | undefined;
  readonly selector?: Selector | undefined;
}
