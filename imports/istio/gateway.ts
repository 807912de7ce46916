// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ServersTls } from './shared';

/** What a Gateway is made of. */
export interface GatewayProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: GatewaySpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1` `Gateway`. Written as it is given. */
export class Gateway extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' } as const;

  /** The object as plain data. */
  public static manifest(props: GatewayProps = {}): GatewayProps & typeof Gateway.GVK {
    return { ...Gateway.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: GatewayProps = {}) {
    super(scope, id, Gateway.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of Gateway. */
export interface GatewaySpec {
  readonly selector?: { readonly [key: string]: string } | undefined;
  readonly servers?: readonly Servers[] | undefined;
}

/** `spec.servers[]` of Gateway. */
export interface Servers {
  readonly bind?: string | undefined;
  readonly defaultEndpoint?: string | undefined;
  readonly hosts: readonly string[];
  readonly name?: string | undefined;
  readonly port: ServersPort;
  /**
   * @rule (has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1
   * @rule (has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1
   * @rule (has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1
   */
  readonly tls?: ServersTls | undefined;
}

/** `spec.servers[].port` of Gateway. */
export interface ServersPort {
  readonly name: string;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly number: number;
  readonly protocol: string;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly targetPort?: number | undefined;
}
