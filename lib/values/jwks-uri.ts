/** Where a key set is fetched from, as istiod takes it. */
import { given } from './given';
import { goPort, type GoUrl, parseGoUrl } from './go-url';
import { type ValueProblem } from './value-problem';

const LARGEST_INT = 2n ** 63n - 1n;

/** An http or https URL. Its port is any number that fits Go's `int`: that 99999 is no port is not looked at. */
export function jwksUriProblem(uri: string): ValueProblem | undefined {
  let url: GoUrl;
  try {
    url = parseGoUrl(uri);
  } catch (error) {
    return { what: 'url', message: `must be a URL, got ${given(uri)} (${(error as Error).message})` };
  }
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return { what: 'scheme', message: `must begin with http:// or https://, got ${given(uri)}` };
  }
  const port = goPort(url);
  if (port.length < 19 || BigInt(port) <= LARGEST_INT) return undefined;
  return { what: 'port', message: `must have a port from 1 to 65535, got ${given(port)}` };
}
