/** Whether rules of ALLOW policies admit a caller: the arithmetic behind "who would be refused". */
import { principal } from '../values/spiffe';
import { derive, isUnresolved } from '../values/unresolved';
import { type CallerReference } from '../model/intents';
import { type PeerSource } from '../tree/handles';
import { type AccessRule } from './access-rule';
import { type Condition } from './condition';

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
  const { caller, targetPort, method, path } = request;
  return (
    rule.from.some((each) => knows(each.peer, caller, trustDomain, true)) &&
    !(rule.notFrom ?? []).some((each) => knows(each.peer, caller, trustDomain, false)) &&
    holds(
      rule.ports?.map((port) => port.targetPort),
      targetPort,
      same,
    ) &&
    holds(rule.methods, method, same) &&
    !excludes(rule.notMethods, method, same) &&
    holds(rule.paths, path, (own, asked) => coversPath(own, asked, true)) &&
    !excludes(rule.notPaths, path, (own, asked) => coversPath(own, asked, false) || coversPath(asked, own, false)) &&
    (rule.when ?? []).every((each) => meets(each, request, trustDomain))
  );
}

/**
 * Whether every text that `outer` stands for includes those of `inner`.
 *
 * @param believed - the answer where two patterns cannot be compared.
 */
export function coversPath(outer: string, inner: string, believed: boolean): boolean {
  if (outer === inner) return true;
  if (!outer.includes('{')) return coversText(outer, inner);
  const literal = outer.slice(0, outer.indexOf('{'));
  if (/[*{]/.test(inner)) return inner.startsWith('*') || inner.startsWith(literal) ? believed : false;
  const segments = outer.split('{**}').map((part) => part.split('{*}').map(escaped).join('[^/]+'));
  return new RegExp(`^${segments.join('.*')}$`).test(inner);
}

/** The same for texts with a `*` at one end and no templates. */
function coversText(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  if (outer.endsWith('*')) return withoutStar(inner).startsWith(outer.slice(0, -1)) && !inner.startsWith('*');
  if (outer.startsWith('*')) return withoutStar(inner).endsWith(outer.slice(1)) && !inner.endsWith('*');
  return false;
}

/** Whether a source means the caller; `believed` where only deployment tells. */
function knows(
  source: PeerSource,
  caller: CallerReference | undefined,
  trustDomain: string,
  believed: boolean,
): boolean {
  if (source.anyone) return true;
  // Which addresses pods and clients have is nothing that a program knows.
  if (source.ipBlocks !== undefined || source.remoteIpBlocks !== undefined) return believed;
  if (caller === undefined) return false;
  const { namespace, serviceAccount } = caller;
  if (isUnresolved(namespace) || isUnresolved(serviceAccount)) return believed;
  return (
    (source.namespaces ?? []).some((own) => (isUnresolved(own) ? believed : own === namespace)) ||
    (source.principals ?? []).some((own) =>
      isUnresolved(own) || isUnresolved(trustDomain)
        ? believed
        : coversText(own, principal(trustDomain, namespace, serviceAccount)),
    ) ||
    (source.serviceAccounts ?? []).some((own) =>
      isUnresolved(own.namespace) || isUnresolved(own.name)
        ? believed
        : own.namespace === namespace && own.name === serviceAccount,
    )
  );
}

/** Conditions on who calls and on the port; what else is asked for is not stated by intents. */
function meets(condition: Condition, { caller, targetPort }: Request, trustDomain: string): boolean {
  const { key, values, notValues } = condition.spec;
  const facts: Readonly<Record<string, readonly unknown[] | undefined>> = {
    'source.namespace': [caller?.namespace],
    'source.serviceAccount': [
      caller && derive([caller.namespace, caller.serviceAccount], (ns, name) => `${ns}/${name}`),
    ],
    'source.principal': [caller && principal(trustDomain, caller.namespace, caller.serviceAccount)],
    'destination.port': targetPort === undefined ? undefined : [String(targetPort)],
  };
  const fact = facts[key];
  if (fact === undefined || fact.some(isUnresolved)) return true;
  const is = (own: string) => fact.some((each) => typeof each === 'string' && coversText(own, each));
  return values
    ? values.some((own) => isUnresolved(own) || is(own))
    : !(notValues ?? []).some((own) => !isUnresolved(own) && is(own));
}

function holds<T>(own: readonly T[] | undefined, asked: T | undefined, covers: (own: T, asked: T) => boolean): boolean {
  if (own === undefined || asked === undefined || isUnresolved(own) || isUnresolved(asked)) return true;
  return own.some((each) => isUnresolved(each) || covers(each, asked));
}

function excludes<T>(
  not: readonly T[] | undefined,
  asked: T | undefined,
  meet: (own: T, asked: T) => boolean,
): boolean {
  if (not === undefined || asked === undefined || isUnresolved(not) || isUnresolved(asked)) return false;
  return not.some((each) => !isUnresolved(each) && meet(each, asked));
}

function same(own: unknown, asked: unknown): boolean {
  return own === asked;
}

function withoutStar(pattern: string): string {
  return pattern.replace(/^\*|\*$/g, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
