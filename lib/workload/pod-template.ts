import { Lazy } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { present } from '../model/present';
import { type BoundPort } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { type AppVersionProps } from './app-version';
import { printEnv } from './env-value';
import { containerSecurity, podSecurity } from './hardening';
import { needsNativeSidecar } from './init-container';
import { type MeshAppProps } from './mesh-app-props';
import { hasNativeSidecars } from './native-sidecars';
import { mergePodSpec } from './pod-overrides';
import { probesOf } from './probe';
import { proxyAnnotations, type ProxySettings } from './proxy-settings';
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
  const { props, labels } = made;
  return {
    metadata: {
      labels: { ...props.podLabels, ...props.injection?.labels, ...labels },
      annotations: Lazy.any({
        produce: () => present({ ...props.podAnnotations, ...proxyAnnotations(proxyOf(made)) }),
      }),
    },
    spec: mergePodSpec(podSpec(made), props.podOverrides ?? {}),
  };
}

/** What the app says about its sidecars, with what follows for them from its init containers and from the mesh. */
function proxyOf({ app, runsSidecar, props }: PodTemplateProps): ProxySettings {
  const { proxy = {}, initContainers } = props;
  if (!runsSidecar) return proxy;
  const nativeSidecar = needsNativeSidecar(initContainers) || proxy.nativeSidecar;
  if (proxy.holdApplicationUntilProxyStarts !== undefined) return { ...proxy, nativeSidecar };
  // An ordinary sidecar starts beside the app, whose first calls would find no proxy.
  const startsFirst = nativeSidecar ?? hasNativeSidecars(MeshSettings.of(app));
  return { ...proxy, nativeSidecar, holdApplicationUntilProxyStarts: startsFirst === false ? true : undefined };
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
  const { hardening = {}, volumes = {} } = props;
  const probes = probesOf(props, version);
  const mounts = [
    ...(props.workload?.mounts ?? []),
    ...Object.entries(volumes).map(([name, each]) => each.mount(name)),
  ];
  return {
    name: app.serviceName,
    image: version.image ?? props.image,
    command: version.command ?? props.command,
    args: version.args ?? props.args,
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
