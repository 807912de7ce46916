/** The host and the port of an address, as Go's `net.SplitHostPort` tells them apart. */

/** Both as they stand, the brackets of an IPv6 address aside. */
export interface HostPort {
  readonly host: string;
  readonly port: string;
}

/** The parts of `127.0.0.1:80`, `[::1]:80` or `:80`, each of which may be empty; undefined where Go finds no such two. */
export function splitHostPort(text: string): HostPort | undefined {
  const colon = text.lastIndexOf(':');
  if (colon === -1) return undefined;
  const port = text.slice(colon + 1);
  const bracketed = text.startsWith('[');
  if (bracketed && text.indexOf(']') !== colon - 1) return undefined;
  const host = bracketed ? text.slice(1, colon - 1) : text.slice(0, colon);
  if (!bracketed && host.includes(':')) return undefined;
  return /[[\]]/.test(host) || /[[\]]/.test(port) ? undefined : { host, port };
}
