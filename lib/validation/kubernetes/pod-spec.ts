/** What pods are made of, alone or in templates. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsLabel, checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { checkLabelKey } from '../../values/label';
import { isUnresolved } from '../../values/unresolved';
import { checkHostNetworkPorts } from './container-ports';
import { checkContainers, type PodContext } from './containers';
import { checkPodDns } from './pod-dns';
import { type Part } from './part';
import { checkPodClaims } from './resource-claims';
import { checkOverhead, checkResources, checkWithinPod } from './resources';
import { checkScheduling } from './scheduling';
import { checkPodSecurity } from './security-context';
import { checkVolumes } from './volumes';

const MOST_SECONDS = 2 ** 31 - 1;
const DEFAULT_GRACE_PERIOD = 30;
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

/** How a pod is judged. */
export interface PodOptions {
  /** Whether it is a Pod, and not a template of one. */
  readonly isPod?: boolean | undefined;

  /** Names of claims that become volumes: those of a StatefulSet. */
  readonly claims?: readonly string[] | undefined;

  /** Whether there may be claims whose names are not known yet. */
  readonly hasOpenClaims?: boolean | undefined;

  /** Whether the controller names the hosts. */
  readonly hasOwnHostNames?: boolean | undefined;
}

/** `spec` of a Pod or of a template. */
export function checkPodSpec(spec: Part, options: PodOptions = {}): void {
  const { isPod = false, claims = [], hasOpenClaims = false, hasOwnHostNames = false } = options;
  const volumes = checkVolumes(spec, { isPod, claims, hasOpenClaims });
  const hostUsers = spec.fields['hostUsers'];
  const context: PodContext = {
    volumes,
    claims: checkPodClaims(spec),
    isPod,
    gracePeriod: gracePeriod(spec),
    restartPolicy: spec.text('restartPolicy'),
    hostUsers: isUnresolved(hostUsers) ? undefined : hostUsers !== false,
  };
  checkContainers(spec, context);
  checkResources(spec, true);
  if (spec.part('resources')?.has('claims') === true)
    spec.fail('resource-claim', spec.path.field('resources').field('claims'), 'must not be given for a pod as a whole');
  checkWithinPod(spec);
  checkOverhead(spec);
  checkOs(spec.part('os'));
  if (spec.fields['hostNetwork'] === true) checkHostNetworkPorts(spec.parts('containers'));
  spec.oneOf('restart-policy', 'restartPolicy', RESTART_POLICIES);
  checkPodSecurity(spec);
  checkPodDns(spec);
  checkScheduling(spec);
  checkNames(spec, hasOwnHostNames);
  spec.within('pod', 'activeDeadlineSeconds', 1, MOST_SECONDS);
  warnOfGracePeriod(spec);
  for (const gate of spec.parts('readinessGates')) gate.mustFit('pod', 'conditionType', checkLabelKey);
  checkSchedulingGates(spec, isPod);
  if (spec.list('ephemeralContainers').length > 0)
    spec.fail('pod', 'ephemeralContainers', 'must not be given: they are added to running pods');
}

/** Undefined where it is not known yet. Below 0 becomes 1. */
function gracePeriod(spec: Part): number | undefined {
  if (!spec.has('terminationGracePeriodSeconds')) return DEFAULT_GRACE_PERIOD;
  const seconds = spec.number('terminationGracePeriodSeconds');
  return seconds !== undefined && seconds < 0 ? 1 : seconds;
}

function warnOfGracePeriod(spec: Part): void {
  const seconds = spec.number('terminationGracePeriodSeconds');
  if (seconds !== undefined && seconds < 0)
    spec.warn('pod', 'terminationGracePeriodSeconds', `must be at least 0, got ${seconds}, which counts as 1`, seconds);
}

function checkNames(spec: Part, hasOwnHostNames: boolean): void {
  for (const name of ['serviceAccountName', 'serviceAccount', 'nodeName', 'priorityClassName', 'runtimeClassName'])
    spec.fits('pod', name, checkDnsSubdomain);
  if (spec.fields['runtimeClassName'] === '') spec.fail('pod', 'runtimeClassName', 'must not be empty', '');
  if (!hasOwnHostNames) {
    spec.fits('pod', 'hostname', checkDnsLabel);
    spec.fits('pod', 'subdomain', checkDnsLabel);
  }
  if (!spec.has('hostnameOverride')) return;
  const { hostnameOverride } = spec.fields;
  for (const [name, value] of [['setHostnameAsFQDN', true] as const, ['hostNetwork', true] as const])
    if (spec.fields[name] === value) spec.fail('pod', 'hostnameOverride', `must not be given where ${name} is true`);
  const problem =
    typeof hostnameOverride === 'string' && hostnameOverride.length > 64
      ? 'must be at most 64 characters long'
      : checkDnsSubdomain(hostnameOverride);
  if (problem !== undefined && !isUnresolved(hostnameOverride))
    spec.fail('pod', 'hostnameOverride', problem, hostnameOverride);
}

function checkOs(os: Part | undefined): void {
  if (os?.require('pod', 'name') === true) os.oneOf('pod', 'name', ['linux', 'windows']);
}

function checkSchedulingGates(spec: Part, isPod: boolean): void {
  const gates = spec.parts('schedulingGates');
  if (gates.length === 0) return;
  const seen = new Set<string>();
  for (const gate of gates) {
    const name = gate.isEmpty('name') ? '' : gate.text('name');
    if (name === undefined) continue;
    const problem = checkLabelKey(name);
    if (problem !== undefined) gate.fail('pod', '', problem, name);
    if (seen.has(name)) gate.fail('pod', '', `must be unique, got ${given(name)} again`, name);
    seen.add(name);
  }
  if (isPod && !spec.isEmpty('nodeName')) spec.fail('pod', 'nodeName', 'must not be given where schedulingGates are');
}
