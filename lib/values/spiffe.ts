/** Identities of workloads: `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`. */
import { given } from './given';
import { derive, isUnresolved } from './unresolved';

const SCHEME = 'spiffe://';
const IDENTITY = /^spiffe:\/\/([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

/** The parts of an identity. */
export interface SpiffeIdentity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The principal of a ServiceAccount, as policies name it: the identity without its scheme. */
export function principal(trustDomain: string, namespace: string, serviceAccount: string): string {
  return derive([trustDomain, namespace, serviceAccount], (domain, ns, account) => `${domain}/ns/${ns}/sa/${account}`);
}

/** The identity of a ServiceAccount, as certificates carry it. */
export function spiffeIdentity(trustDomain: string, namespace: string, serviceAccount: string): string {
  return derive([principal(trustDomain, namespace, serviceAccount)], (name) => `${SCHEME}${name}`);
}

/** The parts; undefined if `text` is no identity. */
export function parseSpiffeIdentity(text: string): SpiffeIdentity | undefined {
  const [, trustDomain, namespace, serviceAccount] = IDENTITY.exec(text) ?? [];
  if (trustDomain === undefined || namespace === undefined || serviceAccount === undefined) return undefined;
  return { trustDomain, namespace, serviceAccount };
}

/** An identity as certificates carry it. */
export function checkSpiffeIdentity(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && parseSpiffeIdentity(value))) return undefined;
  return `must be a SPIFFE identity such as spiffe://cluster.local/ns/shop/sa/web, got ${given(value)}`;
}

/** A principal in an AuthorizationPolicy. With a scheme istiod takes it, and it never matches. */
export function checkPrincipal(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || value === '')
    return `must be a principal such as cluster.local/ns/shop/sa/web, got ${given(value)}`;
  if (value.startsWith(SCHEME))
    return `must be written without ${SCHEME}, with which it never matches, got ${given(value)}`;
  return starsAtOneEnd(value) ? undefined : `may have one * at its beginning or end, got ${given(value)}`;
}

/** A trust domain in an AuthorizationPolicy: the part of a principal before its first slash. */
export function checkTrustDomain(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || value === '' || value.includes('/'))
    return `must be a trust domain such as cluster.local, without a slash, got ${given(value)}`;
  return starsAtOneEnd(value) ? undefined : `may have one * at its beginning or end, got ${given(value)}`;
}

function starsAtOneEnd(text: string): boolean {
  const inner = text.startsWith('*') ? text.slice(1) : text.endsWith('*') ? text.slice(0, -1) : text;
  return !inner.includes('*');
}
