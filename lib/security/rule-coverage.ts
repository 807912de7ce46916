/** Whether rules of policies are for a caller: the arithmetic behind "who would be refused". */
import { principal } from '../values/spiffe';
import { derive, isUnresolved } from '../values/unresolved';
import { type CallerReference } from '../model/intents';
import { type PeerSource } from '../tree/handles';
import { type AccessRule, httpAttributes } from './access-rule';
import { type Condition } from './condition';
import { literally } from '../values/regex';

/** One kind of request of a caller. What is undefined is not stated, and so not judged. */
export interface Request {
  /** Undefined for a caller without an identity. */
  readonly caller: CallerReference | undefined;
  readonly targetPort?: number | undefined;

  /** Whether Istio sees no requests there, because the port is not HTTP. */
  readonly isOpaque?: boolean | undefined;
  /** Whether it is a client of a gateway, who may show a certificate that is none of the mesh's. */
  readonly isOutside?: boolean | undefined;

  /** The host that is asked for, without a port. */
  readonly host?: string | undefined;
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
  const { targetPort, host, method, path } = request;
  return (
    (rule.from.length === 0 || rule.from.some((each) => knows(each.peer, request, trustDomain, doubt))) &&
    !(rule.notFrom ?? []).some((each) => knows(each.peer, request, trustDomain, !doubt)) &&
    holds(targetPorts(rule.ports), targetPort, isEqual, doubt) &&
    (rule.notPorts === undefined || !holds(targetPorts(rule.notPorts), targetPort, isEqual, !doubt)) &&
    holds(rule.methods, method, coversText, doubt) &&
    holds(rule.paths, path, (own, asked) => coversPath(own, asked, doubt), doubt) &&
    (rule.notMethods === undefined || !holds(rule.notMethods, method, mayMeet, !doubt)) &&
    (rule.notPaths === undefined || !holds(rule.notPaths, path, mayMeet, !doubt)) &&
    holds(rule.hosts, host, (own, asked) => coversHost(own, asked, doubt), doubt) &&
    (rule.notHosts === undefined ||
      !holds(rule.notHosts, host, (own, asked) => coversHost(own, asked, !doubt), !doubt)) &&
    (rule.when ?? []).every((each) => meets(each, request, trustDomain, doubt))
  );
}

function targetPorts(ports: AccessRule['ports']): readonly number[] | undefined {
  return ports?.map((port) => port.targetPort);
}

function isEqual(own: number, asked: number): boolean {
  return own === asked;
}

/** Whether some text may be meant by both patterns. */
function mayMeet(one: string, other: string): boolean {
  if (coversPath(one, other, true) || coversPath(other, one, true)) return true;
  const [a, b] = [one, other].map((each) => ({ isPrefix: each.endsWith('*'), isSuffix: each.startsWith('*') }));
  return (a?.isPrefix === true && b?.isSuffix === true) || (a?.isSuffix === true && b?.isPrefix === true);
}

/**
 * Whether every path that `inner` stands for is one that `outer` stands for.
 *
 * @param doubt - the answer where a template and another pattern cannot be compared.
 */
export function coversPath(outer: string, inner: string, doubt: boolean): boolean {
  if (outer === inner) return true;
  if (!outer.includes('{')) return coversText(outer, inner);
  const literal = outer.slice(0, outer.indexOf('{'));
  if (/[*{]/.test(inner)) return inner.startsWith('*') || inner.startsWith(literal) ? doubt : false;
  const segments = outer.split('{**}').map((part) => part.split('{*}').map(literally).join('[^/]+'));
  return new RegExp(`^${segments.join('.*')}$`).test(inner);
}

/** The same for texts with a `*` at one end and no templates. */
function coversText(outer: string, inner: string): boolean {
  if (outer === inner || outer === '*') return true;
  if (outer.endsWith('*')) return withoutStar(inner).startsWith(outer.slice(0, -1)) && !inner.startsWith('*');
  if (outer.startsWith('*')) return withoutStar(inner).endsWith(outer.slice(1)) && !inner.endsWith('*');
  return false;
}

/** Hosts are compared without regard to case. @param doubt - the answer where a port is asked for, which clients may write or not. */
function coversHost(outer: string, inner: string, doubt: boolean): boolean {
  const [name = '', port] = outer.toLowerCase().split(':');
  return coversText(name, inner.toLowerCase()) && (port === undefined || doubt);
}

/** Conditions on who calls and on the port; what else is asked for is nothing that a program knows. */
function meets(condition: Condition, request: Request, trustDomain: string, doubt: boolean): boolean {
  const { caller, targetPort, isOutside = false } = request;
  if (caller === undefined && condition.layer === 'identity') return isOutside ? doubt : condition.isNegative;
  const { key, values = [], notValues = [] } = condition.spec;
  const facts: Readonly<Record<string, string | undefined>> = {
    'source.namespace': caller?.namespace,
    'source.serviceAccount':
      caller && derive([caller.namespace, caller.serviceAccount], (namespace, name) => `${namespace}/${name}`),
    'source.principal': caller && principal(trustDomain, caller.namespace, caller.serviceAccount),
    'source.trustDomain': caller && trustDomain,
    'destination.port': targetPort === undefined ? undefined : derive([targetPort], String),
  };
  const fact = facts[key];
  if (fact === undefined || isUnresolved(fact)) return doubt;
  const among = (texts: readonly string[], unknown: boolean) =>
    texts.some((own) => (isUnresolved(own) ? unknown : coversText(own, fact)));
  return condition.isNegative ? !among(notValues, !doubt) : among(values, doubt);
}

function knows(
  source: PeerSource,
  { caller, isOutside = false }: Request,
  trustDomain: string,
  doubt: boolean,
): boolean {
  if (source.anyone) return true;
  // Which addresses pods and clients have is nothing that a program knows.
  if (source.ipBlocks !== undefined || source.remoteIpBlocks !== undefined) return doubt;
  if (caller === undefined) return isOutside && source.principals !== undefined ? doubt : false;
  const { namespace, serviceAccount } = caller;
  if (isUnresolved(namespace) || isUnresolved(serviceAccount) || isUnresolved(trustDomain)) return doubt;
  const identity = principal(trustDomain, namespace, serviceAccount);
  return (
    (source.namespaces ?? []).some((own) => (isUnresolved(own) ? doubt : own === namespace)) ||
    (source.principals ?? []).some((own) => (isUnresolved(own) ? doubt : coversText(own, identity))) ||
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
  if (asked === undefined || isUnresolved(own)) return doubt;
  if (own.includes(asked)) return true;
  return isUnresolved(asked) ? doubt : own.some((each) => (isUnresolved(each) ? doubt : fits(each, asked)));
}

function withoutStar(pattern: string): string {
  return pattern.replace(/^\*|\*$/g, '');
}
