import { type MeshDeclarations } from '../model/declarations';
import { type DeclaredIntent } from '../model/intents';
import { meshConfiguration } from '../model/mesh-configuration';
import { MeshModel, type SourcedManifest } from '../model/mesh-model';
import { type MeshSettingsProps } from '../model/settings';
import { printSource } from '../model/source';
import { type Workload, workloadName } from '../model/workloads';
import type * as Reader from '../reader/read-manifests';
import { type Outcome } from '../simulation/outcome';
import { type MeshRequest } from '../simulation/request';
import type * as Simulation from '../simulation/simulator';
import { given } from '../values/given';
import { fieldsOf } from '../values/json';
import { nearest } from '../values/nearest';
import { type AskedMesh, Call, Caller, type CallerHandle, type GatewayHandle, type ServiceHandle } from './call';
import { writtenMeshConfig } from './mesh-config-sources';

/** What a {@link Mesh} is told besides its manifests. */
export interface MeshOptions extends MeshDeclarations {
  /**
   * MeshConfig, as Istio writes it: `{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }`. Fields count before those of the manifests.
   *
   * @default - that of an IstioOperator or of the ConfigMap `istio` among the manifests, else Istio's defaults
   */
  readonly meshConfig?: Readonly<Record<string, unknown>> | undefined;

  /** Values of istiod's Helm chart, of which `meshConfig`, `global` and a few more count. @default - none */
  readonly values?: Readonly<Record<string, unknown>> | undefined;

  /** What is in neither: release, root namespace, domains. @default - Istio's defaults */
  readonly settings?: MeshSettingsProps | undefined;

  /** Whether it is an error to ask what no file knows. @default false */
  readonly strict?: boolean | undefined;

  /** The time at which tokens are looked at, in seconds since 1970. @default - 2027-01-01 */
  readonly now?: number | undefined;

  /** What constructs declare beside their objects. @default - nothing */
  readonly intents?: readonly DeclaredIntent[] | undefined;
}

/**
 * A mesh as its manifests have it, before anything is deployed: ask it what happens to a request.
 *
 * Answers are those of Istio 1.31 with Envoy sidecars. Manifests are taken to be right: `validateObject` and `istio-constructs lint` say
 * whether the API server and istiod would take them.
 *
 * @example
 * // Most often Mesh.fromYaml('k8s/'), or program.mesh() of a MeshProgram.
 * const mesh = Mesh.fromObjects([], {
 *   hosts: [
 *     { namespace: 'shop', name: 'web', ports: [{ port: 80 }] },
 *     { namespace: 'shop', name: 'reviews', ports: [{ port: 80 }] },
 *   ],
 * });
 * const call = mesh.from('shop/web').get('http://reviews/api/1', { headers: { 'x-user': 'beta' } });
 * call.outcomes; // [{ probability: 1, result: 200, backend: 'shop/reviews', ... }]
 * call.explain(); // the same as text, stage by stage
 */
export class Mesh {
  /**
   * A mesh of plain objects.
   *
   * @param objects - manifests; a List stands for its items, and what has no kind or no name is left out.
   */
  public static fromObjects(objects: Iterable<unknown>, options: MeshOptions = {}): Mesh {
    return Mesh.fromSources(
      [...objects].map((manifest) => ({ manifest })),
      options,
    );
  }

  /**
   * A mesh of the manifests in files and folders.
   *
   * @param paths - files, folders, or `-` for standard input that `options.stdin` holds.
   * @throws Error listing files and documents that cannot be read, each with its place.
   */
  public static fromYaml(
    paths: string | readonly string[],
    { stdin, ...options }: MeshOptions & { readonly stdin?: string | undefined } = {},
  ): Mesh {
    const { objects, problems } = reader().readManifests([paths].flat(), { ...(stdin !== undefined && { stdin }) });
    if (problems.length > 0)
      throw new Error(problems.map(({ source, message }) => `${printSource(source)}: ${message}`).join('\n'));
    return Mesh.fromSources(objects, options);
  }

  /** A mesh of objects of which the places are known. */
  public static fromSources(manifests: readonly SourcedManifest[], options: MeshOptions = {}): Mesh {
    const { meshConfig, values, settings, strict = false, now, intents, ...declarations } = options;
    const written = writtenMeshConfig(manifests);
    const config = meshConfiguration(
      { ...fieldsOf(written.meshConfig), ...fieldsOf(values?.meshConfig), ...meshConfig },
      settings,
      values ?? written.values,
    );
    return new Mesh(new MeshModel(manifests, { config, declarations, intents }), { strict, now });
  }

  private readonly simulator: Simulation.Simulator;
  private readonly strict: boolean;
  private readonly asked: AskedMesh = {
    outcomes: (request) => this.outcomes(request),
    destinationNames: (handle) => this.destinationNames(handle),
    policyNames: () => this.policyNames(),
    gatewayName: (gateway) => this.gatewayName(gateway),
  };

  private constructor(
    private readonly model: MeshModel,
    { strict, now }: { readonly strict: boolean; readonly now: number | undefined },
  ) {
    this.simulator = new (simulation().Simulator)(model, now);
    this.strict = strict;
  }

  /**
   * What happens to a request.
   *
   * @throws RangeError for a URL that is none, and for callers and gateways that are not in the mesh.
   * @throws Error in strict mode, where no file knows.
   */
  public ask(request: MeshRequest): Call {
    return new Call(this.asked, request, this.outcomes(request));
  }

  /**
   * Somebody who sends requests: a workload or app, or `outside` for a client out of the cluster.
   *
   * @throws RangeError if there is no such workload.
   */
  public from(caller: CallerHandle): Caller {
    return new Caller(this.asked, { from: this.callerName(caller) });
  }

  /** A client out of the cluster. */
  public outside(): Caller {
    return this.from('outside');
  }

  private outcomes(request: MeshRequest): readonly Outcome[] {
    const from = this.nameOf(request.from);
    const outcomes = this.simulator.ask(from === request.from ? request : { ...request, from });
    if (outcomes.length > 1) outcomes.sort((one, other) => other.probability - one.probability);
    const open = this.strict ? outcomes.find(({ unknown }) => unknown !== undefined) : undefined;
    if (open !== undefined)
      throw new Error(
        `no file knows: ${open.unknown?.question ?? ''}\n${new Call(this.asked, request, outcomes).explain()}`,
      );
    return outcomes;
  }

  /** `namespace/name` of a workload. @internal */
  public callerName(caller: CallerHandle): string {
    if (typeof caller === 'string') return this.nameOf(caller);
    if ('app' in caller) return workloadName(this.versionOf(caller.app, caller.name));
    return workloadName(this.firstOf(caller));
  }

  /** An app may be called by its Service: its first workload is meant. */
  private nameOf(caller: string): string {
    if (caller === 'outside' || this.model.workloads.get(caller) !== undefined) return caller;
    const [first] = this.workloadsOf(serviceNamed(caller));
    return first === undefined ? caller : workloadName(first);
  }

  private destinationNames(handle: CallerHandle): readonly string[] {
    if (typeof handle !== 'string') {
      if ('app' in handle) return [this.callerName(handle)];
      this.firstOf(handle);
      return this.workloadsOf(handle).map(workloadName);
    }
    const ofService = this.model.workloads.get(handle) === undefined ? this.workloadsOf(serviceNamed(handle)) : [];
    if (ofService.length > 0) return ofService.map(workloadName);
    const names = [
      ...this.model.workloads.names(),
      ...(this.model.externals ?? []).map(({ name }) => `external/${name}`),
    ];
    // What is not declared is called by its host.
    if (handle.startsWith('external/') || names.includes(handle)) return [handle];
    const near = nearest(handle, names);
    throw new RangeError(
      `no workload is called ${given(handle)}${near === undefined ? '' : `, did you mean ${given(near)}?`}`,
    );
  }

  private policyNames(): readonly string[] {
    return ['AuthorizationPolicy', 'RequestAuthentication'].flatMap((kind) =>
      this.model.ofKind('security.istio.io', kind).map(({ namespace, name }) => `${namespace}/${name}`),
    );
  }

  private firstOf(service: ServiceHandle): Workload {
    const [first] = this.workloadsOf(service);
    if (first !== undefined) return first;
    throw new RangeError(`no workload is behind ${service.namespace.namespaceName}/${service.serviceName}`);
  }

  /** Constructs call the Deployment of a version by both names. */
  private versionOf(service: ServiceHandle, version: string): Workload {
    const { namespace, serviceName } = service;
    const found =
      this.model.workloads.get(`${namespace.namespaceName}/${serviceName}-${version}`) ??
      this.workloadsOf(service).find(({ labels }) => labels.version === version);
    if (found !== undefined) return found;
    throw new RangeError(`no workload is version ${given(version)} of ${namespace.namespaceName}/${serviceName}`);
  }

  private workloadsOf({ namespace, serviceName }: ServiceHandle): readonly Workload[] {
    const hostname = `${serviceName}.${namespace.namespaceName}.svc.${this.model.config.clusterDomain}`;
    const [host] = this.model.hosts.named(hostname);
    const found = host?.selector === undefined ? [] : this.model.workloads.selected(host.namespace, host.selector);
    return [...found].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private gatewayName(gateway: GatewayHandle): string {
    if (typeof gateway === 'string') return gateway;
    const { namespace, labels } = 'proxies' in gateway ? gateway.proxies : gateway;
    const [workload] = this.model.workloads.selected(namespace.namespaceName, labels);
    if (workload !== undefined) return workloadName(workload);
    throw new RangeError(`no gateway of namespace ${namespace.namespaceName} has the labels ${given(labels)}`);
  }
}

/** `shop/reviews`. */
function serviceNamed(name: string): ServiceHandle {
  const [namespaceName = '', serviceName = ''] = name.split('/');
  return { serviceName, namespace: { namespaceName } };
}

/** Loaded when the first file is read: programs that have none need no YAML parser. */
function reader(): typeof Reader {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../reader/read-manifests') as typeof Reader;
}

/** Loaded when the first mesh is made: its many modules are a fifth of the package, and programs that only synthesise ask nothing. */
function simulation(): typeof Simulation {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../simulation/simulator') as typeof Simulation;
}
