import { fieldsOf, textFieldsOf, textsOf } from '../values/json';

type Header = readonly [name: string, value: string];

/** What is done to headers: removed, then set, then added. */
export interface HeaderOperations {
  readonly remove: readonly string[];
  readonly set: readonly Header[];
  readonly add: readonly Header[];

  /** What the Host header becomes. */
  readonly authority: string | undefined;
}

export const NO_OPERATIONS: HeaderOperations = { remove: [], set: [], add: [], authority: undefined };

/** Reads `headers.request` or `headers.response` of a route or a destination. */
export function headerOperations(value: unknown): HeaderOperations {
  if (value === undefined) return NO_OPERATIONS;
  const { set, add, remove } = fieldsOf(value);
  const [sets, adds] = [textFieldsOf(set), textFieldsOf(add)];
  return {
    remove: textsOf(remove)
      .map((name) => name.toLowerCase())
      .filter((name) => !isOfProtocol(name)),
    set: headersOf(sets),
    add: headersOf(adds),
    authority: authorityOf(sets) ?? authorityOf(adds),
  };
}

/** Those of a route and of its only destination, which Istio writes into one list: all removals, then all that sets, then all that adds. */
export function mergedOperations(route: HeaderOperations, destination: HeaderOperations): HeaderOperations {
  if (destination === NO_OPERATIONS) return route;
  return {
    remove: [...route.remove, ...destination.remove],
    set: [...route.set, ...destination.set],
    add: [...route.add, ...destination.add],
    authority: route.authority ?? destination.authority,
  };
}

/** Whether nothing is done but perhaps to the Host header. */
export function isIdle({ remove, set, add }: HeaderOperations): boolean {
  return remove.length + set.length + add.length === 0;
}

/** Changes headers in place. */
export function applyOperations({ remove, set, add }: HeaderOperations, headers: Map<string, string>): void {
  for (const name of remove) headers.delete(name);
  for (const [name, value] of set) headers.set(name, value);
  for (const [name, value] of add) {
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
}

function headersOf(values: Readonly<Record<string, string>>): Header[] {
  return Object.entries(values)
    .map(([name, value]): Header => [name.toLowerCase(), value.replaceAll('%%', '%')])
    .filter(([name]) => !isOfProtocol(name));
}

function authorityOf(values: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(values).find(([name]) => /^(?::authority|host)$/i.test(name))?.[1];
}

/** Such names cannot be set as headers. */
function isOfProtocol(name: string): boolean {
  return name.startsWith(':') || name === 'host';
}
