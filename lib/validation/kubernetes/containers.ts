/** Containers of pods. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsLabel } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { checkContainerPorts, checkHostPorts, warnOfSharedNames } from './container-ports';
import { checkEnv } from './env';
import { type Part } from './part';
import { checkProbes } from './probes';
import { checkContainerClaims } from './resource-claims';
import { checkResources } from './resources';
import { checkContainerSecurity } from './security-context';
import { checkMounts } from './volume-mounts';
import { type Volumes } from './volumes';

const ONLY_OF_RUNNING = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const MOST_RESTART_RULES = 20;
const MOST_EXIT_CODES = 255;

/** What containers have in common with their pod. */
export interface PodContext {
  readonly volumes: Volumes;

  /** Claims of devices; undefined where some are not known yet. */
  readonly claims: ReadonlySet<string> | undefined;

  /** Whether it is a Pod, and not a template of one. */
  readonly isPod: boolean;

  /** Undefined where it is not known yet. */
  readonly gracePeriod: number | undefined;
  readonly restartPolicy: string | undefined;
  readonly hostUsers: boolean | undefined;
}

/** `containers` and `initContainers` of a pod. */
export function checkContainers(spec: Part, context: PodContext): void {
  const containers = spec.parts('containers');
  const initContainers = spec.parts('initContainers');
  if (spec.hasNone('containers')) spec.fail('container', 'containers', 'must have at least one container');
  const names = new Set<string>();
  for (const container of containers) {
    checkContainer(container, names, context);
    checkProbes(container, context.gracePeriod);
  }
  checkHostPorts(containers);
  for (const container of initContainers) {
    checkContainer(container, names, context);
    checkHostPorts([container]);
    checkInitContainer(container, context);
  }
  warnOfSharedNames(initContainers.length === 0 ? containers : [...initContainers, ...containers]);
}

function checkContainer(container: Part, names: Set<string>, context: PodContext): void {
  container.mustFit('container-name', 'name', checkDnsLabel);
  const name = container.text('name');
  if (name !== undefined) {
    if (names.has(name))
      container.fail('container-name', 'name', `must be unique in the pod, got ${given(name)} again`, name);
    names.add(name);
  }
  checkImage(container, context.isPod);
  container.oneOf('container', 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError']);
  container.oneOf('container', 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never']);
  checkContainerPorts(container);
  checkEnv(container);
  checkFileKeys(container, context.volumes);
  checkMounts(container, context.volumes);
  checkResources(container);
  checkContainerClaims(container, context.claims);
  checkResizePolicy(container, context.restartPolicy);
  checkContainerSecurity(container, context.hostUsers);
  checkRestartPolicy(container);
}

/** The server looks for blanks in Pods only: a template with them makes none. */
function checkImage(container: Part, isPod: boolean): void {
  if (!container.require('image', 'image')) return;
  const image = container.text('image');
  if (image === undefined || (!isBlank(image, 0) && !isBlank(image, image.length - 1))) return;
  const message = `must have no blanks around it, got ${given(image)}`;
  if (isPod) container.fail('image', 'image', message, image);
  else container.warn('image', 'image', `${message}: the server takes the template, but no pod of it`, image);
}

function isBlank(text: string, index: number): boolean {
  return text[index]?.trim() === '';
}

/** Plain init containers end: nothing is asked of them while they run. */
function checkInitContainer(container: Part, context: PodContext): void {
  const { restartPolicy } = container.fields;
  if (restartPolicy === 'Always') {
    checkProbes(container, context.gracePeriod);
    return;
  }
  if (isUnresolved(restartPolicy)) return;
  for (const name of ONLY_OF_RUNNING) {
    if (!container.has(name)) continue;
    const fix = 'remove it, or give restartPolicy Always if it is a sidecar';
    container.fail('init-container', name, 'must not be given for an init container that ends', undefined, fix);
  }
  for (const policy of container.parts('resizePolicy'))
    if (policy.fields['restartPolicy'] === 'RestartContainer')
      policy.fail('init-container', 'restartPolicy', 'must not be RestartContainer for an init container that ends');
}

function checkRestartPolicy(container: Part): void {
  container.isOneOf('restart-policy', 'restartPolicy', RESTART_POLICIES);
  const rules = container.parts('restartPolicyRules');
  if (rules.length === 0) return;
  if (!container.has('restartPolicy'))
    container.fail('restart-policy', 'restartPolicy', 'must be given where restartPolicyRules are');
  if (rules.length > MOST_RESTART_RULES)
    container.fail(
      'restart-policy',
      'restartPolicyRules',
      `must be at most ${MOST_RESTART_RULES}, got ${rules.length}`,
    );
  for (const rule of rules) {
    rule.require('restart-policy', 'action');
    rule.oneOf('restart-policy', 'action', ['Restart', 'RestartAllContainers']);
    const codes = rule.part('exitCodes');
    if (codes === undefined) {
      if (!rule.has('exitCodes')) rule.fail('restart-policy', 'exitCodes', 'must be given');
      continue;
    }
    codes.require('restart-policy', 'operator');
    codes.oneOf('restart-policy', 'operator', ['In', 'NotIn']);
    const count = codes.list('values').length;
    if (count > MOST_EXIT_CODES)
      codes.fail('restart-policy', 'values', `must be at most ${MOST_EXIT_CODES}, got ${count}`);
  }
}

/** The server names the list, not the element. */
function checkResizePolicy(container: Part, podPolicy: string | undefined): void {
  const seen = new Set<string>();
  for (const policy of container.parts('resizePolicy')) {
    const [resource, restart] = [policy.text('resourceName'), policy.text('restartPolicy')];
    const fail = (message: string): void => {
      container.fail('resize-policy', 'resizePolicy', message);
    };
    if (resource !== undefined && seen.has(resource))
      policy.fail('resize-policy', '', `must be unique, got ${resource} again`);
    if (resource !== undefined) seen.add(resource);
    if (resource !== undefined && resource !== 'cpu' && resource !== 'memory')
      fail(`must be of cpu or memory, got ${given(resource)}`);
    if (restart !== undefined && restart !== 'NotRequired' && restart !== 'RestartContainer')
      fail(`must be NotRequired or RestartContainer, got ${given(restart)}`);
    if (policy.isEmpty('resourceName') || policy.isEmpty('restartPolicy'))
      fail('must have resourceName and restartPolicy');
    if (podPolicy === 'Never' && restart === 'RestartContainer')
      fail('must be NotRequired where the restartPolicy of the pod is Never');
  }
}

/** Files with variables are in an emptyDir. */
function checkFileKeys(container: Part, volumes: Volumes): void {
  for (const variable of container.parts('env')) {
    const file = variable.part('valueFrom')?.part('fileKeyRef');
    const name = file?.text('volumeName');
    if (file === undefined || name === undefined || volumes.isEmptyDir(name) || volumes.areOpen) continue;
    file.fail('env', 'volumeName', `must be an emptyDir of the pod, got ${given(name)}`, name);
  }
}
