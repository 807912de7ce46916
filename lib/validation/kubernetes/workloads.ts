/** Workloads whose pods keep running. Source: the validation of the apps group in Kubernetes 1.36. */
import { checkDnsLabel } from '../../values/dns-label';
import { isUnresolved } from '../../values/unresolved';
import { checkWorkloadSelector } from './labels';
import { type Part } from './part';
import { checkLastingTemplate } from './pod-template';
import { checkDaemonSetStrategy, checkDeploymentStrategy, checkStatefulSetStrategy } from './rollout';
import { checkClaimSpec } from './volume-claim';

const DEFAULT_PROGRESS_DEADLINE = 600;

/** A Deployment. */
export function checkDeployment(deployment: Part): void {
  const spec = deployment.below('spec');
  if (spec === undefined) return;
  spec.notNegative('replicas', 'replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds');
  checkWorkloadSelector(spec);
  checkLastingTemplate(spec);
  checkDeploymentStrategy(spec);
  const deadline = spec.has('progressDeadlineSeconds')
    ? spec.number('progressDeadlineSeconds')
    : DEFAULT_PROGRESS_DEADLINE;
  const ready = spec.has('minReadySeconds') ? spec.number('minReadySeconds') : 0;
  if (deadline !== undefined && ready !== undefined && deadline <= ready)
    spec.fail(
      'progress-deadline',
      'progressDeadlineSeconds',
      `must be more than minReadySeconds (${ready}), got ${deadline}`,
      deadline,
    );
}

/** A DaemonSet. */
export function checkDaemonSet(daemonSet: Part): void {
  const spec = daemonSet.below('spec');
  if (spec === undefined) return;
  spec.notNegative('replicas', 'minReadySeconds', 'revisionHistoryLimit');
  checkWorkloadSelector(spec);
  checkLastingTemplate(spec);
  checkDaemonSetStrategy(spec);
}

/** A StatefulSet. */
export function checkStatefulSet(statefulSet: Part): void {
  const spec = statefulSet.below('spec');
  if (spec === undefined) return;
  spec.oneOf('stateful-set', 'podManagementPolicy', ['OrderedReady', 'Parallel']);
  checkStatefulSetStrategy(spec);
  const retention = spec.part('persistentVolumeClaimRetentionPolicy');
  for (const name of ['whenDeleted', 'whenScaled']) retention?.oneOf('stateful-set', name, ['Retain', 'Delete']);
  spec.notNegative('replicas', 'replicas', 'minReadySeconds');
  spec.part('ordinals')?.notNegative('replicas', 'start');
  spec.fits('stateful-set', 'serviceName', checkDnsLabel);
  checkWorkloadSelector(spec);
  checkLastingTemplate(spec, { ...claims(spec), hasOwnHostNames: true });
}

/** Checks the claims of a StatefulSet, which become volumes of its pods. */
function claims(spec: Part): { readonly claims: readonly string[]; readonly hasOpenClaims: boolean } {
  const names: string[] = [];
  const templates = spec.parts('volumeClaimTemplates');
  const all = spec.list('volumeClaimTemplates');
  let hasOpenClaims = isUnresolved(spec.fields['volumeClaimTemplates']) || templates.length < all.length;
  for (const template of templates) {
    const claim = template.below('spec');
    if (claim !== undefined) checkClaimSpec(claim);
    const metadata = template.below('metadata');
    if (metadata === undefined) {
      hasOpenClaims = true;
      continue;
    }
    metadata.mustFit('volume', 'name', checkDnsLabel);
    const name = metadata.text('name');
    if (name !== undefined) names.push(name);
    else hasOpenClaims ||= !metadata.isEmpty('name');
  }
  return { claims: names, hasOpenClaims };
}
