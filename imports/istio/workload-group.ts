// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a WorkloadGroup is made of. */
export interface WorkloadGroupProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WorkloadGroupSpec;
}

/** Namespaced kind `networking.istio.io/v1` `WorkloadGroup`. Written as it is given. */
export class WorkloadGroup extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadGroup' } as const;

  /** The object as plain data. */
  public static manifest(props: WorkloadGroupProps): WorkloadGroupProps & typeof WorkloadGroup.GVK {
    return { ...WorkloadGroup.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, WorkloadGroup.manifest(props) as ApiObjectProps);
  }
}

/** `spec.probe.exec` of WorkloadGroup. */
export interface Exec {
  readonly command: readonly string[];
}

/** `spec.probe.grpc` of WorkloadGroup. */
export interface Grpc {
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly port?: number | undefined;
  readonly service?: string | undefined;
}

/** `spec.probe.httpGet` of WorkloadGroup. */
export interface HttpGet {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HttpHeaders[] | undefined;
  readonly path?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly port: number;
  /** @rule self in ["", "HTTP", "HTTPS"] */
  readonly scheme?: string | undefined;
}

/** `spec.probe.httpGet.httpHeaders[]` of WorkloadGroup. */
export interface HttpHeaders {
  /** @pattern ^[-_A-Za-z0-9]+$ */
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** `spec.metadata` of WorkloadGroup. */
export interface Metadata {
  /** @maxProperties 256 */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** @maxProperties 256 */
  readonly labels?: { readonly [key: string]: string } | undefined;
}

/** `spec.probe` of WorkloadGroup. */
export interface Probe {
  readonly exec?: Exec | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly failureThreshold?: number | undefined;
  readonly grpc?: Grpc | undefined;
  readonly httpGet?: HttpGet | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly initialDelaySeconds?: number | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly periodSeconds?: number | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TcpSocket | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly timeoutSeconds?: number | undefined;
}

/** `spec.probe.tcpSocket` of WorkloadGroup. */
export interface TcpSocket {
  readonly host?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly port: number;
}

/** `spec.template` of WorkloadGroup. */
export interface Template {
  /**
   * @maxLength 256
   * @rule self.startsWith("unix://") ? !self.endsWith("/") : true
   */
  readonly address?: string | undefined;
  /** @maxProperties 256 */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** @maxLength 2048 */
  readonly locality?: string | undefined;
  /** @maxLength 2048 */
  readonly network?: string | undefined;
  /** @maxProperties 128 */
  readonly ports?: { readonly [key: string]: number } | undefined;
  /** @maxLength 253 */
  readonly serviceAccount?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly weight?: number | undefined;
}

/** `spec` of WorkloadGroup. */
export interface WorkloadGroupSpec {
  readonly metadata?: Metadata | undefined;
  readonly probe?: Probe | undefined;
  readonly template: Template;
}
