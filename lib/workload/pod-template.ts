import { type IConstruct } from 'constructs';
import { type BoundPort } from '../tree/handles';
import { type AppVersionProps } from './app-version';
import { printEnv } from './env-value';
import { containerSecurity, podSecurity } from './hardening';
import { needsNativeSidecar } from './init-container';
import { type MeshAppProps } from './mesh-app-props';
import { mergePodSpec } from './pod-overrides';
import { proxyAnnotations } from './proxy-settings';
import { printResources } from './resources';
import { printSeconds } from './seconds';
import { type Volumes } from './volume';

/** What the pods of a version are made from. */
export interface PodTemplateProps {
  /** The app as others see it. */
  readonly app: IConstruct & { readonly serviceName: string; readonly ports: readonly BoundPort[] };

  /** Whether a sidecar is injected. */
  readonly runsSidecar: boolean;
  readonly props: MeshAppProps<string>;
  readonly version: AppVersionProps;

  /** The labels by which the version's pods are selected. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `spec.template` of a workload. */
export function printPodTemplate(made: PodTemplateProps): unknown {
  const { runsSidecar, props, labels } = made;
  const native = needsNativeSidecar(props.initContainers) && runsSidecar ? { nativeSidecar: true } : {};
  const annotations = { ...props.podAnnotations, ...proxyAnnotations({ ...props.proxy, ...native }) };
  return {
    metadata: {
      labels: { ...props.podLabels, ...props.injection?.labels, ...labels },
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    spec: mergePodSpec(podSpec(made), props.podOverrides ?? {}),
  };
}

function podSpec(made: PodTemplateProps): Readonly<Record<string, unknown>> {
  const { app, runsSidecar, props, version, labels } = made;
  const { hardening = {}, volumes = {}, terminationGracePeriod: grace } = props;
  const pod = {
    hardening,
    resources: version.resources ?? props.resources,
    runsSidecar,
  };
  return {
    serviceAccountName: props.serviceAccount ?? app.serviceName,
    automountServiceAccountToken: (hardening.noApiToken ?? true) ? false : undefined,
    securityContext: podSecurity(hardening),
    topologySpreadConstraints: props.spread?.map((each) => each.print(labels)),
    terminationGracePeriodSeconds: grace && printSeconds(grace),
    initContainers: props.initContainers?.map((each) => each.print(app, pod)),
    containers: [container(made)],
    volumes: printVolumes([volumes, ...(props.initContainers ?? []).map((each) => each.options.volumes ?? {})]),
  };
}

function container({ app, props, version }: PodTemplateProps): Readonly<Record<string, unknown>> {
  const { hardening = {}, probes = {}, volumes = {} } = props;
  const mounts = [
    ...(props.workload?.mounts ?? []),
    ...Object.entries(volumes).map(([name, each]) => each.mount(name)),
  ];
  return {
    name: app.serviceName,
    image: version.image ?? props.image,
    command: props.command,
    args: props.args,
    ports: app.ports.map((port) => ({ name: portName(port), containerPort: port.targetPort })),
    env: printEnv(app, { ...props.env, ...version.env }),
    envFrom: props.envFrom?.map((each) => each.source),
    resources: printResources(version.resources ?? props.resources),
    securityContext: containerSecurity(hardening),
    readinessProbe: probes.readiness?.print(app.ports),
    livenessProbe: probes.liveness?.print(app.ports),
    startupProbe: probes.startup?.print(app.ports),
    lifecycle: props.preStop && { preStop: props.preStop.handler },
    volumeMounts: mounts.length > 0 ? mounts : undefined,
  };
}

/** Each name once: an init container shares a volume of the app by its name. */
function printVolumes(all: readonly Volumes[]): unknown {
  const named = new Map(all.toReversed().flatMap((volumes) => Object.entries(volumes)));
  return named.size > 0 ? [...named].map(([name, volume]) => volume.print(name)) : undefined;
}

/** A container's port may have a name of 15 characters at most; a longer one is left out, for nothing refers to it. */
function portName(port: BoundPort): string | undefined {
  return port.name.length <= 15 ? port.name : undefined;
}
