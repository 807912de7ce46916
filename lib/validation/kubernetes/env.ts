/** Environment variables of containers. Source: the validation of pods in Kubernetes 1.36. */
import { checkConfigKey } from '../../values/config-key';
import { checkDnsLabel, checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { checkFieldRef, checkResourceFieldRef } from './downward-api';
import { checkNoBacksteps } from './file-path';
import { type Part } from './part';

const PRINTABLE = /^[ -<>-~]+$/;
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const POD_FIELDS: ReadonlySet<string> = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);

/** `env` and `envFrom` of a container. */
export function checkEnv(container: Part): void {
  for (const variable of container.parts('env')) {
    variable.mustFit('env', 'name', checkEnvName);
    const source = variable.part('valueFrom');
    if (source !== undefined) checkValueFrom(variable, source);
  }
  for (const group of container.parts('envFrom')) checkEnvFrom(container, group);
}

/** A name of a variable: printable ASCII without `=`. */
function checkEnvName(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && PRINTABLE.test(value))) return undefined;
  return `must be printable ASCII without "=", got ${given(value)}`;
}

function checkValueFrom(variable: Part, source: Part): void {
  const count = countGiven(source, SOURCES);
  if (count === 0) source.fail('env', '', `must have one of ${SOURCES.join(', ')}`);
  else if (variable.text('value') !== undefined)
    source.fail('env', '', 'must not stand beside value', undefined, 'remove one of the two');
  else if (count > 1) source.fail('env', '', `must have only one of ${SOURCES.join(', ')}`);
  checkFieldRef(source.part('fieldRef'), POD_FIELDS, 'env');
  checkResourceFieldRef(source.part('resourceFieldRef'), 'env');
  for (const name of ['configMapKeyRef', 'secretKeyRef']) {
    const reference = source.part(name);
    reference?.mustFit('env', 'name', checkDnsSubdomain);
    reference?.mustFit('env', 'key', checkConfigKey);
  }
  const file = source.part('fileKeyRef');
  file?.mustFit('env', 'key', checkEnvName);
  file?.mustFit('env', 'volumeName', checkDnsLabel);
  file?.mustFit('env', 'path', checkNoBacksteps);
}

function checkEnvFrom(container: Part, group: Part): void {
  group.fits('env', 'prefix', checkEnvName);
  const count = countGiven(group, ['configMapRef', 'secretRef']);
  // The server names the list.
  if (count !== 1)
    container.fail('env', 'envFrom', `must have ${count === 0 ? 'one' : 'only one'} of configMapRef, secretRef`);
  group.part('configMapRef')?.mustFit('env', 'name', checkNameOrPrefix);
  group.part('secretRef')?.mustFit('env', 'name', checkNameOrPrefix);
}

/** A dash may stand at the end, as if more followed. */
function checkNameOrPrefix(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length < 2 || !value.endsWith('-')) return checkDnsSubdomain(value);
  return checkDnsSubdomain(`${value.slice(0, -1)}a`) === undefined ? undefined : checkDnsSubdomain(value);
}

/** How many of several fields are there. */
function countGiven(part: Part, names: readonly string[]): number {
  let count = 0;
  for (const name of names) if (part.has(name)) count++;
  return count;
}
