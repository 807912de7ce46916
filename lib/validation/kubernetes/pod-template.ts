/** Templates of pods, and Pods. Source: the validation of workloads in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkAnnotations, checkLabels } from './labels';
import { type Part } from './part';
import { checkPodSpec, type PodOptions } from './pod-spec';

/** A Pod. */
export function checkPod(pod: Part): void {
  const spec = pod.below('spec');
  if (spec !== undefined) checkPodSpec(spec, { isPod: true });
}

/** `template` of a workload that keeps its pods running: Deployment, StatefulSet, DaemonSet. */
export function checkLastingTemplate(spec: Part, options: PodOptions = {}): void {
  checkTemplate(spec, options);
  const pod = spec.part('template')?.part('spec');
  if (pod === undefined) return;
  const policy = pod.text('restartPolicy');
  if (policy !== undefined && policy !== 'Always')
    pod.fail('restart-policy', 'restartPolicy', `must be Always, got ${given(policy)}`, policy, 'remove it');
  if (pod.has('activeDeadlineSeconds'))
    pod.fail('pod', 'activeDeadlineSeconds', 'must not be given: the pods of this kind never end');
}

/** `template` of a workload. */
export function checkTemplate(owner: Part, options: PodOptions = {}): void {
  const template = owner.below('template');
  if (template === undefined) return;
  const metadata = template.part('metadata');
  if (metadata !== undefined) {
    // The server leaves `metadata` out of the path.
    checkLabels(template.as(metadata), 'labels');
    checkAnnotations(template.as(metadata), 'annotations');
  }
  const spec = template.below('spec');
  if (spec !== undefined) checkPodSpec(spec, options);
}
