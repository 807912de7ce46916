/** What volumes are made of. Source: the validation of pods in Kubernetes 1.36; sources that are rare or gone are not judged. */
import { checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { amountOf } from './amount';
import { checkFieldRef, checkResourceFieldRef } from './downward-api';
import { checkAbsolutePath, checkLocalPath, checkNoBacksteps } from './file-path';
import { type Part } from './part';
import { checkClaimSpec } from './volume-claim';
import { checkAnnotations, checkLabels } from './labels';

const MOST_MODE = 0o777;
const LEAST_TOKEN_SECONDS = 600;
const MOST_TOKEN_SECONDS = 2 ** 32;
const MOST_DRIVER_NAME = 63;
const HOST_PATH_TYPES = [
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];
// Others are behind feature gates: servers without them take them away first.
const PROJECTIONS = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];
const POD_FIELDS: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.annotations',
  'metadata.uid',
]);

/** @param name - the source of the volume that counts. */
export function checkVolumeSource(volume: Part, name: string, isPod: boolean): void {
  const source = volume.part(name);
  if (source !== undefined) CHECKS[name]?.(source, isPod);
}

const CHECKS: Readonly<Record<string, (source: Part, isPod: boolean) => void>> = {
  emptyDir: (source) => {
    source.holds('volume', 'sizeLimit', checkSize);
  },
  hostPath: (source) => {
    source.mustFit('volume', 'path', checkNoBacksteps);
    source.oneOf('volume', 'type', HOST_PATH_TYPES);
  },
  secret: (source) => {
    source.require('volume', 'secretName');
    checkFiles(source);
  },
  configMap: (source) => {
    source.require('volume', 'name');
    checkFiles(source);
  },
  nfs: (source) => {
    source.require('volume', 'server');
    source.mustFit('volume', 'path', checkAbsolutePath);
  },
  persistentVolumeClaim: (source) => {
    source.require('volume', 'claimName');
  },
  downwardAPI: (source) => {
    source.within('volume', 'defaultMode', 0, MOST_MODE);
    checkDownwardFiles(source);
  },
  projected: checkProjected,
  csi: (source) => {
    source.mustFit('volume', 'driver', checkDriver);
    source.part('nodePublishSecretRef')?.require('volume', 'name');
  },
  ephemeral: (source) => {
    const template = source.part('volumeClaimTemplate');
    if (template === undefined) {
      if (!source.has('volumeClaimTemplate')) source.fail('volume', 'volumeClaimTemplate', 'must be given');
      return;
    }
    const metadata = template.part('metadata');
    if (metadata !== undefined) {
      for (const name of Object.keys(metadata.fields))
        if (name !== 'labels' && name !== 'annotations' && !metadata.isEmpty(name))
          metadata.fail('volume-claim', name, 'must not be given: the pod names the claim');
      checkLabels(metadata, 'labels');
      checkAnnotations(metadata, 'annotations');
    }
    const spec = template.below('spec');
    if (spec !== undefined) checkClaimSpec(spec);
  },
  image: (source, isPod) => {
    if (isPod) source.require('volume', 'reference');
    source.oneOf('volume', 'pullPolicy', ['Always', 'IfNotPresent', 'Never']);
  },
};

function checkSize(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const amount = amountOf(value);
  if (amount === undefined) return `must be a quantity such as 1Gi, got ${given(value)}`;
  return amount >= 0 ? undefined : `must not be negative, got ${given(value)}`;
}

function checkDriver(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value)) return undefined;
  if (value.length > MOST_DRIVER_NAME) return `must be at most ${MOST_DRIVER_NAME} characters long`;
  return checkDnsSubdomain(value.toLowerCase());
}

function checkFiles(source: Part): void {
  source.within('volume', 'defaultMode', 0, MOST_MODE);
  checkItems(source);
}

function checkItems(source: Part): void {
  for (const item of source.parts('items')) {
    item.require('volume', 'key');
    item.mustFit('volume', 'path', checkLocalPath);
    item.within('volume', 'mode', 0, MOST_MODE);
  }
}

/** Files made of fields of the pod. */
function checkDownwardFiles(source: Part): void {
  for (const item of source.parts('items')) {
    // The server names the volume, not the file.
    const file = source.as(item);
    file.mustFit('volume', 'path', checkLocalPath);
    const [isField, isResource] = [file.has('fieldRef'), file.has('resourceFieldRef')];
    if (isField === isResource)
      file.fail('volume', '', `must have ${isField ? 'only one' : 'one'} of fieldRef, resourceFieldRef for a file`);
    checkFieldRef(file.part('fieldRef'), POD_FIELDS, 'volume');
    if (!isField) checkResourceFieldRef(file.part('resourceFieldRef'), 'volume', true);
    file.within('volume', 'mode', 0, MOST_MODE);
  }
}

function checkProjected(volume: Part): void {
  volume.within('volume', 'defaultMode', 0, MOST_MODE);
  const paths = new Set<string>();
  const take = (part: Part | undefined): void => {
    const path = part?.text('path');
    if (path === undefined) return;
    if (paths.has(path)) volume.fail('volume', '', `must not have two files at ${given(path)}`, path);
    paths.add(path);
  };
  for (const source of volume.parts('sources')) {
    const names = PROJECTIONS.filter((name) => source.has(name));
    if (names.length > 1) source.fail('volume', '', `must have only one of ${names.join(', ')}`);
    for (const name of ['secret', 'configMap']) {
      const projection = source.part(name);
      if (projection === undefined) continue;
      projection.require('volume', 'name');
      checkItems(projection);
      projection.parts('items').forEach(take);
    }
    const downward = source.part('downwardAPI');
    if (downward !== undefined) {
      checkDownwardFiles(downward);
      downward.parts('items').forEach(take);
    }
    const token = source.part('serviceAccountToken');
    if (token === undefined) continue;
    token.within('volume', 'expirationSeconds', LEAST_TOKEN_SECONDS, MOST_TOKEN_SECONDS);
    const problem = token.isEmpty('path') ? 'must be given for a token' : checkLocalPath(token.fields['path']);
    if (problem !== undefined) volume.fail('volume', 'path', problem, token.fields['path']);
  }
}
