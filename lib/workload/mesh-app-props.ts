import { type Duration } from 'cdk8s';
import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { distinctPorts, type MeshPort, meshPortCheck } from '../tree/mesh-port';
import {
  all,
  anyText,
  flag,
  kind,
  known,
  listOf,
  mapOf,
  type PropChecks,
  required,
  text,
  value,
  wholeNumber,
  wholeSeconds,
} from '../tree/props';
import { checkServiceName } from '../values/dns-label';
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../values/label';
import { type AppVersionProps, versionsCheck } from './app-version';
import { type Autoscaling, autoscalingCheck } from './autoscaling';
import { type Env, envCheck, envFromCheck, type EnvSource } from './env-value';
import { type Hardening, hardeningCheck } from './hardening';
import { type InitContainer, initContainersCheck } from './init-container';
import { Injection } from './injection';
import { type PodOverrides, podOverridesCheck } from './pod-overrides';
import { type PreStop, preStopCheck } from './pre-stop';
import { type AppProbes, probesCheck } from './probe';
import { proxyCheck, type ProxySettings } from './proxy-settings';
import { type ContainerResources, resourcesCheck } from './resources';
import { type Spread, spreadCheck } from './spread';
import { type Volumes, volumesCheck } from './volume';
import { type WorkloadKind, workloadKindCheck } from './workload-kind';

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

  /**
   * How the number of pods of each version follows their load. A version that says its own number of pods keeps it.
   *
   * @default - it does not
   */
  readonly autoscaling?: Autoscaling | undefined;

  /**
   * What runs the pods: interchangeable ones, or ones with names and storage of their own.
   *
   * @default WorkloadKind.deployment()
   */
  readonly workload?: WorkloadKind | undefined;

  /**
   * Whether all but one pod keep running while nodes are drained (a PodDisruptionBudget with `maxUnavailable: 1`).
   *
   * @default true - where there are two pods or more
   */
  readonly disruptionBudget?: boolean | undefined;

  /** How the pods of a version are spread over zones and nodes. @default - as the cluster does by itself */
  readonly spread?: readonly Spread[] | undefined;

  /** What the container runs in place of the image's own (`command`). @default - the image's */
  readonly command?: readonly string[] | undefined;

  /** Arguments of the command (`args`). @default - the image's */
  readonly args?: readonly string[] | undefined;

  /** Directories from elsewhere, by the name of the volume. @default - none */
  readonly volumes?: Volumes | undefined;

  /** What runs to its end before the app starts, one after the other. @default - nothing */
  readonly initContainers?: readonly InitContainer[] | undefined;

  /** What the container does before it is told to stop. @default - nothing */
  readonly preStop?: PreStop | undefined;

  /** How long the pod may take to stop, in whole seconds (`terminationGracePeriodSeconds`). @default - 30 s */
  readonly terminationGracePeriod?: Duration | undefined;

  /** Environment variables: texts, or values from elsewhere. @default - none */
  readonly env?: Env | undefined;

  /** Secrets and config maps, all of whose keys are environment variables too (`envFrom`); `env` counts before them. @default - none */
  readonly envFrom?: readonly EnvSource[] | undefined;

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

  /**
   * Whatever else the spec of the pods says, as Kubernetes has it: merged into what the app makes by the names of containers, volumes
   * and variables, by the numbers of ports and the paths of mounts. Other lists are replaced.
   *
   * @default - nothing
   */
  readonly podOverrides?: PodOverrides | undefined;
}

/** Checks {@link MeshAppProps}. */
export const MESH_APP_CHECKS: PropChecks<MeshAppProps> = {
  namespace: required(kind('a MeshNamespace', isMeshNamespace)),
  name: known(value(checkServiceName)),
  image: text,
  versions: versionsCheck,
  ports: required(known(all(listOf(meshPortCheck, { min: 1 }), distinctPorts))),
  resources: required(resourcesCheck),
  replicas: wholeNumber(0, 2 ** 31 - 1),
  autoscaling: autoscalingCheck,
  workload: workloadKindCheck,
  disruptionBudget: known(flag),
  spread: spreadCheck,
  command: listOf(text, { min: 1 }),
  args: listOf(text, { min: 1 }),
  volumes: volumesCheck,
  initContainers: initContainersCheck,
  preStop: preStopCheck,
  terminationGracePeriod: wholeSeconds,
  env: envCheck,
  envFrom: envFromCheck,
  probes: probesCheck,
  proxy: known(proxyCheck),
  injection: kind('an Injection, such as Injection.byNamespace()', (each) => each instanceof Injection),
  hardening: hardeningCheck,
  serviceAccount: value(checkServiceName),
  podLabels: known(mapOf(freeLabel, required(value(checkLabelValue)))),
  podAnnotations: known(mapOf(checkAnnotationKey, required(anyText))),
  podOverrides: podOverridesCheck,
};

const OWN_LABELS = ['app', 'version', 'sidecar.istio.io/inject', 'istio.io/rev'];

function freeLabel(key: unknown): string | undefined {
  if (OWN_LABELS.includes(key as string)) return `must not be ${String(key)}, which the app says itself`;
  return checkLabelKey(key);
}
