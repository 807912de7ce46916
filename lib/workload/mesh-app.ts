import { Construct } from 'constructs';
import { isHttp } from '../model/protocol';
import { ACCESS_CHECKS, type AccessOptions, ruleProblems } from '../security/access-rule';
import { GatewayAccess } from '../security/gateway-access';
import { AccessScopes } from '../security/access-scopes';
import { peerCheck } from '../security/mesh-peer';
import { type ISecuredWorkload } from '../security/secured-workload';
import { WorkloadAccess } from '../security/workload-access';
import { WorkloadMtls } from '../security/workload-mtls';
import { port, portProblems } from '../traffic/checks';
import { checkGatewayHost } from '../traffic/gateway-server';
import { IngressGateway } from '../traffic/ingress-gateway';
import { type IMeshService, ServiceRouting } from '../traffic/service-routing';
import { ServiceVersion } from '../traffic/service-version';
import { ConstructError, refuse } from '../tree/construct-error';
import { type BoundPort, type IMeshNamespace, type IMeshPeer, isMeshNamespace, type PeerSource } from '../tree/handles';
import { serviceHost } from '../tree/host';
import {
  all,
  checkProps,
  kind,
  known,
  listOf,
  mapOf,
  type PropChecks,
  required,
  text,
  value,
  wholeNumber,
  anyText,
} from '../tree/props';
import { report } from '../tree/report';
import { checkServiceName } from '../values/dns-label';
import { given } from '../values/given';
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../values/label';
import { type AppVersionProps, envCheck, versionsCheck } from './app-version';
import { type Hardening, hardeningCheck } from './hardening';
import { Injection } from './injection';
import { distinctPorts, type MeshPort, meshPortCheck } from './mesh-port';
import { type AppProbes, probeProblems, probesCheck } from './probe';
import { proxyCheck, type ProxySettings } from './proxy-settings';
import { type ContainerResources, resourcesCheck } from './resources';
import { WorkloadObjects } from './workload-objects';

/** Props of {@link MeshApp}. */
export interface MeshAppProps<V extends string = string> {
  /** Where it lives. */
  readonly namespace: IMeshNamespace;

  /**
   * Name of its Service, and of what belongs to it.
   *
   * @default - the id
   */
  readonly name?: string | undefined;

  /**
   * The container image of the versions that do not name one.
   *
   * @default - every version names its own
   */
  readonly image?: string | undefined;

  /**
   * Its versions, each a Deployment `<app>-<version>` whose pods carry the version as label. Adding one renames nothing.
   *
   * @default - one version, `v1`
   */
  readonly versions?: { readonly [K in V]: AppVersionProps } | undefined;

  /** Its ports; the first is the one that probes and gateways mean if they name none. */
  readonly ports: readonly MeshPort[];

  /** What each container is promised and may use. */
  readonly resources: ContainerResources;

  /**
   * Number of pods of each version.
   *
   * @default 2 - so that one may fail
   */
  readonly replicas?: number | undefined;

  /** Environment variables. @default - none */
  readonly env?: Readonly<Record<string, string>> | undefined;

  /** @default - none, which leaves a warning: Kubernetes would send requests to pods that are not ready */
  readonly probes?: AppProbes | undefined;

  /** Settings of the sidecars. @default - the mesh's */
  readonly proxy?: ProxySettings | undefined;

  /** Whether the pods get a sidecar. @default - as the namespace says */
  readonly injection?: Injection | undefined;

  /** Which of the safe settings of its containers are switched off. @default - all are on */
  readonly hardening?: Hardening | undefined;

  /**
   * Name of the ServiceAccount that it runs as, made elsewhere.
   *
   * @default - one of its own, by the name of the app
   */
  readonly serviceAccount?: string | undefined;

  /** More labels of the pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>> | undefined;

  /** More annotations of the pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>> | undefined;
}

/** What {@link MeshApp.expose} is told. */
export interface ExposeProps extends AccessOptions {
  /** Hosts under which it is reached, each served by the gateway. */
  readonly hosts: readonly string[];

  /**
   * The path that leads to the app, with all below it, in whole segments.
   *
   * @default "/"
   */
  readonly path?: string | undefined;

  /**
   * The port that is called.
   *
   * @default - the first HTTP port
   */
  readonly port?: BoundPort | undefined;
}

const CHECKS: PropChecks<MeshAppProps> = {
  namespace: required(kind('a MeshNamespace', isMeshNamespace)),
  name: known(value(checkServiceName)),
  image: text,
  versions: versionsCheck,
  ports: required(known(all(listOf(meshPortCheck, { min: 1 }), distinctPorts))),
  resources: required(resourcesCheck),
  replicas: wholeNumber(0, 2 ** 31 - 1),
  env: envCheck,
  probes: probesCheck,
  proxy: known(proxyCheck),
  injection: kind('an Injection, such as Injection.byNamespace()', (each) => each instanceof Injection),
  hardening: hardeningCheck,
  serviceAccount: value(checkServiceName),
  podLabels: known(mapOf(freeLabel, required(value(checkLabelValue)))),
  podAnnotations: known(mapOf(checkAnnotationKey, required(anyText))),
};

const EXPOSE_CHECKS: PropChecks<ExposeProps> = {
  ...ACCESS_CHECKS,
  hosts: required(known(listOf(value(checkGatewayHost), { min: 1 }))),
  path: known(value(checkPath)),
  port,
};

/**
 * An app of the mesh: a Deployment for each version, its Service and ServiceAccount, with the labels and annotations that Istio
 * goes by, and pods that may do no more than they need.
 *
 * What other constructs say about it comes together in its {@link routing}, {@link mtls} and {@link access}.
 *
 * @example
 * const reviews = new MeshApp(this, 'reviews', {
 *   namespace: shop,
 *   image: 'registry.example.com/reviews:1.4.0',
 *   versions: { v1: {}, v2: { image: 'registry.example.com/reviews:2.0.0' } },
 *   ports: [MeshPort.http(8080)],
 *   resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
 *   probes: { readiness: Probe.http('/ready') },
 * });
 */
export class MeshApp<const V extends string = 'v1'>
  extends Construct
  implements IMeshService, ISecuredWorkload, IMeshPeer
{
  public readonly serviceName: string;
  public readonly namespace: IMeshNamespace;
  public readonly selector: Readonly<Record<string, string>>;
  public readonly ports: readonly BoundPort[];
  public readonly versionNames: readonly V[];
  public readonly versionReplicas: readonly { readonly version: V; readonly replicas: number | undefined }[];

  /** Where all routes and policies for its host are collected. */
  public readonly routing: ServiceRouting;

  /** Where all that is said about its mTLS is collected. */
  public readonly mtls: WorkloadMtls;

  /** Where all that is said about its callers is collected. */
  public readonly access: WorkloadAccess;

  /** The Service, the Deployments and what else Kubernetes runs the app by. */
  public readonly objects: WorkloadObjects<V>;

  private readonly serviceAccount: string;

  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: MeshAppProps<V>) {
    super(scope, id);
    checkProps<MeshAppProps>(this, { ...props, name: props.name ?? id }, CHECKS);
    const versions = versionsOf(props);
    const names = Object.keys(versions) as V[];
    this.serviceName = props.name ?? id;
    refuse(this, [...imageless(props, versions), ...longNames(this.serviceName, names), ...idleInjection(props)]);

    this.namespace = props.namespace;
    this.selector = { app: this.serviceName };
    this.ports = props.ports.map((each) => each.bind(this));
    this.versionNames = names;
    this.versionReplicas = names.map((version) => ({
      version,
      replicas: versions[version].replicas ?? props.replicas ?? 2,
    }));
    this.serviceAccount = props.serviceAccount ?? this.serviceName;
    refuse(this, probeProblems(props.probes, this.ports));

    this.objects = new WorkloadObjects(this, 'workload', { app: this, versions, props });
    this.routing = new ServiceRouting(this, 'routing', this);
    this.mtls = new WorkloadMtls(this, 'mtls', this);
    this.access = new WorkloadAccess(this, 'access', this);
    if (props.probes === undefined) warnOfNoProbes(this);
  }

  /** Its identity as a caller: its ServiceAccount. */
  public get peer(): PeerSource {
    return { serviceAccounts: [{ namespace: this.namespace.namespaceName, name: this.serviceAccount }] };
  }

  /** The fully qualified host of its Service, with the cluster domain that the program says until now. */
  public get host(): string {
    return serviceHost(this, this);
  }

  /**
   * A version, for routes.
   *
   * @throws ConstructError if it has no such version; TypeScript does not compile it.
   */
  public version(name: V): ServiceVersion<this> {
    if (!this.versionNames.includes(name)) {
      refuse(this, [`version must be one of ${this.versionNames.join(', ')}, got ${given(name)}`]);
    }
    return new ServiceVersion(this, name);
  }

  /**
   * A port, for policies and routes: by its name in the Service, or by the name that it was given.
   *
   * @throws ConstructError if it has no such port.
   */
  public port(name: string): BoundPort {
    const found = this.ports.find((each) => each.name === name || each.name === `${each.protocol}-${name}`);
    if (found) return found;
    const names = this.ports.map((each) => each.name).join(', ');
    throw new ConstructError(this.node.path, [`port must be one of ${names}, got ${given(name)}`]);
  }

  /**
   * Admits a caller, and so refuses all that are not admitted by name.
   *
   * @throws ConstructError listing what is wrong with `options`.
   */
  public allowFrom(caller: IMeshPeer, options: AccessOptions = {}): this {
    checkProps(this, { caller, ...options }, { caller: required(peerCheck), ...ACCESS_CHECKS });
    refuse(this, ruleProblems(this, options));
    AccessScopes.of(this).close(this);
    this.access.admit({ ...options, from: [caller] });
    return this;
  }

  /**
   * Puts the app behind a gateway, which is also admitted as a caller wherever callers need to be. `methods` and `paths` limit
   * what it is admitted for.
   *
   * @throws ConstructError listing what is wrong with `props`, such as a host that the gateway does not serve.
   */
  public expose(gateway: IngressGateway, props: ExposeProps): this {
    const checked = kind('an IngressGateway', (each) => each instanceof IngressGateway);
    checkProps(this, { gateway, ...props }, { gateway: required(checked), ...EXPOSE_CHECKS });
    const chosen = props.port ?? this.ports.find((each) => isHttp(each.protocol));
    if (!chosen) throw new ConstructError(this.node.path, ['expose: it has no HTTP port']);
    refuse(this, [...ruleProblems(this, { ...props, ports: [chosen] }), ...portProblems(chosen, this)]);
    const exposure = { app: this, port: chosen, path: props.path ?? '/' };
    refuse(
      this,
      props.hosts.flatMap((host) => gateway.admit(host, exposure)),
    );
    if (!gateway.node.tryFindChild('access')) new GatewayAccess(gateway, 'access', gateway.name, gateway.proxies);
    this.access.admit({ methods: props.methods, paths: props.paths, ports: props.ports, from: [gateway.proxies] });
    return this;
  }
}

function versionsOf<V extends string>(props: MeshAppProps<V>): Readonly<Record<V, AppVersionProps>> {
  return props.versions ?? ({ v1: {} } as Record<V, AppVersionProps>);
}

function imageless(props: MeshAppProps, versions: Readonly<Record<string, AppVersionProps>>): string[] {
  if (props.image !== undefined) return [];
  return Object.entries(versions)
    .filter(([, version]) => version.image === undefined)
    .map(([name]) => `image must be given, for the app or for version ${name}`);
}

function longNames(app: string, versions: readonly string[]): string[] {
  return versions
    .map((version) => `${app}-${version}`)
    .filter((name) => name.length > 63)
    .map((name) => `versions: the Deployment's name must be at most 63 characters long, got ${given(name)}`);
}

/** What would have no effect, because of how Istio's injection webhook decides. */
function idleInjection({ namespace, injection, proxy }: MeshAppProps): string[] {
  const off = injection?.kind === 'off' || (namespace.dataPlane?.kind === 'none' && injection === undefined);
  return [
    ...(injection?.kind === 'pod' && namespace.dataPlane?.kind === 'none'
      ? [
          `injection: the label of namespace ${String(namespace.namespaceName)} wins over that of its pods: give it DataPlane.perPod()`,
        ]
      : []),
    ...(proxy !== undefined && off ? ['proxy must be left out where the pods get no sidecar'] : []),
  ];
}

function warnOfNoProbes(app: Construct): void {
  report(app, {
    severity: 'warning',
    rule: 'mesh-app/no-probes',
    path: 'probes',
    message: 'has no probes, so that pods get requests before they are ready',
    fix: "give probes: { readiness: Probe.http('/ready') }",
  });
}

const OWN_LABELS = ['app', 'version', 'sidecar.istio.io/inject', 'istio.io/rev'];

function freeLabel(key: unknown): string | undefined {
  if (OWN_LABELS.includes(key as string)) return `must not be ${String(key)}, which the app says itself`;
  return checkLabelKey(key);
}

function checkPath(path: unknown): string | undefined {
  return typeof path === 'string' && path.startsWith('/') ? undefined : `must begin with a slash, got ${given(path)}`;
}
