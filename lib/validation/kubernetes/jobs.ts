/** Jobs and CronJobs. Source: the validation of the batch group in Kubernetes 1.36. */
import { checkCronSchedule } from '../../values/cron-schedule';
import { checkDnsLabel } from '../../values/dns-label';
import { given } from '../../values/given';
import { checkLabelValue } from '../../values/label';
import { checkTimeZone } from '../../values/time-zone';
import { isUnresolved } from '../../values/unresolved';
import { checkIndexedJob, checkPodFailurePolicy, checkSuccessPolicy } from './job-policies';
import { checkSelector, checkSelects } from './labels';
import { type Part } from './part';
import { checkTemplate } from './pod-template';

const MOST_CRON_JOB_NAME = 52;
const MOST_MANAGED_BY = 63;
const MANAGED_BY = /^([^/]+)\/[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;
const JOB_NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];
const COUNTS = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];

/** A Job. */
export function checkJob(job: Part): void {
  const spec = job.below('spec');
  if (spec === undefined) return;
  checkJobSpec(spec);
  const selector = spec.part('selector');
  checkSelector(selector);
  if (spec.fields['manualSelector'] !== true) {
    if (!isUnresolved(spec.fields['manualSelector'])) checkGeneratedLabels(job, spec, selector);
  } else if (selector !== undefined) {
    checkSelects(spec, selector);
  } else if (!spec.has('selector')) {
    spec.fail('selector', 'selector', 'must be given where manualSelector is true');
  }
  checkHostNames(job, spec);
}

/** A CronJob. */
export function checkCronJob(cronJob: Part): void {
  const name = cronJob.part('metadata')?.text('name');
  if (name !== undefined && name.length > MOST_CRON_JOB_NAME) {
    const message = `must be at most ${MOST_CRON_JOB_NAME} characters long: names of its Jobs have 11 more, got ${name.length}`;
    cronJob.part('metadata')?.fail('cron-job-name', 'name', message, name);
  }
  const spec = cronJob.below('spec');
  if (spec === undefined) return;
  spec.mustFit('schedule', 'schedule', checkCronSchedule);
  if (spec.fields['timeZone'] === '') spec.fail('schedule', 'timeZone', 'must not be empty', '');
  spec.fits('schedule', 'timeZone', checkTimeZone);
  spec.oneOf('cron-job', 'concurrencyPolicy', ['Allow', 'Forbid', 'Replace']);
  spec.notNegative('cron-job', 'startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit');
  const template = spec.below('jobTemplate')?.below('spec');
  if (template === undefined) return;
  checkJobSpec(template, true);
  if (template.has('selector')) template.fail('selector', 'selector', 'must not be given: the server makes it');
  if (template.fields['manualSelector'] === true)
    template.fail('selector', 'manualSelector', 'must be false or not given, got true', true);
}

/** `spec` of a Job, alone or in a CronJob. */
function checkJobSpec(spec: Part, isTemplate = false): void {
  spec.notNegative('job', ...COUNTS, 'backoffLimitPerIndex', 'maxFailedIndexes');
  spec.isOneOf('job', 'completionMode', ['NonIndexed', 'Indexed']);
  spec.holds('job', 'managedBy', checkManagedBy);
  checkIndexedJob(spec, isTemplate);
  checkPodFailurePolicy(spec);
  checkSuccessPolicy(spec);
  const replacements = spec.has('podFailurePolicy') ? ['Failed'] : ['TerminatingOrFailed', 'Failed'];
  spec.isOneOf('job', 'podReplacementPolicy', replacements);
  checkTemplate(spec);
  const pod = spec.below('template')?.below('spec');
  if (pod === undefined) return;
  const policy = pod.fields['restartPolicy'];
  if (isUnresolved(policy)) return;
  if (policy !== 'OnFailure' && policy !== 'Never') {
    const got = pod.isEmpty('restartPolicy') ? 'none, which is Always' : given(policy);
    pod.fail(
      'restart-policy',
      'restartPolicy',
      `must be OnFailure or Never, got ${got}`,
      policy ?? undefined,
      'write OnFailure',
    );
  } else if (policy !== 'Never' && spec.has('podFailurePolicy')) {
    pod.fail(
      'restart-policy',
      'restartPolicy',
      `must be Never where podFailurePolicy is given, got ${given(policy)}`,
      policy,
    );
  }
}

function checkManagedBy(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value)) return undefined;
  if (Buffer.byteLength(value) > MOST_MANAGED_BY)
    return `must be at most ${MOST_MANAGED_BY} characters long, got ${given(value)}`;
  const [, domain] = MANAGED_BY.exec(value) ?? [];
  const isSound = domain?.split('.').every((label) => checkDnsLabel(label) === undefined) === true;
  return isSound ? undefined : `must be a path with a domain such as example.com/queue, got ${given(value)}`;
}

/** The server labels the pods with the name of the Job and its own number, and selects by that. */
function checkGeneratedLabels(job: Part, spec: Part, selector: Part | undefined): void {
  const name = job.part('metadata')?.text('name');
  if (name === undefined) return;
  const template = spec.below('template');
  if (template === undefined) return;
  if (checkLabelValue(name) !== undefined)
    template.fail(
      'job-name',
      'labels',
      `must hold the name of the Job, which must be at most 63 characters long, got ${name.length}`,
    );
  const labels = template.part('metadata')?.map('labels') ?? {};
  for (const label of JOB_NAME_LABELS) {
    const value: unknown = Object.hasOwn(labels, label) ? labels[label] : name;
    if (value === name || isUnresolved(value)) continue;
    const path = template.path.field('metadata').field('labels').key(label);
    template.fail('template-labels', path, `must be the name of the Job, ${given(name)}, got ${given(value)}`, value);
  }
  if (selector === undefined) return;
  const generated = new Set([...JOB_NAME_LABELS, 'controller-uid', 'batch.kubernetes.io/controller-uid']);
  const wanted = selector.map('matchLabels');
  for (const key of Object.keys(wanted))
    if (!generated.has(key))
      spec.fail(
        'selector',
        'selector',
        `must not be given unless manualSelector is true: the server makes it, got ${key}`,
        key,
      );
}

/** Pods of an indexed Job are called by its name and their number. */
function checkHostNames(job: Part, spec: Part): void {
  const name = job.part('metadata')?.text('name');
  const completions = spec.number('completions');
  if (name === undefined || completions === undefined || completions <= 0) return;
  if (spec.fields['completionMode'] !== 'Indexed' || checkDnsLabel(`${name}-${completions - 1}`) === undefined) return;
  const message = `must make host names of at most 63 characters such as ${name}-${completions - 1}, without dots`;
  job.part('metadata')?.fail('job-name', 'name', message, name);
}
