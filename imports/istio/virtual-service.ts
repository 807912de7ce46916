// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Destination } from './shared';

/** What a VirtualService is made of. */
export interface VirtualServiceProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: VirtualServiceSpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1` `VirtualService`. Written as it is given. */
export class VirtualService extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' } as const;

  /** The object as plain data. */
  public static manifest(props: VirtualServiceProps = {}): VirtualServiceProps & typeof VirtualService.GVK {
    return { ...VirtualService.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: VirtualServiceProps = {}) {
    super(scope, id, VirtualService.manifest(props) as ApiObjectProps);
  }
}

/** `spec.http[].fault.abort` of VirtualService. */
export interface Abort {
  readonly grpcStatus?: string | undefined;
  readonly http2Error?: string | undefined;
  /** @format int32 */
  readonly httpStatus?: number | undefined;
  readonly percentage?: Percentage | undefined;
}

/** `spec.http[].corsPolicy.allowOrigins[]` of VirtualService and 7 more places. */
export interface AllowOrigins {
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  readonly regex?: string | undefined;
}

/** `spec.http[].directResponse.body` of VirtualService. */
export interface Body {
  /** @format byte */
  readonly bytes?: string | undefined;
  readonly string?: string | undefined;
}

/** `spec.http[].corsPolicy` of VirtualService. */
export interface CorsPolicy {
  readonly allowCredentials?: boolean | undefined;
  readonly allowHeaders?: readonly string[] | undefined;
  readonly allowMethods?: readonly string[] | undefined;
  readonly allowOrigin?: readonly string[] | undefined;
  readonly allowOrigins?: readonly AllowOrigins[] | undefined;
  readonly exposeHeaders?: readonly string[] | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly maxAge?: string | undefined;
  readonly unmatchedPreflights?: 'UNSPECIFIED' | 'FORWARD' | 'IGNORE' | undefined;
}

/** `spec.http[].fault.delay` of VirtualService. */
export interface Delay {
  /** @rule duration(self) >= duration('1ms') */
  readonly exponentialDelay?: string | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly fixedDelay?: string | undefined;
  /** @format int32 */
  readonly percent?: number | undefined;
  readonly percentage?: Percentage | undefined;
}

/** `spec.http[].delegate` of VirtualService. */
export interface Delegate {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** `spec.http[].directResponse` of VirtualService. */
export interface DirectResponse {
  readonly body?: Body | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly status: number;
}

/** `spec.http[].fault` of VirtualService. */
export interface Fault {
  readonly abort?: Abort | undefined;
  readonly delay?: Delay | undefined;
}

/** `spec.http[].headers` of VirtualService and 1 more place. */
export interface Headers {
  readonly request?: Request | undefined;
  readonly response?: Request | undefined;
}

/** `spec.http[].match[]` of VirtualService. */
export interface HttpMatch {
  readonly authority?: AllowOrigins | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly headers?: { readonly [key: string]: AllowOrigins } | undefined;
  readonly ignoreUriCase?: boolean | undefined;
  readonly method?: AllowOrigins | undefined;
  readonly name?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly port?: number | undefined;
  readonly queryParams?: { readonly [key: string]: AllowOrigins } | undefined;
  readonly scheme?: AllowOrigins | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
  readonly statPrefix?: string | undefined;
  readonly uri?: AllowOrigins | undefined;
  readonly withoutHeaders?: { readonly [key: string]: AllowOrigins } | undefined;
}

/** `spec.http[].route[]` of VirtualService. */
export interface HttpRoute {
  readonly destination: Destination;
  readonly headers?: Headers | undefined;
  /** @format int32 */
  readonly weight?: number | undefined;
}

/** `spec.http[].mirrors[]` of VirtualService. */
export interface Mirrors {
  readonly destination: Destination;
  readonly percentage?: Percentage | undefined;
}

/** `spec.http[].fault.abort.percentage` of VirtualService and 3 more places. */
export interface Percentage {
  /** @format double */
  readonly value?: number | undefined;
}

/** `spec.http[].redirect` of VirtualService. */
export interface Redirect {
  readonly authority?: string | undefined;
  readonly derivePort?: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT' | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly port?: number | undefined;
  /** @since 1.31 */
  readonly prefixRewrite?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly redirectCode?: number | undefined;
  readonly scheme?: string | undefined;
  readonly uri?: string | undefined;
}

/** `spec.http[].headers.request` of VirtualService and 3 more places. */
export interface Request {
  readonly add?: { readonly [key: string]: string } | undefined;
  readonly remove?: readonly string[] | undefined;
  readonly set?: { readonly [key: string]: string } | undefined;
}

/** `spec.http[].retries` of VirtualService. */
export interface Retries {
  /** @format int32 */
  readonly attempts?: number | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly backoff?: string | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly perTryTimeout?: string | undefined;
  readonly retryIgnorePreviousHosts?: boolean | undefined;
  readonly retryOn?: string | undefined;
  readonly retryRemoteLocalities?: boolean | undefined;
}

/** `spec.http[].rewrite` of VirtualService. */
export interface Rewrite {
  readonly authority?: string | undefined;
  readonly uri?: string | undefined;
  readonly uriRegexRewrite?: UriRegexRewrite | undefined;
}

/** `spec.http[]` of VirtualService. */
export interface SpecHttp {
  readonly corsPolicy?: CorsPolicy | undefined;
  readonly delegate?: Delegate | undefined;
  readonly directResponse?: DirectResponse | undefined;
  readonly fault?: Fault | undefined;
  readonly headers?: Headers | undefined;
  readonly match?: readonly HttpMatch[] | undefined;
  readonly mirror?: Destination | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly mirrorPercent?: number | undefined;
  readonly mirrorPercentage?: Percentage | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly mirror_percent?: number | undefined;
  readonly mirrors?: readonly Mirrors[] | undefined;
  readonly name?: string | undefined;
  readonly redirect?: Redirect | undefined;
  readonly retries?: Retries | undefined;
  readonly rewrite?: Rewrite | undefined;
  readonly route?: readonly HttpRoute[] | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly timeout?: string | undefined;
}

/** `spec.tcp[]` of VirtualService. */
export interface SpecTcp {
  readonly match?: readonly TcpMatch[] | undefined;
  readonly route?: readonly TcpRoute[] | undefined;
}

/** `spec.tls[]` of VirtualService. */
export interface SpecTls {
  readonly match: readonly TlsMatch[];
  readonly route?: readonly TcpRoute[] | undefined;
}

/** `spec.tcp[].match[]` of VirtualService. */
export interface TcpMatch {
  readonly destinationSubnets?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly port?: number | undefined;
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
  readonly sourceSubnet?: string | undefined;
}

/** `spec.tcp[].route[]` of VirtualService and 1 more place. */
export interface TcpRoute {
  readonly destination: Destination;
  /** @format int32 */
  readonly weight?: number | undefined;
}

/** `spec.tls[].match[]` of VirtualService. */
export interface TlsMatch {
  readonly destinationSubnets?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly port?: number | undefined;
  readonly sniHosts: readonly string[];
  readonly sourceLabels?: { readonly [key: string]: string } | undefined;
  readonly sourceNamespace?: string | undefined;
}

/** `spec.http[].rewrite.uriRegexRewrite` of VirtualService. */
export interface UriRegexRewrite {
  readonly match?: string | undefined;
  readonly rewrite?: string | undefined;
}

/** `spec` of VirtualService. */
export interface VirtualServiceSpec {
  readonly exportTo?: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly http?: readonly SpecHttp[] | undefined;
  readonly tcp?: readonly SpecTcp[] | undefined;
  readonly tls?: readonly SpecTls[] | undefined;
}
