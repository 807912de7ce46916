/** The CORS policy of an HTTP route of a VirtualService. */
import { type CorsPolicy } from '../../../imports/istio/virtual-service';
import { parseDuration } from '../../values/duration';
import { given } from '../../values/given';
import { checkCorsHeader } from '../../values/http-header';
import { checkCorsMethod } from '../../values/http-method';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDurationField } from './common/duration';
import { forEachItem, isSet, type Loose } from './common/loose';
import { checkRegexMatch } from './virtual-service-match';

const SECOND = 1_000_000_000n;

/** Origins that say something, methods and headers by name, an age in whole seconds. */
export function checkCorsPolicy(policy: Loose<CorsPolicy>, path: FieldPath, report: Report): void {
  forEachItem(policy.allowOrigins, path.field('allowOrigins'), (origin, at) => {
    const { exact, prefix, regex } = origin;
    if ((exact ?? prefix ?? regex ?? '') === '')
      report.error('virtual-service/cors-origin', at, 'must have an exact, prefix or regex that is not empty');
    else checkRegexMatch(origin, at, report);
  });
  forEachItem(policy.allowMethods, path.field('allowMethods'), (method, at) => {
    const problem = checkCorsMethod(method);
    if (problem !== undefined) report.error('virtual-service/cors-method', at, problem, { value: method });
  });
  const header = (name: string, at: FieldPath) => checkHeader(name, at, report);
  forEachItem(policy.allowHeaders, path.field('allowHeaders'), header);
  forEachItem(policy.exposeHeaders, path.field('exposeHeaders'), header);
  checkAge(policy.maxAge, path.field('maxAge'), report);
}

function checkHeader(name: string, path: FieldPath, report: Report): void {
  const problem = checkCorsHeader(name);
  if (problem === undefined) return;
  report.error(`virtual-service/${name === '' ? 'cors-header-empty' : 'cors-header'}`, path, problem, { value: name });
}

function checkAge(maxAge: string | null | undefined, path: FieldPath, report: Report): void {
  if (!isSet(maxAge)) return;
  checkDurationField(maxAge, 'virtual-service', path, report);
  // The second half of a duration is negative where the whole is.
  if ((parseDuration(maxAge) ?? 0n) % SECOND > 0n)
    report.error('virtual-service/cors-max-age', path, `must be in whole seconds, got ${given(maxAge)}`, {
      value: maxAge,
    });
}
