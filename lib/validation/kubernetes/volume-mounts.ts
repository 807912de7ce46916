/** Where containers find volumes. Source: the validation of pods in Kubernetes 1.36. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { checkNoBacksteps, checkRelativePath } from './file-path';
import { type Part } from './part';
import { type Volumes } from './volumes';

const READ_ONLY_MODES = ['Disabled', 'IfPossible', 'Enabled'];

/** `volumeMounts` and `volumeDevices` of a container. */
export function checkMounts(container: Part, volumes: Volumes): void {
  const [mounts, devices] = [container.parts('volumeMounts'), container.parts('volumeDevices')];
  const paths = new Set<string>();
  for (const mount of mounts) {
    checkVolumeName(mount, volumes);
    if (mount.require('volume-mount', 'mountPath')) checkUnique(mount, 'mountPath', paths);
    checkSubPaths(container, mount);
    checkModes(container, mount);
  }
  if (devices.length === 0) return;
  const names = new Set<string>();
  const devicePaths = new Set<string>();
  for (const device of devices) {
    checkVolumeName(device, volumes);
    checkUnique(device, 'name', names);
    const name = device.text('name');
    if (name !== undefined && volumes.isKnown(name) && !volumes.isClaim(name))
      device.fail('volume-device', 'name', 'must be a volume of persistentVolumeClaim or ephemeral', name);
    if (device.require('volume-device', 'devicePath')) checkUnique(device, 'devicePath', devicePaths);
    device.fits('volume-device', 'devicePath', checkNoBacksteps);
  }
  checkOverlaps(mounts, names, devicePaths);
}

function checkVolumeName(mount: Part, volumes: Volumes): void {
  if (!mount.require('volume-mount', 'name')) return;
  const name = mount.text('name');
  if (name === undefined || volumes.isKnown(name) || volumes.areOpen) return;
  const known = volumes.names.length === 0 ? 'the pod has none' : `one of ${volumes.names.join(', ')}`;
  mount.fail('volume-mount', 'name', `must be a volume of the pod (${known}), got ${given(name)}`, name);
}

function checkUnique(part: Part, name: string, seen: Set<string>): void {
  const value = part.text(name);
  if (value === undefined) return;
  if (seen.has(value))
    part.fail('volume-mount', name, `must be unique in its container, got ${given(value)} again`, value);
  seen.add(value);
}

/** The server names no element here. */
function checkSubPaths(container: Part, mount: Part): void {
  const [subPath, expression] = [mount.text('subPath'), mount.text('subPathExpr')];
  for (const [name, value] of [['subPath', subPath] as const, ['subPathExpr', expression] as const]) {
    const problem = value === undefined ? undefined : checkRelativePath(value);
    if (problem !== undefined)
      container.fail('volume-mount', container.path.field('volumeMounts').field(name), problem, value);
  }
  if (subPath !== undefined && expression !== undefined)
    mount.fail('volume-mount', 'subPathExpr', 'must not be given beside subPath', expression);
}

function checkModes(container: Part, mount: Part): void {
  if (!mount.has('mountPropagation') && !mount.has('recursiveReadOnly')) return;
  const [propagation, readOnly] = [mount.text('mountPropagation'), mount.text('recursiveReadOnly')];
  const fail = (name: string, message: string, value: unknown): void => {
    container.fail('volume-mount', container.path.field('volumeMounts').field(name), message, value);
  };
  for (const name of ['mountPropagation', 'recursiveReadOnly'])
    if (mount.fields[name] === '') fail(name, 'must not be empty', '');
  const privileged = container.part('securityContext')?.fields['privileged'];
  if (propagation === 'Bidirectional' && privileged !== true && !isUnresolved(privileged))
    fail('mountPropagation', 'must not be Bidirectional unless the container is privileged', propagation);
  if (readOnly === undefined || readOnly === 'Disabled') return;
  if (!READ_ONLY_MODES.includes(readOnly))
    fail('recursiveReadOnly', `must be one of ${READ_ONLY_MODES.join(', ')}, got ${given(readOnly)}`, readOnly);
  else if (mount.fields['readOnly'] !== true && !isUnresolved(mount.fields['readOnly']))
    fail('recursiveReadOnly', 'must not be given unless readOnly is true', readOnly);
  else if (propagation !== undefined && propagation !== 'None')
    fail('recursiveReadOnly', 'must not be given beside a mountPropagation', readOnly);
}

function checkOverlaps(mounts: readonly Part[], names: ReadonlySet<string>, paths: ReadonlySet<string>): void {
  for (const mount of mounts) {
    const [name, path] = [mount.text('name'), mount.text('mountPath')];
    if (name !== undefined && names.has(name))
      mount.fail('volume-mount', 'name', 'must not be a volume of volumeDevices as well', name);
    if (path !== undefined && paths.has(path))
      mount.fail('volume-mount', 'mountPath', 'must not be a path of volumeDevices as well', path);
  }
}
