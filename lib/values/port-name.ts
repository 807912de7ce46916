import { given } from './given';
import { isUnresolved } from './unresolved';

const CHARACTERS = /^[-a-z0-9]+$/;
const LETTER = /[a-z]/;

/**
 * A name of a port by IANA's rules: what ports of containers are called, and what refers to them. Ports of Services take any DNS label.
 */
export function checkPortName(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && isPortName(value))) return undefined;
  return `must be a name of a port (lower-case letters, digits and single dashes, a letter among them, no dash at the ends, at most 15 characters), got ${given(value)}`;
}

function isPortName(text: string): boolean {
  return (
    text.length <= 15 &&
    CHARACTERS.test(text) &&
    LETTER.test(text) &&
    !text.includes('--') &&
    !text.startsWith('-') &&
    !text.endsWith('-')
  );
}
