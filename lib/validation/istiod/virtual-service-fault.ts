/** Faults that an HTTP route of a VirtualService injects. */
import { type Abort, type Delay, type Fault, type Percentage } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { checkIstioGrpcStatus } from '../../values/grpc-status';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDurationField } from './common/duration';
import { isSet, type Loose } from './common/loose';

const SMALLEST_PERCENTAGE = 0.0001;

/** An abort, a delay, or both. */
export function checkFault({ abort, delay }: Loose<Fault>, path: FieldPath, report: Report): void {
  if (!isSet(abort) && !isSet(delay))
    report.error('virtual-service/fault-empty', path, 'must have an abort or a delay');
  if (isSet(abort)) checkAbort(abort, path.field('abort'), report);
  if (isSet(delay)) checkDelay(delay, path.field('delay'), report);
}

// An abort without a status is taken: istiod means to warn of it, and does not.
function checkAbort(
  { percentage, grpcStatus, http2Error, httpStatus }: Loose<Abort>,
  path: FieldPath,
  report: Report,
): void {
  checkShare(percentage, path.field('percentage'), report);
  if (isSet(grpcStatus)) {
    const problem = checkIstioGrpcStatus(grpcStatus);
    if (problem !== undefined)
      report.error('virtual-service/fault-grpc-status', path.field('grpcStatus'), problem, { value: grpcStatus });
  }
  if (isSet(http2Error))
    report.error('virtual-service/fault-http2-error', path.field('http2Error'), 'is not implemented by Istio', {
      value: http2Error,
      fix: 'use httpStatus or grpcStatus',
    });
  if (isSet(httpStatus)) checkStatus(httpStatus, path.field('httpStatus'), report);
}

function checkDelay({ percentage, fixedDelay, exponentialDelay }: Loose<Delay>, path: FieldPath, report: Report): void {
  checkShare(percentage, path.field('percentage'), report);
  checkDurationField(fixedDelay, 'virtual-service', path.field('fixedDelay'), report);
  if (!isSet(exponentialDelay)) return;
  checkDurationField(exponentialDelay, 'virtual-service', path.field('exponentialDelay'), report);
  report.error(
    'virtual-service/fault-exponential-delay',
    path.field('exponentialDelay'),
    'is not implemented by Istio',
    {
      value: exponentialDelay,
      fix: 'use fixedDelay',
    },
  );
}

/** None, or at least one in a million, which is what Envoy can tell apart. */
function checkShare(percentage: Loose<Percentage> | null | undefined, path: FieldPath, report: Report): void {
  const value = percentage?.value ?? 0;
  if (value === 0 || (value >= SMALLEST_PERCENTAGE && value <= 100)) return;
  report.error(
    'virtual-service/fault-percentage',
    path.field('value'),
    `must be 0 or between ${SMALLEST_PERCENTAGE} and 100, got ${given(value)}`,
    { value },
  );
}

/** A status that answers a request: 200 to 600. */
export function checkStatus(status: number, path: FieldPath, report: Report): void {
  if (status >= 200 && status <= 600) return;
  report.error('virtual-service/status', path, `must be a status between 200 and 600, got ${status}`, {
    value: status,
  });
}
