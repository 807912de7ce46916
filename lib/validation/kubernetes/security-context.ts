/** Security contexts of pods and containers. Source: the validation of pods in Kubernetes 1.36. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { checkRelativePath } from './file-path';
import { type Part } from './part';

const MOST_ID = 2 ** 31 - 1;
const MOST_SYSCTL = 253;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** @param hostUsers - whether the pod is in the node's user namespace. */
export function checkContainerSecurity(container: Part, hostUsers: boolean | undefined): void {
  const context = container.part('securityContext');
  if (context === undefined) return;
  context.within('security-context', 'runAsUser', 0, MOST_ID);
  context.within('security-context', 'runAsGroup', 0, MOST_ID);
  context.isOneOf('security-context', 'procMount', ['Default', 'Unmasked']);
  if (hostUsers === true && context.text('procMount') === 'Unmasked')
    context.fail(
      'security-context',
      'procMount',
      'must be Default unless hostUsers is false, got "Unmasked"',
      'Unmasked',
    );
  checkProfile(context, 'seccompProfile');
  checkProfile(context, 'appArmorProfile');
  if (context.fields['allowPrivilegeEscalation'] !== false) return;
  if (context.fields['privileged'] === true)
    context.fail('security-context', '', 'must not be privileged where allowPrivilegeEscalation is false');
  if (context.part('capabilities')?.list('add').includes('CAP_SYS_ADMIN') === true)
    context.fail('security-context', '', 'must not add CAP_SYS_ADMIN where allowPrivilegeEscalation is false');
}

/** `securityContext` of a pod, and what goes with it. */
export function checkPodSecurity(spec: Part): void {
  checkHostUsers(spec);
  const context = spec.part('securityContext');
  if (context === undefined) return;
  for (const name of ['fsGroup', 'runAsUser', 'runAsGroup']) context.within('security-context', name, 0, MOST_ID);
  context.list('supplementalGroups').forEach((id, index) => {
    if (typeof id !== 'number' || (id >= 0 && id <= MOST_ID) || isUnresolved(id)) return;
    const path = context.path.field('supplementalGroups').item(index);
    context.fail('security-context', path, `must be between 0 and ${MOST_ID}, got ${id}`, id);
  });
  if (spec.fields['shareProcessNamespace'] === true && spec.fields['hostPID'] === true)
    context.fail('security-context', 'shareProcessNamespace', 'must not be true where hostPID is');
  checkSysctls(context);
  context.isOneOf('security-context', 'fsGroupChangePolicy', ['OnRootMismatch', 'Always']);
  context.isOneOf('security-context', 'supplementalGroupsPolicy', ['Merge', 'Strict']);
  checkProfile(context, 'seccompProfile');
  checkProfile(context, 'appArmorProfile');
}

function checkHostUsers(spec: Part): void {
  if (spec.fields['hostUsers'] !== false) return;
  const said: readonly (readonly [string, string])[] = [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ];
  for (const [name, path] of said)
    if (spec.fields[name] === true) spec.fail('security-context', path, `must not be true where hostUsers is false`);
}

function checkSysctls(context: Part): void {
  const names = new Set<string>();
  for (const sysctl of context.parts('sysctls')) {
    if (!sysctl.require('security-context', 'name')) continue;
    const name = sysctl.text('name');
    if (name === undefined) continue;
    if (name.length > MOST_SYSCTL || !SYSCTL.test(name))
      sysctl.fail('security-context', 'name', `must be a sysctl such as net.core.somaxconn, got ${given(name)}`, name);
    else if (names.has(name)) sysctl.fail('security-context', 'name', `must be unique, got ${given(name)} again`, name);
    names.add(name);
  }
}

function checkProfile(context: Part, name: string): void {
  const profile = context.part(name);
  if (profile === undefined || !profile.require('security-context', 'type')) return;
  profile.oneOf('security-context', 'type', PROFILE_TYPES);
  const type = profile.text('type');
  if (type === undefined) return;
  const { localhostProfile } = profile.fields;
  if (type !== 'Localhost') {
    if (profile.has('localhostProfile'))
      profile.fail('security-context', 'localhostProfile', `must not be given for type ${type}`, localhostProfile);
    return;
  }
  if (name === 'seccompProfile') {
    if (!profile.has('localhostProfile'))
      profile.fail('security-context', 'localhostProfile', 'must be given for type Localhost');
    profile.fits('security-context', 'localhostProfile', checkRelativePath);
  } else if (profile.require('security-context', 'localhostProfile')) {
    profile.fits('security-context', 'localhostProfile', checkProfileName);
  }
}

function checkProfileName(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value)) return undefined;
  if (value.trim() !== value) return `must have no blanks around it, got ${given(value)}`;
  return Buffer.byteLength(value) <= 4095 ? undefined : 'must be at most 4095 bytes long';
}
