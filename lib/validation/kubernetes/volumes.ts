/** Volumes of pods. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsLabel } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';
import { checkVolumeSource } from './volume-sources';

/** In the order in which the server looks: the first counts, the others are too many. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];
const SOURCE_NAMES: ReadonlySet<string> = new Set(SOURCES);

/** What mounts and variables can refer to. */
export interface Volumes {
  readonly names: readonly string[];

  /** Whether there may be more volumes, whose names are not known yet. */
  readonly areOpen: boolean;

  isKnown(name: string): boolean;

  /** Whether it can be a block device. */
  isClaim(name: string): boolean;

  /** Whether it is an emptyDir. */
  isEmptyDir(name: string): boolean;
}

/** How volumes of a pod are judged. */
export interface VolumeOptions {
  /** Whether it is a Pod, and not a template of one. */
  readonly isPod: boolean;

  /** Names of claims that a StatefulSet makes volumes of; they hide volumes of the template. */
  readonly claims: readonly string[];

  /** Whether there may be claims whose names are not known yet. */
  readonly hasOpenClaims: boolean;
}

/** Checks `volumes` and says what there is. */
export function checkVolumes(spec: Part, options: VolumeOptions): Volumes {
  const sources = new Map<string, string>(options.claims.map((name) => [name, 'persistentVolumeClaim']));
  let areOpen = options.hasOpenClaims || isUnresolved(spec.fields['volumes']);
  for (const element of spec.list('volumes')) if (isUnresolved(element)) areOpen = true;
  const seen = new Set<string>();
  for (const volume of spec.parts('volumes')) {
    const name = volume.text('name');
    if (name !== undefined && options.claims.includes(name)) continue;
    volume.mustFit('volume', 'name', checkDnsLabel);
    const source = checkSources(volume, options.isPod);
    if (name === undefined) {
      areOpen ||= !volume.isEmpty('name');
      continue;
    }
    if (seen.has(name)) volume.fail('volume', 'name', `must be unique in the pod, got ${given(name)} again`, name);
    seen.add(name);
    sources.set(name, source);
  }
  return {
    names: [...sources.keys()],
    areOpen,
    isKnown: (name) => sources.has(name),
    isClaim: (name) => sources.get(name) === 'persistentVolumeClaim' || sources.get(name) === 'ephemeral',
    isEmptyDir: (name) => sources.get(name) === 'emptyDir',
  };
}

/** @returns the source that counts: without one it is an emptyDir. */
function checkSources(volume: Part, isPod: boolean): string {
  const names = Object.keys(volume.fields).filter((name) => SOURCE_NAMES.has(name) && volume.has(name));
  const [only] = names;
  if (only === undefined) return 'emptyDir';
  if (names.length === 1) {
    checkVolumeSource(volume, only, isPod);
    return only;
  }
  const [first = only, ...others] = SOURCES.filter((name) => names.includes(name));
  checkVolumeSource(volume, first, isPod);
  for (const other of others) volume.fail('volume', serverName(other), `must not be given beside ${first}`);
  return first;
}

/** The server misspells two of them. */
function serverName(source: string): string {
  return source === 'downwardAPI' ? 'downwarAPI' : source === 'cephfs' ? 'cephFS' : source;
}
