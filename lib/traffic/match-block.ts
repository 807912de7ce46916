/** Conditions on a request that must all hold: one entry of `http[].match` of a VirtualService. */
import { type BoundPort } from '../tree/handles';
import { mayBeSame } from '../values/unresolved';
import { type CookieConditions, printCookies, relateCookies } from './cookie-condition';
import { type HTTPMatchRequest } from './istio-types';
import { type Condition, describeCondition, relate, relateAll, type Relation, stringMatch } from './match-condition';

/** The fields of a request that have one value. */
export const SINGLE_FIELDS = ['uri', 'method', 'authority', 'scheme'] as const;

/** A caller, by the labels of its pods and its namespace. */
export interface SourceCondition {
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace: string;
}

/** See the file's comment. Header names are lower case. */
export interface MatchBlock {
  readonly uri?: Condition | undefined;
  readonly method?: Condition | undefined;
  readonly authority?: Condition | undefined;
  readonly scheme?: Condition | undefined;
  readonly headers?: Readonly<Record<string, Condition>> | undefined;
  readonly queryParams?: Readonly<Record<string, Condition>> | undefined;
  readonly source?: SourceCondition | undefined;

  readonly cookies?: CookieConditions | undefined;

  /** The port of the service that was called. It is resolved by {@link onPort}, never printed: at a gateway it would mean another. */
  readonly port?: BoundPort | undefined;
}

/** Relation of the requests of `a` to those of `b`. */
export function relateBlocks(a: MatchBlock, b: MatchBlock): Relation {
  if (lacksCookies(a, b) || lacksCookies(b, a)) return 'disjoint';
  const parts: Relation[] = [];
  for (const field of SINGLE_FIELDS) {
    if (a[field] !== undefined || b[field] !== undefined) parts.push(relate(a[field], b[field]));
  }
  for (const name of names(a.headers, b.headers)) parts.push(relate(a.headers?.[name], b.headers?.[name]));
  for (const name of names(a.queryParams, b.queryParams)) {
    parts.push(relate(a.queryParams?.[name], b.queryParams?.[name]));
  }
  for (const name of names(a.cookies, b.cookies)) parts.push(relateCookies(a.cookies?.[name], b.cookies?.[name]));
  if (a.source !== undefined || b.source !== undefined) parts.push(relateSources(a.source, b.source));
  if (a.port !== undefined || b.port !== undefined) parts.push(relatePorts(a.port, b.port));
  return relateAll(parts);
}

/** What is left to ask of requests that are known to have come to `port`; blocks of other ports are gone. */
export function onPort(blocks: readonly MatchBlock[], port: BoundPort): readonly MatchBlock[] {
  return blocks.flatMap(({ port: own, ...rest }) => (own === undefined || isSamePort(own, port) ? [rest] : []));
}

/** Whether the block asks for nothing. */
function isEmpty(block: MatchBlock): boolean {
  return Object.keys(block).length === 0;
}

/** Whether two handles mean one port of one service: of an app, or of a reference to it. */
export function isSamePort(a: BoundPort, b: BoundPort): boolean {
  return a.name === b.name && mayBeSame(a.number, b.number);
}

/**
 * The block of the requests that are in both; undefined where there are none.
 *
 * @throws Error where one entry of a VirtualService cannot say it, as with two regular expressions for one header.
 */
export function intersectBlocks(a: MatchBlock, b: MatchBlock): MatchBlock | undefined {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  if (relateBlocks(a, b) === 'disjoint') return undefined;
  const single = Object.fromEntries(
    SINGLE_FIELDS.map((field) => [field, intersect(field, a[field], b[field])] as const).filter(([, both]) => both),
  );
  const source = a.source ?? b.source;
  const port = a.port ?? b.port;
  const both: MatchBlock = {
    ...single,
    ...intersectNamed('headers', 'header', a.headers, b.headers),
    ...intersectNamed('queryParams', 'query parameter', a.queryParams, b.queryParams),
    ...intersectNamed('cookies', 'cookie', a.cookies, b.cookies),
    ...(source && { source }),
    ...(port && { port }),
  };
  // Only cookies can be impossible to write although each of them is possible.
  if (both.cookies) printBlock(both);
  return both;
}

/** The entry of `http[].match` that says it. @throws Error where one entry cannot say it. */
export function printBlock(block: MatchBlock): HTTPMatchRequest {
  const fields = SINGLE_FIELDS.flatMap((field) => {
    const condition = block[field];
    return condition ? [[field, stringMatch(condition)] as const] : [];
  });
  const headers = Object.entries(block.headers ?? {});
  const cookies = cookieHeaders(block);
  const present = [...headers.filter(([, condition]) => condition.kind !== 'absent'), ...cookies.present].sort(byName);
  const absent = [...headers.filter(([, condition]) => condition.kind === 'absent'), ...cookies.absent].sort(byName);
  const query = Object.entries(block.queryParams ?? {});
  return {
    ...Object.fromEntries(fields),
    ...(present.length > 0 && { headers: printNamed(present) }),
    ...(absent.length > 0 && { withoutHeaders: printNamed(absent) }),
    ...(query.length > 0 && { queryParams: printNamed(query) }),
    ...(block.source && { sourceLabels: { ...block.source.labels }, sourceNamespace: block.source.namespace }),
  };
}

type Named = readonly (readonly [string, Condition])[];

/** What conditions on cookies add to those on headers. */
function cookieHeaders(block: MatchBlock): { readonly present: Named; readonly absent: Named } {
  if (block.cookies === undefined) return { present: [], absent: [] };
  const { present, absent } = printCookies(block.cookies);
  const whole = block.headers?.cookie;
  if (whole && whole.kind !== 'absent' && present) {
    throw new Error(
      'header cookie and single cookies cannot both be asked for: one route of Istio takes one condition',
    );
  }
  return {
    present: present ? [['cookie', present]] : [],
    // Without the header there is no cookie at all.
    absent: absent && whole?.kind !== 'absent' ? [['cookie', absent]] : [],
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether `a` asks for a cookie, and `b` for no cookies at all. */
function lacksCookies(a: MatchBlock, b: MatchBlock): boolean {
  return (
    b.headers?.cookie?.kind === 'absent' &&
    Object.values(a.cookies ?? {}).some((condition) => condition.kind !== 'absent')
  );
}

function relatePorts(a: BoundPort | undefined, b: BoundPort | undefined): Relation {
  if (a === undefined || b === undefined) return a === b ? 'equal' : a === undefined ? 'contains' : 'inside';
  return isSamePort(a, b) ? 'equal' : 'disjoint';
}

function intersect(field: string, a: Condition | undefined, b: Condition | undefined): Condition | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  switch (relate(a, b)) {
    case 'equal':
    case 'inside':
      return a;
    case 'contains':
      return b;
    default:
      throw new Error(
        `${field} cannot be both ${describeCondition(a)} and ${describeCondition(b)}: one route of Istio takes one condition for it`,
      );
  }
}

function intersectNamed(
  key: 'headers' | 'queryParams' | 'cookies',
  noun: string,
  a: Readonly<Record<string, Condition>> | undefined,
  b: Readonly<Record<string, Condition>> | undefined,
): Partial<MatchBlock> {
  const both = names(a, b).flatMap((name) => {
    const condition = intersect(`${noun} ${name}`, a?.[name], b?.[name]);
    return condition ? [[name, condition] as const] : [];
  });
  return both.length > 0 ? { [key]: Object.fromEntries(both) } : {};
}

function relateSources(a: SourceCondition | undefined, b: SourceCondition | undefined): Relation {
  if (a === undefined || b === undefined) return a === b ? 'equal' : a === undefined ? 'contains' : 'inside';
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? 'equal' : 'disjoint';
}

function printNamed(entries: Named): Record<string, Record<string, string>> {
  return Object.fromEntries(entries.map(([name, condition]) => [name, stringMatch(condition)]));
}

const NONE: readonly string[] = [];

/** Most blocks have no names at all: nothing is made for them. */
function names(
  a: Readonly<Record<string, Condition>> | undefined,
  b: Readonly<Record<string, Condition>> | undefined,
): readonly string[] {
  if (a === undefined) return b === undefined ? NONE : Object.keys(b).sort();
  if (b === undefined) return Object.keys(a).sort();
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
