import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { type Verdict, verdictOnAll } from '../verdict';

const WORDS = { mtls: 'mTLS', tls: 'TLS that is not of the mesh', plaintext: 'plain text' } as const;

/** Whether connections to the server are mTLS of the mesh. */
export function usesMtls(call: Call): Verdict {
  return verdictOnAll(call, 'mTLS', (outcome) => {
    const { transport } = outcome;
    if (transport === undefined) return { is: undefined, text: `no connection to a server: ${printOutcome(outcome)}` };
    return { is: transport === 'mtls', text: WORDS[transport] };
  });
}
