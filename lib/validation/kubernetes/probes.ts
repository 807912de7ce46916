/** Probes and lifecycle handlers. Source: the validation of pods in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkPort } from '../../values/port';
import { checkPortName } from '../../values/port-name';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const HEADER = /^[-A-Za-z0-9]+$/;
const SECONDS_AND_COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const LIFECYCLE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** Probes and lifecycle of a container that keeps running. */
export function checkProbes(container: Part, gracePeriod: number | undefined): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container.part(name);
    if (probe === undefined) continue;
    checkProbe(probe);
    const successes = probe.number('successThreshold') ?? 0;
    // 0 becomes 1.
    if (name === 'readinessProbe') checkReadiness(probe);
    else if (successes !== 0 && successes !== 1)
      probe.fail('probe', 'successThreshold', `must be 1 for a ${name}, got ${successes}`, successes);
  }
  const lifecycle = container.part('lifecycle');
  if (lifecycle === undefined) return;
  for (const name of ['postStart', 'preStop']) {
    const handler = lifecycle.part(name);
    if (handler === undefined) continue;
    checkHandler(handler, LIFECYCLE_HANDLERS, 'lifecycle');
    checkSleep(handler, gracePeriod);
  }
}

function checkProbe(probe: Part): void {
  checkHandler(probe, PROBE_HANDLERS, 'probe');
  probe.notNegative('probe', ...SECONDS_AND_COUNTS);
  probe.within('probe', 'terminationGracePeriodSeconds', 1);
}

function checkReadiness(probe: Part): void {
  probe.notNegative('probe', 'successThreshold');
  if (probe.has('terminationGracePeriodSeconds'))
    probe.fail('probe', 'terminationGracePeriodSeconds', 'must not be given for a readinessProbe, which ends nothing');
}

function checkHandler(owner: Part, kinds: readonly string[], rule: string): void {
  let first: string | undefined;
  for (const kind of kinds) {
    if (!owner.has(kind)) continue;
    if (first === undefined) checkAction(owner, kind, rule);
    else owner.fail(rule, kind, `must not be given beside ${first}`);
    first ??= kind;
  }
  if (first === undefined) owner.fail(rule, '', `must have one of ${kinds.join(', ')}`);
}

function checkAction(owner: Part, kind: string, rule: string): void {
  const action = owner.part(kind);
  if (action === undefined) return;
  switch (kind) {
    case 'exec':
      if (action.hasNone('command')) action.fail(rule, 'command', 'must be given');
      break;
    case 'grpc':
      action.mustFit(rule, 'port', checkPort);
      break;
    case 'httpGet':
      checkPortReference(action, 'port', rule);
      action.oneOf(rule, 'scheme', ['HTTP', 'HTTPS']);
      for (const header of action.parts('httpHeaders')) {
        const { name = '' } = header.fields;
        if (typeof name === 'string' && !HEADER.test(name) && !isUnresolved(name))
          action.fail(rule, 'httpHeaders', `must have names of letters, digits and dashes, got ${given(name)}`, name);
      }
      break;
    case 'tcpSocket':
      checkPortReference(action, 'port', rule);
      break;
  }
}

/** A number or a name of a port. */
export function checkPortReference(part: Part, name: string, rule: string): void {
  const value = part.fields[name];
  const isNumber = typeof value === 'number';
  const problem = isNumber ? checkPort(value) : typeof value === 'string' ? checkPortName(value) : undefined;
  if (problem === undefined) return;
  const isQuoted = !isNumber && value !== '' && Number.isInteger(Number(value));
  part.fail(rule, name, problem, value, isQuoted ? `write ${Number(value)} without quotes` : undefined);
}

function checkSleep(handler: Part, gracePeriod: number | undefined): void {
  if (gracePeriod === undefined) return;
  const seconds = handler.part('sleep')?.number('seconds');
  if (seconds === undefined || (seconds >= 0 && seconds <= gracePeriod)) return;
  const what = `must be between 0 and terminationGracePeriodSeconds (${gracePeriod})`;
  handler.fail('lifecycle', 'sleep', `${what}, got ${seconds}`, seconds);
}
