import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isUnresolved } from '../values/unresolved';
import { type BoundPort, type IMeshNamespace } from '../tree/handles';
import { type AppVersionProps } from './app-version';
import { type MeshAppProps } from './mesh-app-props';
import { printPodTemplate } from './pod-template';

/** What the objects of an app are made from. */
export interface WorkloadObjectsProps<V extends string> {
  /** The app as others see it. */
  readonly app: IConstruct & {
    readonly serviceName: string;
    readonly namespace: IMeshNamespace;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly BoundPort[];
    readonly versionReplicas: readonly { readonly version: V; readonly replicas: number | undefined }[];
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

  /** One for each version. */
  public readonly deployments: Readonly<Record<V, ApiObject>>;

  /** Keeps all but one pod running while nodes are drained; undefined where there is only one pod. */
  public readonly disruptionBudget: ApiObject | undefined;

  /** Made by the app. @internal */
  public constructor(
    scope: Construct,
    id: string,
    private readonly made: WorkloadObjectsProps<V>,
  ) {
    super(scope, id);
    const { app, versions, props } = made;
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
        selector: app.selector,
        ports: app.ports.map(({ name, number, targetPort, protocol }) => ({
          name,
          port: number,
          targetPort,
          appProtocol: protocol,
        })),
      },
    });
    const deployments = Object.entries<AppVersionProps>(versions).map(([name, version]) => [
      name,
      this.deployment(name as V, version),
    ]);
    this.deployments = Object.fromEntries(deployments) as Record<V, ApiObject>;
    this.disruptionBudget = hasSeveralPods(app.versionReplicas)
      ? new ApiObject(this, 'disruption-budget', {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata,
          spec: { maxUnavailable: 1, selector: { matchLabels: app.selector } },
        })
      : undefined;
  }

  private deployment(name: V, version: AppVersionProps): ApiObject {
    const { app, props } = this.made;
    const labels = { ...app.selector, version: name };
    return new ApiObject(this, `deployment-${name}`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${app.serviceName}-${name}`, namespace: app.namespace.namespaceName, labels },
      spec: {
        replicas: app.versionReplicas.find((each) => each.version === name)?.replicas,
        selector: { matchLabels: labels },
        template: printPodTemplate({ app, props, version, labels }),
      },
    });
  }
}

/** Where the number is not known yet, a budget does no harm: of a single pod it lets that one go. */
function hasSeveralPods(versions: readonly { readonly replicas: number | undefined }[]): boolean {
  if (versions.some(({ replicas }) => replicas === undefined || isUnresolved(replicas))) return true;
  return versions.reduce((sum, { replicas = 0 }) => sum + replicas, 0) >= 2;
}
