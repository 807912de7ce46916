/** Whether rules of policies are for a caller: the arithmetic behind "who would be refused". */
import { principal } from '../values/spiffe';
import { isUnresolved } from '../values/unresolved';
import { type CallerReference } from '../model/intents';
import { type PeerSource } from '../tree/handles';
import { type AccessRule, httpAttributes } from './access-rule';

/** One kind of request of a caller. What is undefined is not stated, and so not judged. */
export interface Request {
  /** Undefined for a caller without an identity. */
  readonly caller: CallerReference | undefined;
  readonly targetPort?: number | undefined;

  /** Whether Istio sees no requests there, because the port is not HTTP. */
  readonly isOpaque?: boolean | undefined;
  readonly method?: string | undefined;

  /** A path or a pattern, as an AuthorizationPolicy writes it. */
  readonly path?: string | undefined;
}

/**
 * Whether a rule is for all such requests.
 *
 * @param doubt - the answer where it hangs on what a program cannot know: an address, a header, what is only known after
 *   deployment, or what the request does not state. `true` believes that a rule fits, `false` asks whether it surely does.
 */
export function isFor(rule: AccessRule, request: Request, trustDomain: string, doubt: boolean): boolean {
  // Istio drops such an ALLOW rule there; such a DENY rule is an error of its own.
  if (request.isOpaque && httpAttributes(rule).length > 0) return false;
  const { caller, targetPort, method, path } = request;
  return (
    (rule.from.length === 0 || rule.from.some((each) => knows(each.peer, caller, trustDomain, doubt))) &&
    !(rule.notFrom ?? []).some((each) => knows(each.peer, caller, trustDomain, !doubt)) &&
    holds(
      rule.ports?.map((port) => port.targetPort),
      targetPort,
      (own, asked) => own === asked,
      doubt,
    ) &&
    holds(rule.methods, method, coversPath, doubt) &&
    holds(rule.paths, path, coversPath, doubt) &&
    (rule.notMethods === undefined || !holds(rule.notMethods, method, mayMeet, !doubt)) &&
    (rule.notPaths === undefined || !holds(rule.notPaths, path, mayMeet, !doubt)) &&
    ((rule.hosts === undefined && rule.notHosts === undefined) || doubt) &&
    (rule.when ?? []).every((each) => (caller === undefined && each.layer === 'identity' ? each.isNegative : doubt))
  );
}

/** Whether some text may be meant by both patterns. */
function mayMeet(one: string, other: string): boolean {
  if (coversPath(one, other) || coversPath(other, one)) return true;
  const [a, b] = [one, other].map((each) => ({ isPrefix: each.endsWith('*'), isSuffix: each.startsWith('*') }));
  return (a?.isPrefix === true && b?.isSuffix === true) || (a?.isSuffix === true && b?.isPrefix === true);
}

/** Whether every text that `inner` stands for is one that `outer` stands for. Templates of `outer` are believed. */
export function coversPath(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*' || outer.includes('{')) return true;
  if (outer.endsWith('*')) return withoutStar(inner).startsWith(outer.slice(0, -1)) && !inner.startsWith('*');
  if (outer.startsWith('*')) return withoutStar(inner).endsWith(outer.slice(1)) && !inner.endsWith('*');
  return false;
}

function knows(source: PeerSource, caller: CallerReference | undefined, trustDomain: string, doubt: boolean): boolean {
  if (source.anyone) return true;
  // Which addresses pods and clients have is nothing that a program knows.
  if (source.ipBlocks !== undefined || source.remoteIpBlocks !== undefined) return doubt;
  if (caller === undefined) return false;
  const { namespace, serviceAccount } = caller;
  if (isUnresolved(namespace) || isUnresolved(serviceAccount) || isUnresolved(trustDomain)) return doubt;
  const identity = principal(trustDomain, namespace, serviceAccount);
  return (
    (source.namespaces ?? []).some((own) => (isUnresolved(own) ? doubt : own === namespace)) ||
    (source.principals ?? []).some((own) => (isUnresolved(own) ? doubt : coversPath(own, identity))) ||
    (source.serviceAccounts ?? []).some((own) =>
      isUnresolved(own.namespace) || isUnresolved(own.name)
        ? doubt
        : own.namespace === namespace && own.name === serviceAccount,
    )
  );
}

function holds<T>(
  own: readonly T[] | undefined,
  asked: T | undefined,
  fits: (own: T, asked: T) => boolean,
  doubt: boolean,
): boolean {
  if (own === undefined) return true;
  if (asked === undefined || isUnresolved(own) || isUnresolved(asked)) return doubt;
  return own.some((each) => (isUnresolved(each) ? doubt : fits(each, asked)));
}

function withoutStar(pattern: string): string {
  return pattern.replace(/^\*|\*$/g, '');
}
