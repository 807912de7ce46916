import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { given } from '../../values/given';
import { type Verdict, verdictOnAll, wrongUse } from '../verdict';

/** Where to, and by which status. */
export interface Redirection {
  /** The `Location` as a whole. @default - any */
  readonly url?: string | undefined;

  /** 301, 302, 303, 307 or 308. @default - any of them */
  readonly status?: number | undefined;
}

const STATUSES: readonly unknown[] = [301, 302, 303, 307, 308];

/** Whether the client is sent elsewhere. */
export function redirectsTo(call: Call, to: string | Redirection): Verdict {
  const { url, status } = typeof to === 'string' ? { url: to, status: undefined } : to;
  if (url === undefined && status === undefined) throw wrongUse('a url or a status must be given');
  if (status !== undefined && !STATUSES.includes(status))
    throw wrongUse(`status must be one of ${STATUSES.join(', ')}, got ${given(status)}`);
  const expected = `${status ?? 'redirected'}${url === undefined ? '' : ` to ${url}`}`;
  return verdictOnAll(call, expected, (outcome) => ({
    is:
      STATUSES.includes(outcome.result) &&
      (status === undefined || outcome.result === status) &&
      (url === undefined || outcome.replyHeaders?.['location'] === url),
    text: printOutcome(outcome),
  }));
}
