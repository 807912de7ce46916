import { type IConstruct } from 'constructs';
import { type BoundPort } from '../tree/handles';
import { type AppVersionProps } from './app-version';
import { printEnv } from './env-value';
import { containerSecurity, podSecurity } from './hardening';
import { type MeshAppProps } from './mesh-app-props';
import { proxyAnnotations } from './proxy-settings';
import { printResources } from './resources';

/** What the pods of a version are made from. */
export interface PodTemplateProps {
  /** The app as others see it. */
  readonly app: IConstruct & { readonly serviceName: string; readonly ports: readonly BoundPort[] };
  readonly props: MeshAppProps<string>;
  readonly version: AppVersionProps;

  /** The labels by which the version's pods are selected. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `spec.template` of a workload. */
export function printPodTemplate({ app, props, version, labels }: PodTemplateProps): unknown {
  const annotations = { ...props.podAnnotations, ...proxyAnnotations(props.proxy ?? {}) };
  return {
    metadata: {
      labels: { ...props.podLabels, ...props.injection?.labels, ...labels },
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    spec: podSpec({ app, props, version, labels }),
  };
}

function podSpec(made: PodTemplateProps): Readonly<Record<string, unknown>> {
  const { app, props } = made;
  const { hardening = {} } = props;
  return {
    serviceAccountName: props.serviceAccount ?? app.serviceName,
    automountServiceAccountToken: (hardening.noApiToken ?? true) ? false : undefined,
    securityContext: podSecurity(hardening),
    containers: [container(made)],
  };
}

function container({ app, props, version }: PodTemplateProps): Readonly<Record<string, unknown>> {
  const { hardening = {}, probes = {} } = props;
  return {
    name: app.serviceName,
    image: version.image ?? props.image,
    ports: app.ports.map((port) => ({ name: portName(port), containerPort: port.targetPort })),
    env: printEnv(app, { ...props.env, ...version.env }),
    envFrom: props.envFrom?.map((each) => each.source),
    resources: printResources(version.resources ?? props.resources),
    securityContext: containerSecurity(hardening),
    readinessProbe: probes.readiness?.print(app.ports),
    livenessProbe: probes.liveness?.print(app.ports),
    startupProbe: probes.startup?.print(app.ports),
  };
}

/** A container's port may have a name of 15 characters at most; a longer one is left out, for nothing refers to it. */
function portName(port: BoundPort): string | undefined {
  return port.name.length <= 15 ? port.name : undefined;
}
