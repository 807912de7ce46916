/** Conditions on a request that must all hold: one entry of `http[].match` of a VirtualService. */
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

  /** Name of the app's port on which the request came. */
  readonly port?: string | undefined;
}

/** Relation of the requests of `a` to those of `b`. */
export function relateBlocks(a: MatchBlock, b: MatchBlock): Relation {
  return relateAll([
    ...SINGLE_FIELDS.map((field) => relate(a[field], b[field])),
    ...names(a.headers, b.headers).map((name) => relate(a.headers?.[name], b.headers?.[name])),
    ...names(a.queryParams, b.queryParams).map((name) => relate(a.queryParams?.[name], b.queryParams?.[name])),
    relateSources(a.source, b.source),
    relateSources(a.port, b.port),
  ]);
}

/**
 * The block of the requests that are in both; undefined where there are none.
 *
 * @throws Error where one entry of a VirtualService cannot say it, as with two regular expressions for one header.
 */
export function intersectBlocks(a: MatchBlock, b: MatchBlock): MatchBlock | undefined {
  if (relateBlocks(a, b) === 'disjoint') return undefined;
  const single = Object.fromEntries(
    SINGLE_FIELDS.map((field) => [field, intersect(field, a[field], b[field])] as const).filter(([, both]) => both),
  );
  const source = intersectSources(a.source, b.source);
  return {
    ...single,
    ...intersectNamed('headers', 'header', a.headers, b.headers),
    ...intersectNamed('queryParams', 'query parameter', a.queryParams, b.queryParams),
    ...(source && { source }),
    ...((a.port ?? b.port) !== undefined && { port: a.port ?? b.port }),
  };
}

/** The entry of `http[].match` that says it. */
export function printBlock(block: MatchBlock): HTTPMatchRequest {
  const fields = SINGLE_FIELDS.flatMap((field) => {
    const condition = block[field];
    return condition ? [[field, stringMatch(condition)] as const] : [];
  });
  const headers = Object.entries(block.headers ?? {});
  const present = headers.filter(([, condition]) => condition.kind !== 'absent');
  const absent = headers.filter(([, condition]) => condition.kind === 'absent');
  const query = Object.entries(block.queryParams ?? {});
  return {
    ...Object.fromEntries(fields),
    ...(present.length > 0 && { headers: printNamed(present) }),
    ...(absent.length > 0 && { withoutHeaders: printNamed(absent) }),
    ...(query.length > 0 && { queryParams: printNamed(query) }),
    ...(block.source && { sourceLabels: { ...block.source.labels }, sourceNamespace: block.source.namespace }),
  };
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
  key: 'headers' | 'queryParams',
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

/** Of what is equal or excludes each other. */
function relateSources(a: unknown, b: unknown): Relation {
  if (a === undefined || b === undefined) return a === b ? 'equal' : a === undefined ? 'contains' : 'inside';
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? 'equal' : 'disjoint';
}

function intersectSources(a: SourceCondition | undefined, b: SourceCondition | undefined): SourceCondition | undefined {
  return a ?? b;
}

function printNamed(entries: readonly (readonly [string, Condition])[]): Record<string, Record<string, string>> {
  return Object.fromEntries(entries.map(([name, condition]) => [name, stringMatch(condition)]));
}

function names(...maps: readonly (Readonly<Record<string, Condition>> | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))].sort();
}
