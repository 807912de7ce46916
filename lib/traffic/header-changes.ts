import { checkHeaderName, checkHeaderValue } from '../values/http-header';
import { type Check, known, listOf, mapOf, type PropChecks, required, shape, value } from '../tree/props';

/** What becomes of headers on their way. */
export interface HeaderOperations {
  /** Headers that have these values afterwards, whatever they had (`set`). @default - none */
  readonly set?: Readonly<Record<string, string>> | undefined;

  /** Values that are added to those that are there (`add`). @default - none */
  readonly add?: Readonly<Record<string, string>> | undefined;

  /** Headers that are taken away (`remove`). @default - none */
  readonly remove?: readonly string[] | undefined;
}

/** Changes of the headers of requests and answers of a route (`http[].headers`). */
export interface HeaderChanges {
  /** On the way to the app. @default - none */
  readonly request?: HeaderOperations | undefined;

  /** On the way back. @default - none */
  readonly response?: HeaderOperations | undefined;
}

const values = known(mapOf(checkName, required(value(checkHeaderValue))));

const OPERATIONS: PropChecks<HeaderOperations> = {
  set: values,
  add: values,
  remove: listOf(value(checkName), { min: 1 }),
};

/** Checks {@link HeaderChanges}. */
export const headersCheck: Check = known(
  shape<HeaderChanges>({ request: known(shape(OPERATIONS)), response: known(shape(OPERATIONS)) }),
);

/** Host decides which service is asked, so that a route says it by `rewriteAuthority`; pseudo headers are refused by istiod. */
function checkName(name: unknown): string | undefined {
  if (typeof name === 'string' && name.toLowerCase() === 'host') return 'must not be Host: give rewriteAuthority';
  return checkHeaderName(name);
}
