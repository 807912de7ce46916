import { casesOf, container, deployment, job, workload } from '../../support/built-in';

const template = (labels: unknown) => ({ metadata: { labels }, spec: { containers: [container()] } });

describe('selectors and templates', () => {
  casesOf([
    ['a sound Deployment passes', deployment(), []],
    ['a selector is not empty', deployment({ selector: {} }), [['selector', 'spec.selector']]],
    [
      'a template has the labels of the selector',
      deployment({ template: template({ app: 'b' }) }),
      [['template-labels', 'spec.template.metadata.labels']],
    ],
    ['a template may have more', deployment({ template: template({ app: 'web', tier: 'x' }) }), []],
    [
      'a template without labels has none',
      workload('DaemonSet', { template: template(undefined) }),
      [['template-labels', 'spec.template.metadata.labels']],
    ],
    ['an expression chooses', deployment(chosenBy('In', ['web', 'api'])), []],
    [
      'an expression does not choose',
      deployment(chosenBy('NotIn', ['web', 'api'])),
      [['template-labels', 'spec.template.metadata.labels']],
    ],
    [
      'a label that must not be there is',
      deployment(chosenBy('DoesNotExist')),
      [['template-labels', 'spec.template.metadata.labels']],
    ],
    [
      'In has values',
      deployment(chosenBy('In')),
      [
        ['selector', 'spec.selector.matchExpressions[0].values'],
        ['template-labels', 'spec.template.metadata.labels'],
      ],
    ],
    [
      'pods of a Deployment start again',
      deployment({}, { restartPolicy: 'Never' }),
      [['restart-policy', 'spec.template.spec.restartPolicy']],
    ],
    [
      'pods of a StatefulSet start again',
      workload('StatefulSet', {}, { restartPolicy: 'OnFailure' }),
      [['restart-policy', 'spec.template.spec.restartPolicy']],
    ],
    ['Always is what they do', workload('DaemonSet', {}, { restartPolicy: 'Always' }), []],
    [
      'pods that never end have no deadline',
      deployment({}, { activeDeadlineSeconds: 5 }),
      [['pod', 'spec.template.spec.activeDeadlineSeconds']],
    ],
    [
      'no spec is one without fields',
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } },
      [
        ['selector', 'spec.selector'],
        ['container', 'spec.template.spec.containers'],
      ],
    ],
  ]);

  function chosenBy(operator: string, values?: readonly string[]) {
    return { selector: { matchExpressions: [{ key: 'app', operator, values }] } };
  }
});

describe('rollouts', () => {
  const rolling = (rollingUpdate: unknown) => deployment({ strategy: { type: 'RollingUpdate', rollingUpdate } });
  const daemons = (rollingUpdate: unknown) =>
    workload('DaemonSet', { updateStrategy: { type: 'RollingUpdate', rollingUpdate } });
  casesOf([
    ['0 replicas are some', deployment({ replicas: 0 }), []],
    ['-1 are not', deployment({ replicas: -1 }), [['replicas', 'spec.replicas']]],
    [
      'Recreate has nothing to set',
      deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }),
      [['strategy', 'spec.strategy.rollingUpdate']],
    ],
    ['no surge is fine by the default of the other', rolling({ maxSurge: 0 }), []],
    [
      'both are not 0',
      rolling({ maxSurge: 0, maxUnavailable: '0%' }),
      [['strategy', 'spec.strategy.rollingUpdate.maxUnavailable']],
    ],
    ['100% may be missing', rolling({ maxUnavailable: '100%' }), []],
    ['101% may not', rolling({ maxUnavailable: '101%' }), [['strategy', 'spec.strategy.rollingUpdate.maxUnavailable']]],
    ['but come on top', rolling({ maxSurge: '101%' }), []],
    ['a percentage is whole', rolling({ maxSurge: '1.5%' }), [['strategy', 'spec.strategy.rollingUpdate.maxSurge']]],
    ['a number is not in quotes', rolling({ maxSurge: '5' }), [['strategy', 'spec.strategy.rollingUpdate.maxSurge']]],
    ['a number is not negative', rolling({ maxSurge: -1 }), [['strategy', 'spec.strategy.rollingUpdate.maxSurge']]],
    ['a DaemonSet has one of both', daemons({ maxUnavailable: 0, maxSurge: 1 }), []],
    ['not two', daemons({ maxSurge: 1 }), [['strategy', 'spec.updateStrategy.rollingUpdate.maxSurge']]],
    ['not none', daemons({ maxUnavailable: 0 }), [['strategy', 'spec.updateStrategy.rollingUpdate.maxUnavailable']]],
    ['a deadline is more than pods need', deployment({ minReadySeconds: 599 }), []],
    ['not as much', deployment({ minReadySeconds: 600 }), [['progress-deadline', 'spec.progressDeadlineSeconds']]],
  ]);
});

describe('StatefulSets', () => {
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const mounting = { containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/d' }] })] };
  casesOf([
    ['claims are volumes', workload('StatefulSet', { volumeClaimTemplates: [claim] }, mounting), []],
    [
      'without them there is no volume',
      workload('StatefulSet', { volumeClaimTemplates: [] }, mounting),
      [['volume-mount', 'spec.template.spec.containers[0].volumeMounts[0].name']],
    ],
    [
      'a Service is named by a DNS label',
      workload('StatefulSet', { serviceName: 'a.b' }),
      [['stateful-set', 'spec.serviceName']],
    ],
    ['a Service need not be named', workload('StatefulSet', { serviceName: '' }), []],
    [
      'a partition is not negative',
      workload('StatefulSet', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: -1 } } }),
      [['strategy', 'spec.updateStrategy.rollingUpdate.partition']],
    ],
    [
      'OnDelete has nothing to set',
      workload('StatefulSet', { updateStrategy: { type: 'OnDelete', rollingUpdate: {} } }),
      [['strategy', 'spec.updateStrategy.rollingUpdate']],
    ],
    [
      'a claim is of something',
      workload('StatefulSet', {
        volumeClaimTemplates: [{ ...claim, spec: { ...claim.spec, resources: { requests: { storage: 0 } } } }],
      }),
      [['volume-claim', 'spec.volumeClaimTemplates[0].spec.resources[storage]']],
    ],
  ]);
});

describe('Jobs', () => {
  const indexed = (spec: object) => job({ completionMode: 'Indexed', completions: 5, ...spec });
  casesOf([
    ['a sound Job passes', job(), []],
    [
      'its pods do not start again and again',
      job({}, { restartPolicy: undefined }),
      [['restart-policy', 'spec.template.spec.restartPolicy']],
    ],
    [
      'not where that is said',
      job({}, { restartPolicy: 'Always' }),
      [['restart-policy', 'spec.template.spec.restartPolicy']],
    ],
    ['numbered pods of a Job are one by default', job({ completionMode: 'Indexed' }), []],
    ['0 retries are some', job({ backoffLimit: 0 }), []],
    ['-1 are not', job({ backoffLimit: -1 }), [['job', 'spec.backoffLimit']]],
    [
      'completions are not negative',
      job({ completions: -1, parallelism: -1 }),
      [
        ['job', 'spec.parallelism'],
        ['job', 'spec.completions'],
      ],
    ],
    ["a selector is the server's", job({ selector: { matchLabels: { app: 'a' } } }), [['selector', 'spec.selector']]],
    [
      "unless it is said to be one's own",
      job({ manualSelector: true, selector: { matchLabels: { app: 'a' } } }),
      [['template-labels', 'spec.template.metadata.labels']],
    ],
    ['limits of numbers need numbers', job({ backoffLimitPerIndex: 1 }), [['job', 'spec.backoffLimitPerIndex']]],
    ['numbered pods have them', indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 5 }), []],
    [
      'not more may fail than there are',
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 6 }),
      [['job', 'spec.maxFailedIndexes']],
    ],
    [
      'a policy on failure needs pods that end',
      job({ podFailurePolicy: { rules: [] } }, { restartPolicy: 'OnFailure' }),
      [['restart-policy', 'spec.template.spec.restartPolicy']],
    ],
    [
      'exit codes increase',
      job({ podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2, 1] } }] } }),
      [['pod-failure-policy', 'spec.podFailurePolicy.rules[0].onExitCodes.values']],
    ],
    [
      'numbers that count are below the completions',
      indexed({ successPolicy: { rules: [{ succeededIndexes: '0,3-4' }] } }),
      [],
    ],
    [
      'not beyond',
      indexed({ successPolicy: { rules: [{ succeededIndexes: '0,3-5' }] } }),
      [['success-policy', 'spec.successPolicy.rules[0].succeededIndexes']],
    ],
    ['a name is a label', { ...job(), metadata: { name: 'a'.repeat(64) } }, [['job-name', 'spec.template.labels']]],
  ]);
});

describe('CronJobs', () => {
  const cron = (spec: object, name = 'nightly') => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: (job() as { spec: unknown }).spec }, ...spec },
  });
  casesOf([
    ['a sound CronJob passes', cron({}), []],
    ['a name has 52 characters', cron({}, 'a'.repeat(52)), []],
    ['53 are too many', cron({}, 'a'.repeat(53)), [['cron-job-name', 'metadata.name']]],
    ['a schedule names no zone', cron({ schedule: 'TZ=UTC 0 3 * * *' }), [['schedule', 'spec.schedule']]],
    ['the zone has a field', cron({ timeZone: 'Europe/Berlin' }), []],
    ['a zone is known', cron({ timeZone: 'Europe/Berln' }), [['schedule', 'spec.timeZone']]],
    ['a zone is not local', cron({ timeZone: 'Local' }), [['schedule', 'spec.timeZone']]],
    [
      'a selector is not given',
      cron({ jobTemplate: { spec: { ...(job() as { spec: object }).spec, selector: { matchLabels: { a: 'b' } } } } }),
      [['selector', 'spec.jobTemplate.spec.selector']],
    ],
    [
      'numbered pods are counted',
      cron({ jobTemplate: { spec: { ...(job() as { spec: object }).spec, completionMode: 'Indexed' } } }),
      [['job', 'spec.jobTemplate.spec.completions']],
    ],
    [
      'its pods do not start again and again',
      cron({ jobTemplate: { spec: (job({}, { restartPolicy: 'Always' }) as { spec: unknown }).spec } }),
      [['restart-policy', 'spec.jobTemplate.spec.template.spec.restartPolicy']],
    ],
  ]);
});
