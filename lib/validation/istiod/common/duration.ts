import { checkDuration, parseDuration } from '../../../values/duration';
import { given } from '../../../values/given';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

const MILLISECOND = 1_000_000n;
/** What nearly all durations look like, and what is right with them at a glance: Go has room for two million hours. */
const PLAIN = /^[1-9]\d{0,5}(?:ms|s|m|h)$/;

/**
 * A duration of at least 1 ms in whole milliseconds. Reported as rules `<kind>/duration-syntax`, `<kind>/duration-min` and
 * `<kind>/duration-precision`. Nothing is said of one that is absent.
 */
export function checkDurationField(
  value: string | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  if (value === undefined || value === null || PLAIN.test(value)) return;
  const message = checkDuration(value);
  if (message === undefined) return;
  const nanoseconds = parseDuration(value);
  const what = nanoseconds === undefined ? 'syntax' : nanoseconds < MILLISECOND ? 'min' : 'precision';
  report.error(`${kind}/duration-${what}`, path, message, { value });
}

/**
 * The nanoseconds of a duration of any length; undefined, and reported as rule `<kind>/duration-syntax`, where Go cannot read it.
 * For fields without a range: one that is unreadable refuses the object all the same.
 */
export function readDurationField(value: string, kind: string, path: FieldPath, report: Report): bigint | undefined {
  const nanoseconds = parseDuration(value);
  if (nanoseconds === undefined)
    report.error(
      `${kind}/duration-syntax`,
      path,
      `must be a duration such as 10s, 1m30s or 500ms, got ${given(value)}`,
      {
        value,
      },
    );
  return nanoseconds;
}
