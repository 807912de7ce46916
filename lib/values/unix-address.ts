/** Unix domain sockets, as Istio writes them. */
import { given } from './given';

const PREFIX = 'unix://';

/** Whether istiod takes it for a Unix domain socket; otherwise it is an address of a network. Capitals do not count. */
export function isUnixAddress(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** `unix:///run/app.sock`, or `unix://@name` for one without a file. Source: istiod's validation. */
export function checkUnixAddress(text: string): string | undefined {
  const path = text.slice(PREFIX.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) return undefined;
  return `must be ${PREFIX} and the absolute path of a socket, or @ and a name, got ${given(text)}`;
}
