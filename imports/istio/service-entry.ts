// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type WorkloadEntrySpec, type WorkloadSelector } from './shared';

/** What a ServiceEntry is made of. */
export interface ServiceEntryProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ServiceEntrySpec;
}

/** Namespaced kind `networking.istio.io/v1` `ServiceEntry`. Written as it is given. */
export class ServiceEntry extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' } as const;

  /** The object as plain data. */
  public static manifest(props: ServiceEntryProps): ServiceEntryProps & typeof ServiceEntry.GVK {
    return { ...ServiceEntry.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, ServiceEntry.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of ServiceEntry. */
export interface ServiceEntrySpec {
  /** @maxItems 256 */
  readonly addresses?: readonly string[] | undefined;
  /** @maxItems 4096 */
  readonly endpoints?: readonly WorkloadEntrySpec[] | undefined;
  readonly exportTo?: readonly string[] | undefined;
  /**
   * @minItems 1
   * @maxItems 256
   */
  readonly hosts: readonly string[];
  readonly location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL' | undefined;
  /**
   * @maxItems 256
   * @rule self.all(l1, self.exists_one(l2, l1.number == l2.number))
   */
  readonly ports?: readonly SpecPorts[] | undefined;
  readonly resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS' | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
  readonly workloadSelector?: WorkloadSelector | undefined;
}

/** `spec.ports[]` of ServiceEntry. */
export interface SpecPorts {
  /** @maxLength 256 */
  readonly name: string;
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly number: number;
  /** @maxLength 256 */
  readonly protocol?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly targetPort?: number | undefined;
}
