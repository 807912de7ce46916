import { type MeshHost } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { type Workload } from '../model/workloads';
import { type ClusterClient, type ClusterTable } from './cluster';
import { type Extensions } from './extensions';
import { type HttpState } from './http-state';
import { type Target } from './name-resolution';
import { type MtlsMode } from './peer-authentication';
import { type AtGateway } from './plain-connection';
import { type ParsedRequest } from './request';
import { type RetryPolicies } from './retry-policy';
import { type DestinationTable } from './send-on';
import { type RoutedProxy, type RouteTable } from './route-table';
import { type PortLayer } from '../model/host-port';
import { type Trace } from './trace';
import { type NotKnown } from './truth';
import { type VirtualHostTable } from './virtual-host-table';
import { type WorkloadSecurity } from './workload-security';

/** What all stages share: the mesh, and what was compiled of it. */
export interface Stages {
  readonly model: MeshModel;
  readonly routes: RouteTable;
  readonly virtualHosts: VirtualHostTable;
  readonly clusters: ClusterTable;
  readonly destinations: DestinationTable;
  readonly retries: RetryPolicies;

  /** The time at which tokens are looked at, in seconds since 1970; undefined for a fixed one. */
  readonly now: number | undefined;
  readonly extensions: Extensions;
  securityOf(workload: Workload): WorkloadSecurity;

  /** The PeerAuthentication mode of a namespace, whatever its workloads say for themselves. */
  mtlsOfNamespace(namespace: string): MtlsMode;

  /** What a workload's proxy does at a port. */
  serverAt(workload: Workload, port: number): ServerAtPort;

  /** What a workload's port speaks, by the Services that lead to it; undefined where none does. */
  layerAt(workload: Workload, port: number): PortLayer | undefined;
}

/** What is worked out once of a workload's proxy and a port. */
export interface ServerAtPort {
  readonly security: WorkloadSecurity;
  readonly mtls: MtlsMode;
  readonly layer: PortLayer | undefined;

  /** What changes the proxy in ways that are not simulated. */
  readonly doubt: NotKnown | undefined;
}

/** A proxy that sends requests on, and whose it is. */
export interface ProxyClient extends ClusterClient {
  /** `shop/web`, or `outside`. */
  readonly name: string;

  /** `spiffe://cluster.local/ns/shop/sa/web`; undefined for who has none. */
  readonly identity: string | undefined;
  readonly address: string | undefined;

  /** Whether it is the proxy of a pod's own requests, rather than a gateway. */
  readonly isSidecar: boolean;
}

/** A request at a proxy that is about to send it on. */
export interface Hop {
  readonly stages: Stages;
  readonly parsed: ParsedRequest;
  readonly client: ProxyClient;
  readonly proxy: RoutedProxy;
  readonly http: HttpState;

  /** Whether the client's own TLS hides the request: never, where a proxy routes it. */
  readonly isOpaque: false;

  /** Where the client wanted to go; undefined at gateways. */
  readonly target: Target | undefined;

  /** What the client sent. */
  readonly sent: ReadonlyMap<string, string>;

  /** Claims of a token that this proxy checked. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;

  /** The host that a route's destination names, if the proxy knows it: `undefined` makes the answer 503. */
  readonly hostOf: (hostname: string, port: number | undefined) => MeshHost | undefined;

  /** The port of a destination that says none. */
  readonly portOf: (host: MeshHost | undefined) => number;

  /** A gateway that the request comes to next. */
  readonly atGateway: AtGateway;

  /** Share of all requests that come here, 0 to 1. */
  readonly probability: number;

  /** Seconds that have passed. */
  readonly elapsed: number;
  readonly trace: Trace | undefined;
}
