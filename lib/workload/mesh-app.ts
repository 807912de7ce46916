import { type Construct } from 'constructs';
import { WorkloadAccess } from '../security/workload-access';
import { WorkloadMtls } from '../security/workload-mtls';
import { ServiceRouting } from '../traffic/service-routing';
import { refuse } from '../tree/construct-error';
import { appReference, type BoundPort, type IMeshNamespace } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { checkProps } from '../tree/props';
import { declareIntent, report } from '../tree/report';
import { AdoptedApp, type AdoptedAppProps } from './adopted-app';
import { AppBase } from './app-base';
import { appProblems, tooNewForCluster } from './app-problems';
import { type AppVersionProps } from './app-version';
import { autoscalingOf } from './autoscaling';
import { calledPorts, type Env } from './env-value';
import { MESH_APP_CHECKS, type MeshAppProps } from './mesh-app-props';
import { probeProblems } from './probe';
import { hasSidecar } from './sidecar-presence';
import { WorkloadObjects } from './workload-objects';
import { headlessPortProblems } from './workload-kind';

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
export class MeshApp<const V extends string = 'v1'> extends AppBase<V> {
  /**
   * An app whose workload is made elsewhere, and stays as it is but for labels and annotations of its pods.
   *
   * @throws ConstructError listing what is wrong with `options`, and what the workload does not say and has to be given.
   */
  public static fromWorkload<const V extends string = string>(
    workload: Construct,
    options: Omit<AdoptedAppProps<V>, 'workload'>,
  ): AdoptedApp<V> {
    return new AdoptedApp(workload, 'mesh', { ...options, workload });
  }

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

  /** Whether its pods have a sidecar. */
  public readonly hasSidecar: boolean;

  /** Whether its Service is headless, as that of a StatefulSet. */
  public readonly headless: boolean;

  protected readonly serviceAccount: string;

  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: MeshAppProps<V>) {
    super(scope, id);
    checkProps<MeshAppProps>(this, { ...props, name: props.name ?? id }, MESH_APP_CHECKS);
    const versions = versionsOf(props);
    const names = Object.keys(versions) as V[];
    this.serviceName = props.name ?? id;
    refuse(this, appProblems(this.serviceName, props, versions));

    this.namespace = props.namespace;
    this.selector = { app: this.serviceName };
    this.ports = props.ports.map((each) => each.bind(this));
    this.versionNames = names;
    this.versionReplicas = names.map((version) => ({
      version,
      replicas:
        autoscalingOf(props, versions[version]) === undefined
          ? (versions[version].replicas ?? props.replicas ?? 2)
          : undefined,
    }));
    this.hasSidecar = hasSidecar(props);
    this.serviceAccount = props.serviceAccount ?? this.serviceName;
    this.headless = props.workload?.kind === 'StatefulSet';
    refuse(this, [
      ...probeProblems(props.probes, this.ports, 'probes'),
      ...names.flatMap((name) => probeProblems(versions[name].probes, this.ports, `versions.${name}.probes`)),
      ...(this.headless ? headlessPortProblems(this.ports) : []),
    ]);

    this.objects = new WorkloadObjects(this, 'workload', { app: this, versions, props });
    this.routing = new ServiceRouting(this, 'routing', this);
    this.mtls = new WorkloadMtls(this, 'mtls', this);
    this.access = new WorkloadAccess(this, 'access', this);
    for (const { workload, targetPort } of calledPorts(envsOf(props, versions))) {
      declareIntent(this, {
        kind: 'call',
        caller: this.caller,
        app: appReference(workload),
        targetPorts: [targetPort],
      });
    }
    this.node.addValidation({
      validate: () => tooNewForCluster(props, () => MeshSettings.of(this)),
    });
    if (names.some((name) => !isProbed(props, versions[name]))) warnOfNoProbes(this);
  }
}

function versionsOf<V extends string>(props: MeshAppProps<V>): Readonly<Record<V, AppVersionProps>> {
  return props.versions ?? ({ v1: {} } as Record<V, AppVersionProps>);
}

function envsOf(props: MeshAppProps, versions: Readonly<Record<string, AppVersionProps>>): readonly Env[] {
  const holders = [props, ...Object.values(versions), ...(props.initContainers ?? []).map((each) => each.options)];
  return holders.map(({ env = {} }) => env);
}

function isProbed(props: MeshAppProps, version: AppVersionProps): boolean {
  return props.probes !== undefined || version.probes !== undefined;
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
