/** Whether rules of ALLOW policies admit a caller: the arithmetic behind "who would be refused". */
import { principal } from '../values/spiffe';
import { isUnresolved } from '../values/unresolved';
import { type CallerReference } from '../model/intents';
import { type PeerSource } from '../tree/handles';
import { type AccessRule } from './access-rule';

/** One kind of request of a caller. What is undefined is not stated, and so not judged. */
export interface Request {
  /** Undefined for a caller without an identity. */
  readonly caller: CallerReference | undefined;
  readonly targetPort?: number | undefined;
  readonly method?: string | undefined;

  /** A path or a pattern, as an AuthorizationPolicy writes it. */
  readonly path?: string | undefined;
}

/** Whether a rule admits all such requests. What is only known after deployment is believed to fit. */
export function admits(rule: AccessRule, request: Request, trustDomain: string): boolean {
  return (
    rule.from.some((each) => knows(each.peer, request.caller, trustDomain)) &&
    holds(
      rule.ports?.map((port) => port.targetPort),
      request.targetPort,
      (own, asked) => own === asked,
    ) &&
    holds(rule.methods, request.method, (own, asked) => own === asked) &&
    holds(rule.paths, request.path, coversPath)
  );
}

/** Whether every text that `inner` stands for is one that `outer` stands for. Templates of `outer` are believed. */
export function coversPath(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*' || outer.includes('{')) return true;
  if (outer.endsWith('*')) return withoutStar(inner).startsWith(outer.slice(0, -1)) && !inner.startsWith('*');
  if (outer.startsWith('*')) return withoutStar(inner).endsWith(outer.slice(1)) && !inner.endsWith('*');
  return false;
}

function knows(source: PeerSource, caller: CallerReference | undefined, trustDomain: string): boolean {
  if (source.anyone) return true;
  // Which addresses pods and clients have is nothing that a program knows.
  if (source.ipBlocks !== undefined || source.remoteIpBlocks !== undefined) return true;
  if (caller === undefined) return false;
  const { namespace, serviceAccount } = caller;
  if (isUnresolved(namespace) || isUnresolved(serviceAccount) || isUnresolved(trustDomain)) return true;
  const identity = principal(trustDomain, namespace, serviceAccount);
  return (
    (source.namespaces ?? []).some((own) => isUnresolved(own) || own === namespace) ||
    (source.principals ?? []).some((own) => isUnresolved(own) || coversPath(own, identity)) ||
    (source.serviceAccounts ?? []).some(
      (own) =>
        isUnresolved(own.namespace) ||
        isUnresolved(own.name) ||
        (own.namespace === namespace && own.name === serviceAccount),
    )
  );
}

function holds<T>(own: readonly T[] | undefined, asked: T | undefined, covers: (own: T, asked: T) => boolean): boolean {
  if (own === undefined || asked === undefined || isUnresolved(own) || isUnresolved(asked)) return true;
  return own.some((each) => isUnresolved(each) || covers(each, asked));
}

function withoutStar(pattern: string): string {
  return pattern.replace(/^\*|\*$/g, '');
}
