import { type MeshSettings } from '../tree/mesh-settings';
import { given } from '../values/given';
import { type AppVersionProps } from './app-version';
import { captureProblems } from './capture-problems';
import { needsNativeSidecar, repeatedContainers } from './init-container';
import { type MeshAppProps } from './mesh-app-props';
import { mountProblems } from './mount-path';
import { tooOld } from './native-sidecars';
import { idleInjection } from './sidecar-presence';
import { gracePeriodOf, stoppingProblems } from './stopping';

/** One line for each thing that is wrong with props that do not fit together, each of them right by itself. */
export function appProblems(
  name: string,
  props: MeshAppProps,
  versions: Readonly<Record<string, AppVersionProps>>,
): string[] {
  const { initContainers = [], proxy = {}, volumes = {}, workload } = props;
  const mounts = Object.entries(volumes).map(([volume, { mountPath }]) => ({ name: volume, mountPath }));
  return [
    ...imageless(props, versions),
    ...longNames(name, Object.keys(versions), workload?.kind ?? 'Deployment'),
    ...idleInjection(props),
    ...doubleCounts(props, versions),
    ...captureProblems(proxy, props.ports),
    ...stoppingProblems(gracePeriodOf(props), props),
    ...mountProblems([...(workload?.mounts ?? []), ...mounts]),
    ...(workload?.mounts ?? [])
      .filter((mount) => mount.name in volumes)
      .map((mount) => `volumes: names must differ from those of volumeClaims, got ${given(mount.name)} in both`),
    ...repeatedContainers([name, ...initContainers.map((each) => each.options.name)]),
    ...(needsNativeSidecar(initContainers) && proxy.nativeSidecar === false
      ? ["proxy.nativeSidecar must not be false where an init container has network 'native-sidecar'"]
      : []),
    ...notInMesh(props),
  ];
}

function imageless(props: MeshAppProps, versions: Readonly<Record<string, AppVersionProps>>): string[] {
  if (props.image !== undefined) return [];
  return Object.entries(versions)
    .filter(([, version]) => version.image === undefined)
    .map(([name]) => `image must be given, for the app or for version ${name}`);
}

/** The controller of StatefulSets writes their names, with ten characters and a dash behind, into labels of pods. */
const LONGEST_NAME = { Deployment: 63, StatefulSet: 52 };

function longNames(app: string, versions: readonly string[], kind: keyof typeof LONGEST_NAME): string[] {
  const longest = LONGEST_NAME[kind];
  return versions
    .map((version) => `${app}-${version}`)
    .filter((name) => name.length > longest)
    .map((name) => `versions: the ${kind}'s name must be at most ${longest} characters long, got ${given(name)}`);
}

/**
 * One line for each thing that the cluster is too old for. Sources: the feature gates SidecarContainers and PodLifecycleSleepAction, on since
 * these releases.
 */
export function tooNewForCluster(
  { initContainers, preStop, proxy = {} }: Pick<MeshAppProps, 'initContainers' | 'preStop' | 'proxy'>,
  settings: () => MeshSettings,
): string[] {
  return [
    ...(proxy.nativeSidecar === true ? tooOld('proxy.nativeSidecar', 29, settings()) : []),
    ...(needsNativeSidecar(initContainers) ? tooOld("initContainers: network 'native-sidecar'", 29, settings()) : []),
    ...(preStop?.handler.sleep === undefined ? [] : tooOld('preStop: sleep', 30, settings())),
  ];
}

/** A number of pods beside an autoscaler, which would fight over it. */
function doubleCounts(props: MeshAppProps, versions: Readonly<Record<string, AppVersionProps>>): string[] {
  const all: [string, AppVersionProps][] = [
    ['', props],
    ...Object.entries(versions).map(([name, each]): [string, AppVersionProps] => [`versions.${name}.`, each]),
  ];
  return all
    .filter(([, each]) => each.autoscaling !== undefined && each.replicas !== undefined)
    .map(([at]) => `${at}replicas must be left out where autoscaling decides about it`);
}

/** Istio's injection webhook passes over pods that have the network of their node. */
function notInMesh({ podOverrides }: MeshAppProps): string[] {
  return podOverrides?.hostNetwork === true
    ? ['podOverrides.hostNetwork must not be true: pods with the network of their node are not part of the mesh']
    : [];
}
