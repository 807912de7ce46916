/** Retries of an HTTP route of a VirtualService. */
import { type Retries } from '../../../imports/istio/virtual-service';
import { checkIstioRetryCondition } from '../../values/retry-condition';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDurationField } from './common/duration';
import { isSet, type Loose } from './common/loose';

/** How often, how long and on what; without attempts nothing of that. */
export function checkRetries(retries: Loose<Retries>, path: FieldPath, report: Report): void {
  const { attempts, perTryTimeout, retryOn, retryRemoteLocalities, backoff } = retries;
  const count = attempts ?? 0;
  if (count < 0)
    report.error('virtual-service/retries-negative', path.field('attempts'), `must not be negative, got ${count}`, {
      value: count,
    });
  if (count === 0 && (isSet(perTryTimeout) || retryOn || isSet(retryRemoteLocalities)))
    report.error(
      'virtual-service/retries-off',
      path,
      'must not have perTryTimeout, retryOn or retryRemoteLocalities without attempts, which turns retries off',
      { fix: 'give attempts, or only attempts: 0' },
    );
  checkDurationField(perTryTimeout, 'virtual-service', path.field('perTryTimeout'), report);
  if (retryOn) checkConditions(retryOn, path.field('retryOn'), report);
  checkDurationField(backoff, 'virtual-service', path.field('backoff'), report);
}

function checkConditions(retryOn: string, path: FieldPath, report: Report): void {
  for (const condition of retryOn.split(',')) {
    const problem = checkIstioRetryCondition(condition);
    if (problem === undefined) continue;
    const fix = condition.trim() !== condition ? 'leave out the blanks' : undefined;
    report.error('virtual-service/retry-on', path, problem, { value: condition, fix });
  }
}
