/** Cipher suites of TLS up to 1.2, by the names of BoringSSL. */
import { given } from './given';
import { nearest } from './nearest';
import { isUnresolved } from './unresolved';

/** What istiod's validation knows; of others it warns, and Envoy refuses the listener. */
export const CIPHER_SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
] as const;

/** A cipher suite of TLS up to 1.2, by its name in BoringSSL. */
export type CipherSuite = (typeof CIPHER_SUITES)[number];

const KNOWN: ReadonlySet<unknown> = new Set(['', 'ALL', ...CIPHER_SUITES]);
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]/u;

/** One of {@link CIPHER_SUITES}, `ALL`, or an operator of BoringSSL such as `-RC4` or `@STRENGTH`, which nobody looks into. */
export function checkCipherSuite(value: unknown): string | undefined {
  if (KNOWN.has(value) || (typeof value === 'string' && !LETTER_OR_DIGIT.test(value)) || isUnresolved(value))
    return undefined;
  const near = typeof value === 'string' ? nearest(value, CIPHER_SUITES) : undefined;
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return `must be one of ${CIPHER_SUITES.join(', ')}, got ${given(value)}${hint}`;
}
