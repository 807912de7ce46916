// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type SubFilter, type TargetRefs, type WorkloadSelector } from './shared';

/** What a EnvoyFilter is made of. */
export interface EnvoyFilterProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: EnvoyFilterSpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1alpha3` `EnvoyFilter`. Written as it is given. */
export class EnvoyFilter extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter' } as const;

  /** The object as plain data. */
  public static manifest(props: EnvoyFilterProps = {}): EnvoyFilterProps & typeof EnvoyFilter.GVK {
    return { ...EnvoyFilter.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: EnvoyFilterProps = {}) {
    super(scope, id, EnvoyFilter.manifest(props) as ApiObjectProps);
  }
}

/** `spec.configPatches[].match.cluster` of EnvoyFilter. */
export interface Cluster {
  readonly name?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly portNumber?: number | undefined;
  readonly service?: string | undefined;
  readonly subset?: string | undefined;
}

/** `spec.configPatches[]` of EnvoyFilter. */
export interface ConfigPatches {
  readonly applyTo?: 'INVALID' | 'LISTENER' | 'FILTER_CHAIN' | 'NETWORK_FILTER' | 'HTTP_FILTER' | 'ROUTE_CONFIGURATION' | 'VIRTUAL_HOST' | 'HTTP_ROUTE' | 'CLUSTER' | 'EXTENSION_CONFIG' | 'BOOTSTRAP' | 'LISTENER_FILTER' | undefined;
  readonly match?: ConfigPatchesMatch | undefined;
  readonly patch?: Patch | undefined;
}

/** `spec.configPatches[].match` of EnvoyFilter. */
export interface ConfigPatchesMatch {
  readonly cluster?: Cluster | undefined;
  readonly context?: 'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT' | undefined;
  readonly listener?: Listener | undefined;
  readonly proxy?: Proxy | undefined;
  readonly routeConfiguration?: RouteConfiguration | undefined;
  readonly waypoint?: Waypoint | undefined;
}

/** `spec` of EnvoyFilter. */
export interface EnvoyFilterSpec {
  readonly configPatches?: readonly ConfigPatches[] | undefined;
  /** @format int32 */
  readonly priority?: number | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
  readonly workloadSelector?: WorkloadSelector | undefined;
}

/** `spec.configPatches[].match.listener.filterChain` of EnvoyFilter. */
export interface FilterChain {
  readonly applicationProtocols?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly destinationPort?: number | undefined;
  readonly filter?: WaypointFilter | undefined;
  readonly name?: string | undefined;
  readonly sni?: string | undefined;
  readonly transportProtocol?: string | undefined;
}

/** `spec.configPatches[].match.listener` of EnvoyFilter. */
export interface Listener {
  readonly filterChain?: FilterChain | undefined;
  readonly listenerFilter?: string | undefined;
  readonly name?: string | undefined;
  readonly portName?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly portNumber?: number | undefined;
}

/** `spec.configPatches[].patch` of EnvoyFilter. */
export interface Patch {
  readonly filterClass?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS' | undefined;
  readonly operation?: 'INVALID' | 'MERGE' | 'ADD' | 'REMOVE' | 'INSERT_BEFORE' | 'INSERT_AFTER' | 'INSERT_FIRST' | 'REPLACE' | 'MERGE_AND_REPLACE_LIST' | undefined;
  readonly value?: { readonly [key: string]: unknown } | undefined;
}

/** `spec.configPatches[].match.proxy` of EnvoyFilter. */
export interface Proxy {
  readonly metadata?: { readonly [key: string]: string } | undefined;
  readonly proxyVersion?: string | undefined;
}

/** `spec.configPatches[].match.routeConfiguration` of EnvoyFilter. */
export interface RouteConfiguration {
  readonly gateway?: string | undefined;
  readonly name?: string | undefined;
  readonly portName?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly portNumber?: number | undefined;
  readonly vhost?: Vhost | undefined;
}

/** `spec.configPatches[].match.routeConfiguration.vhost` of EnvoyFilter. */
export interface Vhost {
  readonly domainName?: string | undefined;
  readonly name?: string | undefined;
  readonly route?: VhostRoute | undefined;
}

/** `spec.configPatches[].match.routeConfiguration.vhost.route` of EnvoyFilter. */
export interface VhostRoute {
  readonly action?: 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE' | undefined;
  readonly name?: string | undefined;
}

/** `spec.configPatches[].match.waypoint` of EnvoyFilter. */
export interface Waypoint {
  readonly filter?: WaypointFilter | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   * @rule 0 < self && self <= 65535
   */
  readonly portNumber?: number | undefined;
  readonly route?: SubFilter | undefined;
}

/** `spec.configPatches[].match.listener.filterChain.filter` of EnvoyFilter and 1 more place. */
export interface WaypointFilter {
  readonly name?: string | undefined;
  readonly subFilter?: SubFilter | undefined;
}
