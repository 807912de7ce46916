import { checkHeaderName, checkHeaderValue } from '../values/http-header';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type Check, known, listOf, mapOf, type PropChecks, required, shape, value } from '../tree/props';
import { type HeaderOperations, type Headers } from './istio-types';

/** Changes of headers in one direction. */
export interface HeaderEdits {
  /** Values that replace those that are there (`set`). @default - none */
  readonly set?: Readonly<Record<string, string>> | undefined;

  /** Values that are added to those that are there (`add`). @default - none */
  readonly add?: Readonly<Record<string, string>> | undefined;

  /** Names of headers that are taken away (`remove`). @default - none */
  readonly remove?: readonly string[] | undefined;
}

/** Changes of headers on the way to the app and back (`headers`). */
export interface HeaderChanges {
  /** Of the request. A change of `Host` changes the authority that the app sees, as a rewrite of it does. @default - none */
  readonly request?: HeaderEdits | undefined;

  /** Of the answer. @default - none */
  readonly response?: HeaderEdits | undefined;
}

/** Envoy reads `%...%` in values as one of its operators, and refuses what is none. Source: istiod's validation. */
function checkFormat(text: unknown): string | undefined {
  const problem = checkHeaderValue(text);
  if (problem !== undefined || isUnresolved(text)) return problem;
  const rest = String(text).replace(/%%|%[A-Z_0-9]+(\([^()]*\))?(:\d+)?%/g, '');
  return rest.includes('%')
    ? `must write a percent sign as %%, or as one of Envoy's operators, such as %REQ(x-user)%, got ${given(text)}`
    : undefined;
}

const EDITS: PropChecks<HeaderEdits> = {
  set: known(mapOf(checkHeaderName, required(value(checkFormat)))),
  add: known(mapOf(checkHeaderName, required(value(checkFormat)))),
  remove: known(listOf(value(checkHeaderName))),
};

const SHAPE = shape<HeaderChanges>({ request: known(shape(EDITS)), response: known(shape(EDITS)) });

/** Checks {@link HeaderChanges}. */
export const headersCheck: Check = (changes, at) => {
  const problems = known(SHAPE)(changes, at);
  if (problems.length > 0 || changes === undefined) return problems;
  const { request, response } = changes as HeaderChanges;
  return [
    ...(namesOf(request, 'remove').includes('host') ? [`${at}.request.remove must not name Host`] : []),
    ...(['set', 'add', 'remove'] as const).flatMap((operation) =>
      namesOf(response, operation).includes('host') ? [`${at}.response.${operation} must not name Host`] : [],
    ),
    ...repeated(request, `${at}.request`),
    ...repeated(response, `${at}.response`),
    ...(setsHost(changes as HeaderChanges) > 1 ? [`${at}.request must name Host once`] : []),
  ];
};

/** How often the changes give the request another host. */
export function setsHost(changes: HeaderChanges | undefined): number {
  return (['set', 'add'] as const).filter((operation) => namesOf(changes?.request, operation).includes('host')).length;
}

/**
 * One line for each header that a route and one of its destinations change both.
 *
 * Whose change counts depends on how many destinations there are: measured on Istio 1.31.
 */
export function sharedHeaderProblems(
  at: string,
  route: HeaderChanges | undefined,
  destination: HeaderChanges | undefined,
): string[] {
  return (['request', 'response'] as const).flatMap((direction) => {
    const of = (changes: HeaderChanges | undefined) =>
      (['set', 'add', 'remove'] as const).flatMap((operation) => namesOf(changes?.[direction], operation));
    const own = of(destination);
    return [...new Set(of(route))]
      .filter((name) => own.includes(name))
      .map(
        (name) => `${at}.headers.${direction} changes ${name}, and so does headers of the route: say it in one place`,
      );
  });
}

/** `headers`. */
export function printHeaders(changes: HeaderChanges | undefined): Headers | undefined {
  if (changes === undefined) return undefined;
  const { request, response } = changes;
  return {
    ...(request && { request: printEdits(request) }),
    ...(response && { response: printEdits(response) }),
  };
}

function printEdits({ set, add, remove }: HeaderEdits): HeaderOperations {
  return { ...(set && { set }), ...(add && { add }), ...(remove && { remove }) };
}

function repeated(edits: HeaderEdits | undefined, at: string): string[] {
  return (['set', 'add', 'remove'] as const).flatMap((operation) => {
    const names = namesOf(edits, operation);
    return names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `${at}.${operation} names ${name} twice: the case of letters is no difference`);
  });
}

/** Names of headers are the same in capitals. */
function namesOf(edits: HeaderEdits | undefined, operation: keyof HeaderEdits): readonly string[] {
  const named = edits?.[operation];
  if (named === undefined) return [];
  const names = Array.isArray(named) ? (named as readonly string[]) : Object.keys(named);
  return names.filter((name) => !isUnresolved(name)).map((name) => derive([name], (known) => known.toLowerCase()));
}
