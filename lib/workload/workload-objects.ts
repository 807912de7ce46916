import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isUnresolved } from '../values/unresolved';
import { type BoundPort, type IMeshNamespace } from '../tree/handles';
import { type AppVersionProps } from './app-version';
import { autoscalingOf, printAutoscaler } from './autoscaling';
import { type MeshAppProps } from './mesh-app-props';
import { printPodTemplate } from './pod-template';
import { runsSidecar } from './sidecar-presence';
import { WorkloadKind } from './workload-kind';

/** What the objects of an app are made from. */
export interface WorkloadObjectsProps<V extends string> {
  /** The app as others see it. */
  readonly app: IConstruct & {
    readonly serviceName: string;
    readonly namespace: IMeshNamespace;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly BoundPort[];
    readonly versionReplicas: readonly { readonly version: V; readonly replicas: number | undefined }[];
    readonly hasSidecar: boolean;
    readonly headless: boolean;
  };
  readonly versions: Readonly<Record<V, AppVersionProps>>;

  /** What the versions have in common. */
  readonly props: MeshAppProps<string>;
}

/** The objects that Kubernetes runs an app by. They are public for JSON patches. */
export class WorkloadObjects<V extends string> extends Construct {
  /** The ServiceAccount, unless it is made elsewhere. */
  public readonly serviceAccount: ApiObject | undefined;

  public readonly service: ApiObject;

  /** The Deployment or StatefulSet of each version. */
  public readonly workloads: Readonly<Record<V, ApiObject>>;

  /** The HorizontalPodAutoscaler of each version that has one. */
  public readonly autoscalers: Readonly<Partial<Record<V, ApiObject>>>;

  /** Keeps all but one pod running while nodes are drained; undefined where there is only one pod, or it is switched off. */
  public readonly disruptionBudget: ApiObject | undefined;

  /** Made by the app. @internal */
  public constructor(
    scope: Construct,
    id: string,
    private readonly made: WorkloadObjectsProps<V>,
  ) {
    super(scope, id);
    const { app, props } = made;
    const metadata = { name: app.serviceName, namespace: app.namespace.namespaceName, labels: app.selector };
    this.serviceAccount =
      props.serviceAccount === undefined
        ? new ApiObject(this, 'service-account', {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            metadata,
            automountServiceAccountToken: false,
          })
        : undefined;
    this.service = new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        ...(app.headless && {
          clusterIP: 'None',
          publishNotReadyAddresses: props.workload?.options.publishNotReadyAddresses,
        }),
        selector: app.selector,
        ports: app.ports.map(({ name, number, targetPort, protocol }) => ({
          name,
          port: number,
          targetPort,
          appProtocol: protocol,
        })),
      },
    });
    this.workloads = this.ofEach(([name, version]) => this.workload(name, version));
    this.autoscalers = this.ofEach(([name, version]) => this.autoscaler(name, version));
    this.disruptionBudget =
      (props.disruptionBudget ?? true) && hasSeveralPods(app.versionReplicas)
        ? new ApiObject(this, 'disruption-budget', {
            apiVersion: 'policy/v1',
            kind: 'PodDisruptionBudget',
            metadata,
            spec: { maxUnavailable: 1, selector: { matchLabels: app.selector } },
          })
        : undefined;
  }

  private ofEach<T>(make: (version: [V, AppVersionProps]) => T): Record<V, T> {
    const entries = Object.entries<AppVersionProps>(this.made.versions) as [V, AppVersionProps][];
    return Object.fromEntries(entries.map((each) => [each[0], make(each)])) as Record<V, T>;
  }

  private workload(name: V, version: AppVersionProps): ApiObject {
    const { app, props } = this.made;
    const labels = { ...app.selector, version: name };
    const { kind, more } = (props.workload ?? WorkloadKind.deployment()).print(app.serviceName);
    return new ApiObject(this, `${kind.toLowerCase()}-${name}`, {
      apiVersion: 'apps/v1',
      kind,
      metadata: this.metadataOf(name),
      spec: {
        replicas: app.versionReplicas.find((each) => each.version === name)?.replicas,
        selector: { matchLabels: labels },
        template: printPodTemplate({
          app,
          runsSidecar: runsSidecar(app),
          props,
          version,
          labels,
        }),
        ...more,
      },
    });
  }

  private autoscaler(name: V, version: AppVersionProps): ApiObject | undefined {
    const { app, props } = this.made;
    const autoscaling = autoscalingOf(props, version);
    const { kind } = this.workloads[name];
    return (
      autoscaling &&
      new ApiObject(this, `autoscaler-${name}`, {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: this.metadataOf(name),
        spec: printAutoscaler(autoscaling, { kind, name: this.metadataOf(name).name, container: app.serviceName }),
      })
    );
  }

  private metadataOf(version: V) {
    const { serviceName, namespace, selector } = this.made.app;
    return {
      name: `${serviceName}-${version}`,
      namespace: namespace.namespaceName,
      labels: { ...selector, version },
    };
  }
}

/** Where the number is not known yet, a budget does no harm: of a single pod it lets that one go. */
function hasSeveralPods(versions: readonly { readonly replicas: number | undefined }[]): boolean {
  if (versions.some(({ replicas }) => replicas === undefined || isUnresolved(replicas))) return true;
  return versions.reduce((sum, { replicas = 0 }) => sum + replicas, 0) >= 2;
}
