import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { type Outcome, type Result } from '../../simulation/outcome';
import { type Verdict, verdictOnAll } from '../verdict';

const NO_CONNECTION: ReadonlySet<Result> = new Set(['closed', 'refused', 'reset', 'unresolved']);
/** Envoy's flags for: no route, no cluster, no healthy endpoint, no connection, connection lost. */
const NOWHERE_TO_GO: ReadonlySet<string> = new Set(['NR', 'NC', 'UH', 'UF', 'UC']);

/**
 * Whether no server takes it: there is no connection, or the proxy has nowhere to send it. An answer of 403 is none of these: that is a
 * policy's.
 */
export function isRefused(call: Call): Verdict {
  return verdictOnAll(call, 'refused: no server takes it', (outcome) => ({
    is: isTaken(outcome),
    text: printOutcome(outcome),
  }));
}

function isTaken({ result, flags = '', backend, cluster, authorization, attempts }: Outcome): boolean {
  if (NO_CONNECTION.has(result)) return true;
  if (backend !== undefined || authorization?.allowed === false) return false;
  if (flags.split(',').some((flag) => NOWHERE_TO_GO.has(flag))) return true;
  // REGISTRY_ONLY: Envoy answers by a direct response, which has no flag.
  return result === 502 && flags === '' && cluster === undefined && attempts === undefined;
}
