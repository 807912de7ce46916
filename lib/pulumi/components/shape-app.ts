/** What the arguments of a MeshApp component say about its app, said by constructs. */
import { Construct } from 'constructs';
import { type AccessOptions } from '../../security/access-rule';
import { CanaryRoute, type CanaryRouteProps } from '../../traffic/canary-route';
import { CircuitBreaker, type CircuitBreakerProps } from '../../traffic/circuit-breaker';
import { FaultInjection, type FaultInjectionProps } from '../../traffic/fault-injection';
import { HttpRouting, type HttpRoutingProps } from '../../traffic/http-routing';
import { type IngressGateway } from '../../traffic/ingress-gateway';
import { ConstructError } from '../../tree/construct-error';
import { type IMeshPeer } from '../../tree/handles';
import { type ExposeProps } from '../../workload/app-base';
import { type MeshApp } from '../../workload/mesh-app';
import {
  type AccessArgs,
  type CallerArgs,
  type CanaryArgs,
  type CircuitBreakerArgs,
  type ExposureArgs,
  type FaultArgs,
  type MirrorArgs,
  type RouteArgs,
} from './mesh-app-args';

/** With constructs in the place of components. */
export interface AppShape {
  readonly canary?: CanaryArgs | undefined;
  readonly circuitBreaker?: CircuitBreakerArgs | undefined;
  readonly faults?: Readonly<Record<string, FaultArgs>> | undefined;
  readonly routes?: Readonly<Record<string, RouteArgs>> | undefined;
  readonly expose?: readonly ExposureArgs[] | undefined;
  readonly allowFrom?: readonly CallerArgs[] | undefined;
}

/** @throws ConstructError listing what is wrong with one of the arguments. */
export function shapeApp(app: MeshApp<string>, shape: AppShape): void {
  const { canary, circuitBreaker, faults, routes, expose = [], allowFrom = [] } = shape;
  if (canary) addCanary(app, canary);
  if (circuitBreaker) {
    new CircuitBreaker(app, 'circuit-breaker', { ...circuitBreaker, app } as CircuitBreakerProps);
  }
  if (faults) {
    const scope = new Construct(app, 'faults');
    for (const [name, fault] of Object.entries(faults)) {
      new FaultInjection(scope, name, { ...fault, app } as FaultInjectionProps);
    }
  }
  if (routes) new AppRoutes(app, routes).addAll();
  for (const { gateway, port, ...rest } of expose) {
    app.expose(
      gateway as unknown as IngressGateway,
      {
        ...access(app, rest),
        ...(port !== undefined && { port: app.port(port) }),
      } as ExposeProps,
    );
  }
  for (const { caller, ...rest } of allowFrom) app.allowFrom(caller as IMeshPeer, access(app, rest));
}

function addCanary(app: MeshApp<string>, { stable, canary, port, ...rest }: CanaryArgs): void {
  new CanaryRoute(app, 'canary', {
    ...rest,
    stable: app.version(stable),
    canary: app.version(canary),
    ...(port !== undefined && { port: app.port(port) }),
  } as CanaryRouteProps);
}

function access(app: MeshApp<string>, { ports, notPorts, ...rest }: AccessArgs): AccessOptions {
  return {
    ...rest,
    ...(ports && { ports: ports.map((name) => app.port(name)) }),
    ...(notPorts && { notPorts: notPorts.map((name) => app.port(name)) }),
  } as AccessOptions;
}

/** Routes may name others, which have to be there before. */
class AppRoutes {
  private readonly scope: Construct;
  private readonly open = new Set<string>();

  public constructor(
    private readonly app: MeshApp<string>,
    private readonly routes: Readonly<Record<string, RouteArgs>>,
  ) {
    this.scope = new Construct(app, 'routes');
  }

  public addAll(): void {
    for (const name of Object.keys(this.routes)) this.add(name);
  }

  private add(name: string): Construct {
    const known = this.scope.node.tryFindChild(name) as Construct | undefined;
    if (known) return known;
    const route = this.routes[name];
    if (!route) {
      const names = Object.keys(this.routes).join(', ');
      throw new ConstructError(this.scope.node.path, [`before must name one of the routes ${names}, got ${name}`]);
    }
    if (this.open.has(name)) throw new ConstructError(this.scope.node.path, [`before: ${name} comes before itself`]);
    this.open.add(name);
    const { app } = this;
    const { to, port, mirror, before, ...rest } = route;
    const later = before?.map((each) => this.add(each));
    return new HttpRouting(this.scope, name, {
      ...rest,
      app,
      to: to?.map((each) => ({ ...each, to: each.to === undefined ? app : app.version(each.to) })),
      port: port === undefined ? undefined : app.port(port),
      mirror: mirror?.map((each) => this.mirrorOf(each)),
      before: later,
    } as HttpRoutingProps);
  }

  private mirrorOf({ to, port, ...rest }: MirrorArgs) {
    return {
      ...rest,
      to: typeof to === 'string' ? this.app.version(to) : to,
      ...(port !== undefined && { port: typeof port === 'string' ? this.app.port(port) : port }),
    };
  }
}
