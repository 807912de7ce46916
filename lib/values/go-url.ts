/**
 * URLs as Go's `net/url` reads them, which the API server (rules of CRDs) and istiod decide by. JavaScript's `URL` is of no use here:
 * it repairs what Go refuses. Source: the behaviour of Go 1.26, compared with it on recorded and random texts.
 */
import { isIPv6 } from 'node:net';

/** The parts of a URL. */
export interface GoUrl {
  /** In lower case; empty for a path alone. */
  readonly scheme: string;

  /** What follows the scheme where no slash does: `x` of `mailto:x`. */
  readonly opaque: string;

  /** Host and port, percent signs decoded. */
  readonly host: string;

  /** The path, percent signs decoded. */
  readonly path: string;

  /** The path as it was given. */
  readonly rawPath: string;

  readonly rawQuery: string;
}

/** A URL that cannot be read. Its message is in Go's words, for the API server repeats them. */
export class GoUrlError extends Error {
  public override readonly name = 'GoUrlError';
}

// What may stand in a host without a percent sign; everything beyond ASCII may as well.
const HOST_CHARACTERS = /^[-!"$&'()*+,.0-9:;<=>A-Z[\]_a-z~\u0080-\uffff]*$/;
const FIRST_BAD_HOST_CHARACTER = /[^-!"$&'()*+,.0-9:;<=>A-Z[\]_a-z~\u0080-\uffff%]/;
const HOST_BYTE = /^[-!"$&'()*+,.0-9:;<=>A-Z[\]_a-z~]$/;
const USER_INFO = /^[-A-Za-z0-9._:~!$&'()*+,;=%@]*$/;
const OPTIONAL_PORT = /^(:[0-9]*)?$/;
const ESCAPE = /%(..?)?/gs;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x1f\x7f]/;

/**
 * Any URL or reference, as `url.Parse`.
 *
 * @throws GoUrlError
 */
export function parseGoUrl(text: string): GoUrl {
  const hash = text.indexOf('#');
  const url = parsed(hash === -1 ? text : text.slice(0, hash), false);
  if (hash !== -1) unescaped(text.slice(hash + 1), 'text');
  return url;
}

/**
 * An absolute URL or an absolute path, without a fragment, as `url.ParseRequestURI`.
 *
 * @throws GoUrlError
 */
export function parseGoRequestUri(text: string): GoUrl {
  return parsed(text, true);
}

/** The host without its port and without the brackets of an IPv6 address. */
export function goHostname({ host }: GoUrl): string {
  const name = withoutPort(host);
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

/** The port; empty where there is none or where it is no number. */
export function goPort({ host }: GoUrl): string {
  return host.slice(withoutPort(host).length + 1);
}

function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon !== -1 && OPTIONAL_PORT.test(host.slice(colon)) ? host.slice(0, colon) : host;
}

function parsed(text: string, isRequest: boolean): GoUrl {
  if (CONTROL.test(text)) throw new GoUrlError('net/url: invalid control character in URL');
  if (text === '' && isRequest) throw new GoUrlError('empty url');
  const nothing = { scheme: '', opaque: '', host: '', path: '', rawPath: '', rawQuery: '' };
  if (text === '*') return { ...nothing, path: '*', rawPath: '*' };
  const { scheme, rest } = splitScheme(text);
  const [beforeQuery, rawQuery] = cut(rest, '?');
  if (!beforeQuery.startsWith('/')) {
    if (scheme !== '') return { ...nothing, scheme, opaque: beforeQuery, rawQuery };
    if (isRequest) throw new GoUrlError('invalid URI for request');
    if (cut(beforeQuery, '/')[0].includes(':')) throw new GoUrlError('first path segment in URL cannot contain colon');
  }
  const hasAuthority =
    beforeQuery.startsWith('//') && (scheme !== '' || (!isRequest && !beforeQuery.startsWith('///')));
  if (!hasAuthority)
    return { ...nothing, scheme, path: unescaped(beforeQuery, 'text'), rawPath: beforeQuery, rawQuery };
  const slash = beforeQuery.indexOf('/', 2);
  const end = slash === -1 ? beforeQuery.length : slash;
  const host = hostOf(scheme, beforeQuery.slice(2, end));
  const rawPath = beforeQuery.slice(end);
  return { scheme, opaque: '', host, path: unescaped(rawPath, 'text'), rawPath, rawQuery };
}

/** A scheme begins with a letter; where another character comes before the colon, there is none. */
function splitScheme(text: string): { readonly scheme: string; readonly rest: string } {
  if (text.startsWith(':')) throw new GoUrlError('missing protocol scheme');
  const [, scheme] = /^([A-Za-z][-+.A-Za-z0-9]*):/.exec(text) ?? [];
  return scheme === undefined
    ? { scheme: '', rest: text }
    : { scheme: scheme.toLowerCase(), rest: text.slice(scheme.length + 1) };
}

function hostOf(scheme: string, authority: string): string {
  const at = authority.lastIndexOf('@');
  const host = parseHost(scheme, authority.slice(at + 1));
  const user = authority.slice(0, Math.max(at, 0));
  if (!USER_INFO.test(user)) throw new GoUrlError('net/url: invalid userinfo');
  unescaped(user, 'text');
  return host;
}

function parseHost(scheme: string, host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new GoUrlError('invalid IP-literal');
  if (bracket === 0) return ipLiteral(host);
  const first = host.indexOf(':');
  if (first !== -1) {
    // Several colons pass for databases that list hosts, not for http.
    const isHttp = scheme === 'http' || scheme === 'https';
    requirePort(host.slice(isHttp ? first : host.lastIndexOf(':')));
  }
  return unescaped(host, 'host');
}

/** `[fe80::1]:80`, a zone (`%25eth0`) included; `host` begins with the bracket. */
function ipLiteral(host: string): string {
  const close = host.lastIndexOf(']');
  if (close === -1) throw new GoUrlError("missing ']' in host");
  const port = host.slice(close + 1);
  requirePort(port);
  const inner = host.slice(1, close);
  const zoneAt = inner.indexOf('%25');
  const address = zoneAt === -1 ? inner : inner.slice(0, zoneAt);
  const zone = zoneAt === -1 ? '' : unescaped(inner.slice(zoneAt), 'zone');
  const name = unescaped(address, 'host');
  // A zone is not empty; IPv4 addresses do not stand in brackets.
  if (!isIPv6(name) || name.includes('%') || zone === '%') throw new GoUrlError('invalid IP-literal');
  return `[${name}${zone}]${port}`;
}

function requirePort(text: string): void {
  if (!OPTIONAL_PORT.test(text)) throw new GoUrlError(`invalid port ${JSON.stringify(text)} after host`);
}

/** Percent signs decoded. In a host only bytes beyond ASCII may be written so; in a zone what may stand there anyway, and a space. */
function unescaped(text: string, where: 'text' | 'host' | 'zone'): string {
  const simple = !text.includes('%');
  if (simple && (where === 'text' || HOST_CHARACTERS.test(text))) return text;
  for (const { 0: whole, index } of text.matchAll(ESCAPE)) {
    const before = where === 'text' ? undefined : badCharacter(text.slice(0, index));
    if (before !== undefined) throw badHost(before);
    const isHex = /^%[0-9A-Fa-f]{2}$/.test(whole);
    const byte = isHex ? parseInt(whole.slice(1), 16) : NaN;
    const allowed =
      isHex &&
      (where === 'text' ||
        whole === '%25' ||
        (where === 'host' ? byte >= 0x80 : byte === 0x20 || HOST_BYTE.test(String.fromCharCode(byte))));
    if (!allowed) throw new GoUrlError(`invalid URL escape ${JSON.stringify(whole)}`);
  }
  const bad = where === 'text' ? undefined : badCharacter(text);
  if (bad !== undefined) throw badHost(bad);
  const bytes = Buffer.from(text);
  const decoded: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte !== 0x25) {
      decoded.push(byte);
      continue;
    }
    decoded.push(parseInt(bytes.toString('latin1', index + 1, index + 3), 16));
    index += 2;
  }
  return Buffer.from(decoded).toString();
}

function badCharacter(text: string): string | undefined {
  return FIRST_BAD_HOST_CHARACTER.exec(text)?.[0];
}

function badHost(character: string): GoUrlError {
  return new GoUrlError(`invalid character ${JSON.stringify(character)} in host name`);
}

function cut(text: string, separator: string): readonly [string, string] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** Whether {@link parseGoRequestUri} reads it. */
export function isGoRequestUri(text: string): boolean {
  try {
    parseGoRequestUri(text);
    return true;
  } catch (error) {
    if (error instanceof GoUrlError) return false;
    throw error;
  }
}
