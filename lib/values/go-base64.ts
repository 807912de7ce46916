/** Base64 in any of its four spellings, guessed as the JWK library that istiod uses guesses. */

const LINE_BREAKS = /[\r\n]/g;
const PLAIN = { url: /^[-_A-Za-z0-9]*$/, standard: /^[+/A-Za-z0-9]*$/ };
const PADDED = {
  url: /^(?:[-_A-Za-z0-9]{4})*(?:[-_A-Za-z0-9]{2}==|[-_A-Za-z0-9]{3}=)$/,
  standard: /^(?:[+/A-Za-z0-9]{4})*(?:[+/A-Za-z0-9]{2}==|[+/A-Za-z0-9]{3}=)$/,
};

/** The bytes; undefined where it is no base64. A `=` at the end asks for padding, a `+` or `/` for the standard alphabet. */
export function decodeGoBase64(text: string): Buffer | undefined {
  const alphabet = /[+/]/.test(text) ? 'standard' : 'url';
  const characters = text.replace(LINE_BREAKS, '');
  const padded = text.endsWith('=');
  const right = padded
    ? PADDED[alphabet].test(characters)
    : PLAIN[alphabet].test(characters) && characters.length % 4 !== 1;
  return right ? Buffer.from(characters, 'base64') : undefined;
}
