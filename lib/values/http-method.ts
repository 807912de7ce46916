import { given } from './given';
import { nearest } from './nearest';
import { isUnresolved } from './unresolved';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];
const TOKEN = /^[!#$%&'*+\-.^_`|~A-Z0-9]+$/;

/** A method, in capitals: Envoy compares it as it stands. Methods beyond HTTP's own are taken. */
export function checkHttpMethod(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && TOKEN.test(value))) return undefined;
  const near = typeof value === 'string' ? nearest(value.toUpperCase(), METHODS) : undefined;
  return `must be a method in capitals, such as ${near ?? 'GET'}, got ${given(value)}`;
}

/** A method that istiod's webhook takes in a CORS policy: one of HTTP's own, or `*`. */
export function checkCorsMethod(value: unknown): string | undefined {
  if (isUnresolved(value) || value === '*' || (typeof value === 'string' && METHODS.includes(value))) return undefined;
  const near = typeof value === 'string' ? nearest(value, METHODS) : undefined;
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return `must be one of ${METHODS.join(', ')} or *, got ${given(value)}${hint}`;
}
