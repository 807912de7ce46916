/** Headers of requests. Source: RFC 9110 and istiod's validation of header names and values. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const NAME = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
// The comma is there because istiod's own pattern has a range from + to . in it.
const ISTIO_NAME = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];
const PROBE_NAME = /^[-A-Za-z0-9]+$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

/** A name of a header, without the pseudo headers of HTTP/2. */
export function checkHeaderName(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && NAME.test(value))) return undefined;
  return `must be a name of a header (letters, digits and !#$%&'*+-.^_\`|~), got ${given(value)}`;
}

/** A name of a header that istiod's webhook takes in the probe of a WorkloadGroup. */
export function checkProbeHeaderName(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && PROBE_NAME.test(value))) return undefined;
  return `must be a name of a header (letters, digits and dashes), got ${given(value)}`;
}

/** A value of a header: no control characters but tabs. */
export function checkHeaderValue(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && !CONTROL.test(value))) return undefined;
  return `must be a text without control characters, got ${given(value)}`;
}

/** A name of a header in a match, as istiod's webhook takes it: one with commas, or a pseudo header as HTTP/2 writes it. */
export function checkIstioMatchHeader(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && (ISTIO_NAME.test(value) || PSEUDO_HEADERS.includes(value))))
    return undefined;
  return `must be a name of a header (letters, digits and !#$%&'*+,-.^_\`|~) or one of ${PSEUDO_HEADERS.join(', ')}, got ${given(value)}`;
}

/** A name of a header in a CORS policy, as istiod's webhook takes it: `*` is one. */
export function checkCorsHeader(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && ISTIO_NAME.test(value))) return undefined;
  return `must be a name of a header (letters, digits and !#$%&'*+,-.^_\`|~) or *, got ${given(value)}`;
}
