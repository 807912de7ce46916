import { type PortLayer } from '../model/host-port';
import { type MeshHost } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { type Workload, workloadName } from '../model/workloads';
import { given } from '../values/given';
import { grpcStatusOfHttp } from '../values/grpc-status';
import { nearest } from '../values/nearest';
import { spiffeIdentity } from '../values/spiffe';
import { ClusterTable } from './cluster';
import { Extensions } from './extensions';
import { type GatewayServer, gatewayServers, GatewayVirtualHosts } from './gateway-config';
import { atGateway, gatewayClient, type GatewayConfig } from './gateway-request';
import { type ProxyClient, type ServerAtPort, type Stages } from './hop';
import { resolveHost, type Target, targetAddress } from './name-resolution';
import { changedOutcome, type Outcome, unknownOutcome } from './outcome';
import { connection, outbound } from './outbound';
import { type AtGateway, connect } from './plain-connection';
import { type MeshRequest, type ParsedRequest, parsedRequest } from './request';
import { RetryPolicies } from './retry-policy';
import { RouteTable } from './route-table';
import { SharingHosts, sharedListener, type SharedListener } from './shared-listener';
import { type EgressListener, sidecarScope, type SidecarScope } from './sidecar-scope';
import { isAddressProxied, isProxied } from './traffic-capture';
import { isNotKnown } from './truth';
import { traced } from './trace';
import { VirtualHostTable } from './virtual-host-table';
import { DestinationTable } from './send-on';
import { SecurityTable } from './workload-security';

/** A caller in the mesh, or out of it. */
interface Caller {
  readonly client: ProxyClient;

  /** Undefined for one outside of the cluster. */
  readonly workload: Workload | undefined;
}

const OUTSIDE: ProxyClient = {
  name: 'outside',
  namespace: '',
  labels: {},
  locality: undefined,
  identity: undefined,
  address: undefined,
  isSidecar: false,
};

/**
 * Asks a mesh what happens to requests. What istiod would make of the objects is made when it is first asked for, and kept; answers are not.
 */
export class Simulator {
  private readonly stages: Stages;
  private readonly clients = new Map<Workload, ProxyClient>();
  private readonly scopes = new Map<Workload, SidecarScope>();
  private readonly targets = new Map<string, Map<string, Target>>();
  private readonly sharing: SharingHosts;
  private readonly listeners = new Map<EgressListener, Map<string, Map<number, SharedListener>>>();
  private readonly gateways = new Map<Workload, GatewayConfig>();
  private readonly servers = new Map<Workload, Map<number, ServerAtPort>>();
  private readonly layers = new Map<Workload, ReadonlyMap<number, PortLayer>>();

  /** @param now - the time at which tokens are looked at, in seconds since 1970. */
  public constructor(
    private readonly model: MeshModel,
    now?: number,
  ) {
    const security = new SecurityTable(model);
    this.sharing = new SharingHosts(model);
    this.stages = {
      model,
      now,
      routes: new RouteTable(model.virtualServices, model.config, model.gatewayApi.grants),
      virtualHosts: new VirtualHostTable(),
      clusters: new ClusterTable(model),
      destinations: new DestinationTable(),
      retries: new RetryPolicies(model.config.defaultHttpRetryPolicy),
      extensions: new Extensions(model),
      securityOf: (workload) => security.of(workload),
      mtlsOfNamespace: (namespace) => security.modeOfNamespace(namespace),
      layerAt: (workload, port) => this.layerAt(workload, port),
      serverAt: (workload, port) => this.serverAt(workload, port),
    };
  }

  /**
   * The ways in which a request may end; their probabilities sum to one.
   *
   * @throws RangeError for a URL that is none, and for callers and gateways that are not in the mesh.
   */
  public ask(request: MeshRequest): Outcome[] {
    const parsed = parsedRequest(request);
    const caller = this.caller(request);
    const target = request.via === undefined ? this.target(parsed, caller) : this.gatewayTarget(request.via);
    const outcomes = this.outcomes(parsed, caller, target);
    return parsed.isGrpc ? outcomes.map(grpcAnswer) : outcomes;
  }

  private outcomes(parsed: ParsedRequest, { client, workload }: Caller, target: Target): Outcome[] {
    if (workload?.injection.kind === 'ambient') return [this.ambient(workload)];
    if (workload?.injection.kind !== 'sidecar') {
      const trace = traced(undefined, 'capture', () =>
        workload === undefined
          ? 'a client outside of the mesh'
          : `${client.name} has no sidecar: ${workload.injection.reason}`,
      );
      return connect(connection({ stages: this.stages, parsed, client, target, trace }, 'client'), this.atGateway);
    }
    const captured =
      isProxied(workload, parsed.port, 'outbound') && isAddressProxied(workload, targetAddress(target), parsed.port);
    if (isNotKnown(captured)) return [unknownOutcome(undefined, 'scope', captured.question)];
    if (!captured) {
      const trace = traced(
        undefined,
        'capture',
        () => `port ${parsed.port} of ${parsed.host} does not go through the sidecar, by an annotation`,
        { object: workload.object },
      );
      return connect(connection({ stages: this.stages, parsed, client, target, trace }, 'client'), this.atGateway);
    }
    const doubt = this.stages.extensions.of(workload, 'client');
    if (doubt !== undefined) return [unknownOutcome(undefined, 'scope', doubt.question)];
    const scope = this.scope(workload);
    const trace = traced(undefined, 'capture', () => `${client.name} has a sidecar: ${workload.injection.reason}`, {
      object: workload.object,
    });
    if (scope.rival !== undefined) return [unknownOutcome(trace, 'scope', `which is older, ${workloadNames(scope)}?`)];
    return outbound({
      stages: this.stages,
      parsed,
      workload,
      client,
      scope,
      target,
      atGateway: this.atGateway,
      sharedListener: (listener, port) => this.sharedListener(listener, port, client.namespace),
      trace,
    });
  }

  private ambient({ namespace, name, injection }: Workload): Outcome {
    return unknownOutcome(
      undefined,
      'scope',
      `what does ztunnel do with requests of ${namespace}/${name}? ambient is not simulated yet (${injection.reason})`,
    );
  }

  private caller({ from, address }: MeshRequest): Caller {
    if (from === 'outside')
      return { client: address === undefined ? OUTSIDE : { ...OUTSIDE, address }, workload: undefined };
    const workload = this.model.workloads.get(from);
    if (workload === undefined) throw new RangeError(this.notThere('from', 'a workload, or outside', from));
    const client = this.client(workload);
    return { client: address === undefined ? client : { ...client, address }, workload };
  }

  private notThere(what: string, kind: string, name: string): string {
    const near = nearest(name, [...this.model.workloads.names()]);
    return `${what} must be the namespace/name of ${kind}, got ${given(name)}${near === undefined ? '' : `: did you mean ${near}?`}`;
  }

  private client(workload: Workload): ProxyClient {
    let client = this.clients.get(workload);
    if (client === undefined) {
      client = clientOf(workload, this.model);
      this.clients.set(workload, client);
    }
    return client;
  }

  private target({ host }: ParsedRequest, { workload }: Caller): Target {
    // Records ask from outside by the names of Services, for a machine that knows the cluster's DNS.
    const namespace = workload?.namespace ?? '';
    const known = this.targets.get(namespace)?.get(host);
    if (known !== undefined) return known;
    const target = resolveHost(host, namespace, this.model);
    // Other names may be any, and as many.
    if (target.kind === 'host') {
      const ofNamespace = this.targets.get(namespace) ?? new Map<string, Target>();
      this.targets.set(namespace, ofNamespace.set(host, target));
    }
    return target;
  }

  /** A Service of gateway proxies, or a Gateway of the Gateway API, or else any Service or workload of the name. */
  private gatewayTarget(via: string): Target {
    const [namespace = '', name = ''] = via.split('/');
    const { hosts, gatewayApi, workloads, config } = this.model;
    const [service] = hosts.named(`${name}.${namespace}.svc.${config.clusterDomain}`);
    const [ofGateway] = (gatewayApi.servicesOf(namespace, name) ?? []).flatMap((hostname) => hosts.named(hostname));
    const host = service !== undefined && this.leadsToGateway(service) ? service : (ofGateway ?? service);
    if (host !== undefined) return { kind: 'host', host, address: host.addresses[0] };
    const workload = workloads.get(via);
    if (workload === undefined)
      throw new RangeError(this.notThere('via', 'a gateway: its Service, workload or Gateway', via));
    const [selecting] = hosts.selecting(workload);
    return selecting === undefined
      ? { kind: 'pod', workload }
      : { kind: 'host', host: selecting, address: selecting.addresses[0] };
  }

  private leadsToGateway({ namespace, selector }: MeshHost): boolean {
    return (
      selector !== undefined && this.model.workloads.selected(namespace, selector).some(({ isGateway }) => isGateway)
    );
  }

  private scope(workload: Workload): SidecarScope {
    let scope = this.scopes.get(workload);
    if (scope === undefined) {
      scope = sidecarScope(workload, this.model);
      this.scopes.set(workload, scope);
    }
    return scope;
  }

  private sharedListener(listener: EgressListener, port: number, namespace: string): SharedListener {
    const known = this.listeners.get(listener)?.get(namespace)?.get(port);
    if (known !== undefined) return known;
    const shared = sharedListener(listener, port, namespace, { model: this.model, sharing: this.sharing });
    const ofListener = this.listeners.get(listener) ?? new Map<string, Map<number, SharedListener>>();
    const ofNamespace = ofListener.get(namespace) ?? new Map<number, SharedListener>();
    this.listeners.set(listener, ofListener.set(namespace, ofNamespace.set(port, shared)));
    return shared;
  }

  private readonly atGateway: AtGateway = (endpoint, connection) => {
    const { workload } = endpoint;
    return workload === undefined ? [] : atGateway(endpoint, connection, this.gateway(workload), this.atGateway);
  };

  private gateway(workload: Workload): GatewayConfig {
    const known = this.gateways.get(workload);
    if (known !== undefined) return known;
    const made = new Map<GatewayServer | undefined, GatewayVirtualHosts>();
    const config: GatewayConfig = {
      servers: gatewayServers(workload, this.model),
      client: gatewayClient(workload, this.stages),
      virtualHostsOf: (servers) => {
        const hosts =
          made.get(servers[0]) ?? new GatewayVirtualHosts(servers, workload, this.model, this.stages.routes);
        made.set(servers[0], hosts);
        return hosts;
      },
    };
    this.gateways.set(workload, config);
    return config;
  }

  private serverAt(workload: Workload, port: number): ServerAtPort {
    const known = this.servers.get(workload)?.get(port);
    if (known !== undefined) return known;
    const security = this.stages.securityOf(workload);
    const server = {
      security,
      mtls: security.mtls.at(port).mode,
      layer: this.layerAt(workload, port),
      doubt: this.stages.extensions.atPort(workload, port),
    };
    const ofWorkload = this.servers.get(workload) ?? new Map<number, ServerAtPort>();
    this.servers.set(workload, ofWorkload.set(port, server));
    return server;
  }

  private layerAt(workload: Workload, port: number): PortLayer | undefined {
    let layers = this.layers.get(workload);
    if (layers === undefined) {
      layers = layersOf(workload, this.model);
      this.layers.set(workload, layers);
    }
    return layers.get(port);
  }
}

/** Proxies answer requests of gRPC with 200 and put what is wrong into `grpc-status`. */
function grpcAnswer(end: Outcome): Outcome {
  const { result, backend, grpcStatus } = end;
  if (typeof result !== 'number' || backend !== undefined || grpcStatus !== undefined) return end;
  return changedOutcome(end, { result: 200, grpcStatus: grpcStatusOfHttp(result) });
}

function workloadNames({ sidecar, rival }: SidecarScope): string {
  return [sidecar, rival].map((each) => (each === undefined ? '' : `Sidecar ${workloadName(each)}`)).join(' or ');
}

function clientOf(workload: Workload, { config }: MeshModel): ProxyClient {
  const { namespace, labels, locality, serviceAccount, addresses, injection } = workload;
  return {
    name: workloadName(workload),
    namespace,
    labels,
    locality,
    identity: injection.kind === 'sidecar' ? spiffeIdentity(config.trustDomain, namespace, serviceAccount) : undefined,
    address: addresses[0],
    isSidecar: true,
  };
}

/** What the pods' ports speak, by the Services that lead to them; of several the oldest counts. */
function layersOf(workload: Workload, model: MeshModel): ReadonlyMap<number, PortLayer> {
  const layers = new Map<number, PortLayer>();
  for (const { ports } of model.hosts.selecting(workload)) {
    for (const { targetPort, number, layer } of ports) {
      const target = targetPort ?? number;
      const port = typeof target === 'number' ? target : workload.namedPorts.get(target);
      if (port !== undefined && !layers.has(port)) layers.set(port, layer);
    }
  }
  return layers;
}
