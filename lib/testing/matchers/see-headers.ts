import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { type SeenRequest } from '../../simulation/outcome';
import { given } from '../../values/given';
import { type Verdict, verdictOnAll, wrongUse } from '../verdict';

/** Headers by name, in any case: the value, a pattern for it, or null if it must not be there. `host` is the Host header. */
export type ExpectedHeaders = Readonly<Record<string, string | RegExp | null>>;

/** Whether the application gets the request with these headers. Others may be there. */
export function seesHeaders(call: Call, expected: ExpectedHeaders): Verdict {
  const wanted = Object.entries(expected).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (wanted.length === 0) throw wrongUse('at least one header must be given');
  for (const [name, value] of wanted as readonly (readonly [string, unknown])[])
    if (typeof value !== 'string' && value !== null && !(value instanceof RegExp))
      throw wrongUse(`${name} must be a text, a pattern or null, got ${given(value)}`);
  const sent = new Map(Object.entries(call.request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const lines = wanted.map(([name, value]) => line(name, value));
  return verdictOnAll(call, lines, (outcome) => {
    const { seen } = outcome;
    if (seen === undefined) return { is: undefined, text: `no application gets it: ${printOutcome(outcome)}` };
    const values = wanted.map(([name, value]) => [name, value, valueOf(name, seen, sent)] as const);
    return {
      is: values.every(([, value, actual]) => fits(value, actual)),
      text: values.map(([name, , actual]) => line(name, actual)).join(', '),
    };
  });
}

function valueOf(name: string, seen: SeenRequest, sent: ReadonlyMap<string, string>): string | null {
  if (name === 'host') return seen.host;
  if (seen.removed.some((removed) => removed.toLowerCase() === name)) return null;
  return seen.headers[name] ?? sent.get(name) ?? null;
}

function fits(expected: string | RegExp | null, actual: string | null): boolean {
  if (expected instanceof RegExp) return actual !== null && expected.test(actual);
  return expected === actual;
}

function line(name: string, value: string | RegExp | null): string {
  if (value === null) return `no ${name}`;
  return `${name}: ${value instanceof RegExp ? String(value) : value}`;
}
