/** What a MeshApp component takes beside the props of its construct: all that shapes its routing and access. */
import type * as pulumi from '@pulumi/pulumi';
import { type IMeshPeer } from '../../tree/handles';
import { type AccessOptions } from '../../security/access-rule';
import { type CanaryRouteProps } from '../../traffic/canary-route';
import { type CircuitBreakerProps, type VersionPolicy } from '../../traffic/circuit-breaker';
import { type FaultInjectionProps } from '../../traffic/fault-injection';
import { type HttpRoutingProps, type WeightedDestination } from '../../traffic/http-routing';
import { type Mirror, type MirroredService } from '../../traffic/mirror';
import { type ExposeProps } from '../../workload/app-base';
import { type AppVersionProps } from '../../workload/app-version';
import { type MeshAppProps } from '../../workload/mesh-app-props';
import { type IngressGateway } from './ingress-gateway';
import { type Inputs } from './inputs';
import { type ComponentArgs } from './plan-component';

/** A weighted split between two versions: a CanaryRoute. */
export interface CanaryArgs<V extends string = string> extends Inputs<
  Omit<CanaryRouteProps, 'stable' | 'canary' | 'port'>,
  'steps' | 'step' | 'preview' | 'sessionAffinity'
> {
  /** The version that takes the rest. */
  readonly stable: V;

  /** The new version. */
  readonly canary: V;

  /** Name of the port that is split. @default - every HTTP port */
  readonly port?: string | undefined;
}

/** When failing pods are taken out of the balancing, and what callers may ask at a time: a CircuitBreaker. */
export interface CircuitBreakerArgs<V extends string = string> extends Inputs<
  Omit<CircuitBreakerProps, 'app' | 'perVersion'>
> {
  /** What differs for single versions. @default - nothing */
  readonly perVersion?: { readonly [K in V]?: Inputs<VersionPolicy> | undefined } | undefined;
}

/** A delay or an answer on purpose: a FaultInjection. */
export type FaultArgs = Inputs<Omit<FaultInjectionProps, 'app'>, 'when' | 'everyone'>;

/** Where requests go. */
export interface DestinationArgs<V extends string = string> extends Inputs<Omit<WeightedDestination, 'to'>> {
  /** A version. @default - the app as a whole */
  readonly to?: V | undefined;
}

/** Where copies of requests go. */
export interface MirrorArgs<V extends string = string> extends Inputs<Pick<Mirror, 'percentage'>> {
  /** A version of the app, or another service. */
  readonly to: V | MirroredService;

  /** Name of the app's port, or number of another service's. @default - the port of the route */
  readonly port?: string | pulumi.Input<number> | undefined;
}

/** What becomes of requests that match: an HttpRouting. */
export interface RouteArgs<V extends string = string> extends Inputs<
  Omit<HttpRoutingProps, 'app' | 'to' | 'port' | 'mirror' | 'before'>,
  'match' | 'rewrite' | 'headers' | 'cors'
> {
  /** Where they go. @default - has to be given, unless `redirect` or `respond` is */
  readonly to?: readonly DestinationArgs<V>[] | undefined;

  /** Name of the port whose requests are meant. @default - every HTTP port */
  readonly port?: string | undefined;

  /** Where copies go. @default - nowhere */
  readonly mirror?: readonly MirrorArgs<V>[] | undefined;

  /** Names of routes that take some of the same requests and come after this one. @default - none */
  readonly before?: readonly string[] | undefined;
}

/** Which requests of a caller are meant; ports of the app by their names. */
export interface AccessArgs extends Inputs<Omit<AccessOptions, 'ports' | 'notPorts'>, 'when'> {
  /** @default - any */
  readonly ports?: readonly string[] | undefined;

  /** @default - none */
  readonly notPorts?: readonly string[] | undefined;
}

/** How the app comes behind a gateway. */
export interface ExposureArgs
  extends AccessArgs, Inputs<Omit<ExposeProps, keyof AccessOptions | 'port'>, 'path' | 'stripPath'> {
  readonly gateway: IngressGateway;

  /** Hosts under which it is reached, each served by the gateway. A host leads to one MeshApp component. */
  readonly hosts: Inputs<ExposeProps, 'hosts'>['hosts'];

  /** Name of the port that is called. @default - the first HTTP port, else the first of TLS, else the first */
  readonly port?: string | undefined;
}

/** A caller that is admitted. */
export interface CallerArgs extends AccessArgs {
  /** An app, gateway proxies, or a `MeshPeer`: apps that are made later are named by `MeshPeer.serviceAccount`. */
  readonly caller: IMeshPeer;
}

/** Arguments of the component `MeshApp`. */
export interface MeshAppArgs<V extends string = string>
  extends
    ComponentArgs,
    Inputs<
      Omit<MeshAppProps, 'versions'>,
      | 'namespace'
      | 'name'
      | 'ports'
      | 'resources'
      | 'autoscaling'
      | 'workload'
      | 'spread'
      | 'volumes'
      | 'initContainers'
      | 'preStop'
      | 'env'
      | 'envFrom'
      | 'probes'
      | 'proxy'
      | 'hardening'
      | 'podLabels'
      | 'podAnnotations'
      | 'podOverrides'
    > {
  /** Its versions, each a Deployment. @default - one version, `v1` */
  readonly versions?:
    { readonly [K in V]: Inputs<AppVersionProps, 'autoscaling' | 'env' | 'probes' | 'resources'> } | undefined;

  /** A weighted split between two of its versions. @default - none */
  readonly canary?: CanaryArgs<NoInfer<V>> | undefined;

  /** @default - none */
  readonly circuitBreaker?: CircuitBreakerArgs<NoInfer<V>> | undefined;

  /** Faults by name. @default - none */
  readonly faults?: Readonly<Record<string, FaultArgs>> | undefined;

  /** What becomes of some of its requests, by name. @default - nothing else than of all */
  readonly routes?: Readonly<Record<string, RouteArgs<NoInfer<V>>>> | undefined;

  /** The gateways that it comes behind. @default - none */
  readonly expose?: readonly ExposureArgs[] | undefined;

  /** Callers that are admitted; all others are refused then. @default - whoever is not refused elsewhere */
  readonly allowFrom?: readonly CallerArgs[] | undefined;
}
