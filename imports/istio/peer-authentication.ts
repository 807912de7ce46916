// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector } from './shared';

/** What a PeerAuthentication is made of. */
export interface PeerAuthenticationProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: PeerAuthenticationSpec | undefined;
}

/** Namespaced kind `security.istio.io/v1` `PeerAuthentication`. Written as it is given. */
export class PeerAuthentication extends ApiObject {
  public static readonly GVK = { apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication' } as const;

  /** The object as plain data. */
  public static manifest(props: PeerAuthenticationProps = {}): PeerAuthenticationProps & typeof PeerAuthentication.GVK {
    return { ...PeerAuthentication.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps = {}) {
    super(scope, id, PeerAuthentication.manifest(props) as ApiObjectProps);
  }
}

/** `spec.mtls` of PeerAuthentication and 1 more place. */
export interface Mtls {
  readonly mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT' | undefined;
}

/** `spec` of PeerAuthentication. */
export interface PeerAuthenticationSpec {
  readonly mtls?: Mtls | undefined;
  /**
   * @minProperties 1
   * @rule self.all(key, 0 < int(key) && int(key) <= 65535)
   */
  readonly portLevelMtls?: { readonly [key: string]: Mtls } | undefined;
  readonly selector?: Selector | undefined;
}
