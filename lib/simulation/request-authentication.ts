/** Whose token a request carries. Source: semantics.md, PeerAuthentication (its end) and measured 19; Envoy's `verifier.cc`. */
import { type MeshObject } from '../model/mesh-object';
import { compareText } from '../values/compare-text';
import { claimAt, type Claims, withListsOf } from './claims';
import {
  audiencesOf,
  type BadToken,
  type ClaimHeader,
  type GoodToken,
  judgeToken,
  type JwtRule,
  jwtRules,
} from './jwt-rule';
import { attachedPolicies, type PolicyTarget, type ScopedPolicies } from './policy-attachment';
import { type ServerRequest } from './server-request';
import { findTokens, type FoundToken } from './token-locations';
import { type NotKnown } from './truth';

/** What became of the token of a request. */
export interface Authenticated {
  readonly verdict: 'pass' | 'reject';

  /** Of the answer to a request that is rejected. */
  readonly status?: 401 | 403 | undefined;

  /** In lower case. */
  readonly reason: () => string;

  /** `issuer/subject`; undefined where the token lacks one of them. */
  readonly principal?: string | undefined;

  /** Of a valid token. Those that are lists of words, such as `scope`, are lists. */
  readonly claims?: Claims | undefined;
  readonly audiences?: readonly string[] | undefined;

  /** The claim `azp`. */
  readonly presenter?: string | undefined;

  /** Headers that the application does not get, in lower case. Removed before others are added. */
  readonly removedHeaders: readonly string[];

  /** Query parameters that the application does not get. */
  readonly removedParams: readonly string[];
  readonly addedHeaders: readonly AddedHeader[];

  /** The RequestAuthentication that took or refused the token. */
  readonly by?: MeshObject | undefined;

  /** Its rule: `spec.jwtRules[0]`. */
  readonly path?: string | undefined;

  /** What would have to be known to be sure: the verdict is that of a good answer. */
  readonly unknown?: NotKnown | undefined;
}

/** A header for the application. */
export interface AddedHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** The request authentication of one workload. */
export interface RequestAuthentication {
  /** @param now - seconds since 1970 @default {@link FIXED_NOW} */
  readonly authenticate: (request: ServerRequest, now?: number) => Authenticated;
}

/** The time of all tokens unless a time is given, for answers must not depend on when they are asked for: 2027-01-01. */
export const FIXED_NOW = Date.UTC(2027, 0) / 1000;

const NONE: readonly never[] = Object.freeze([]);
const NOTHING_CHANGED = { removedHeaders: NONE, removedParams: NONE, addedHeaders: NONE };
const NO_RULE: Authenticated = { verdict: 'pass', reason: () => 'no rule asks about tokens', ...NOTHING_CHANGED };
const PREFLIGHT: Authenticated = { verdict: 'pass', reason: () => 'CORS preflights need no token', ...NOTHING_CHANGED };
const NO_TOKEN: Authenticated = {
  verdict: 'pass',
  reason: () => 'there is no token, and none is asked for',
  ...NOTHING_CHANGED,
};

/** The RequestAuthentications of a workload, worked out once. */
export function requestAuthenticationOf(workload: PolicyTarget, policies: ScopedPolicies): RequestAuthentication {
  const attached = attachedPolicies(workload, policies);
  // istiod sorts rules by issuer, keeping the order of equals: those of the namespace before those of the root namespace.
  const ofRoot = new Set(policies.root);
  const inOrder = [...attached.filter((each) => !ofRoot.has(each)), ...attached.filter((each) => ofRoot.has(each))];
  const rules = inOrder.flatMap(jwtRules).sort((one, other) => compareText(one.issuer, other.issuer));
  if (rules.length === 0) return { authenticate: () => NO_RULE };
  const outputs = [...new Set(rules.flatMap(outputHeaders))];
  return {
    authenticate: (request, now = FIXED_NOW) => {
      if (request.protocol !== 'http') return NO_RULE;
      return isPreflight(request) ? PREFLIGHT : authenticate(rules, outputs, request, now);
    },
  };
}

/** One rule that takes all tokens it finds is enough; without it, every token that some rule finds is one too many. */
function authenticate(
  rules: readonly JwtRule[],
  outputs: readonly string[],
  request: ServerRequest,
  now: number,
): Authenticated {
  let open: Authenticated | undefined;
  let [first, telling]: [Refusal?, Refusal?] = [];
  for (const rule of rules) {
    const tokens = findTokens(rule.locations, request);
    const [token] = tokens;
    if (token === undefined) continue;
    const verdict = judgeAll(rule, tokens, now);
    if (verdict.isValid) {
      const pass = accepted(rule, token, verdict, request);
      if (pass.unknown === undefined) return pass;
      open ??= pass;
      continue;
    }
    first ??= { rule, bad: verdict };
    if (!verdict.isOfAnother) telling = { rule, bad: verdict };
  }
  if (open) return open;
  // That a token is of another issuer says less than what the rule of its own issuer finds wrong.
  const refusal = first?.bad.isOfAnother ? (telling ?? first) : first;
  if (refusal) return rejected(refusal);
  const forged = outputs.filter((name) => request.headers.has(name));
  return forged.length === 0 ? NO_TOKEN : { ...NO_TOKEN, removedHeaders: forged };
}

interface Refusal {
  readonly rule: JwtRule;
  readonly bad: BadToken;
}

/** All must be good. The first found is the one whose claims count, for Envoy goes through them from the last to the first. */
function judgeAll(rule: JwtRule, tokens: readonly FoundToken[], now: number): GoodToken | BadToken {
  const verdicts = tokens.map((token) => judgeToken(rule, token, now));
  const [good] = verdicts;
  const bad = verdicts.findLast((verdict) => !verdict.isValid);
  if (bad !== undefined || good?.isValid !== true)
    return bad ?? { isValid: false, status: 401, reason: 'there is no token', isOfAnother: false };
  const open = verdicts.find((verdict) => verdict.isValid && verdict.unknown !== undefined);
  return open?.isValid ? { ...good, unknown: open.unknown } : good;
}

function accepted(
  rule: JwtRule,
  { header, param }: FoundToken,
  good: GoodToken,
  { headers }: ServerRequest,
): Authenticated {
  const { claims, payload, unknown } = good;
  const { iss, sub, azp } = claims;
  const isPrincipal = typeof iss === 'string' && typeof sub === 'string' && iss !== '' && sub !== '';
  const forged = outputHeaders(rule).filter((name) => headers.has(name));
  return {
    verdict: 'pass',
    reason: () => `the token of ${JSON.stringify(iss ?? '')} is valid`,
    principal: isPrincipal ? `${iss}/${sub}` : undefined,
    claims: withListsOf(rule.spaceDelimited, claims),
    audiences: audiencesOf(claims),
    presenter: typeof azp === 'string' ? azp : undefined,
    removedHeaders: rule.forwards || header === undefined ? forged : [header, ...forged],
    removedParams: rule.forwards || param === undefined ? NONE : [param],
    addedHeaders: addedHeaders(rule, claims, payload),
    by: rule.policy,
    path: rule.path,
    unknown,
  };
}

function rejected({ rule, bad }: Refusal): Authenticated {
  const { status, reason } = bad;
  return { verdict: 'reject', status, reason: () => reason, ...NOTHING_CHANGED, by: rule.policy, path: rule.path };
}

/** Envoy removes these from every request, so that nobody can forge them. */
function outputHeaders({ payloadHeader, claimHeaders }: JwtRule): readonly string[] {
  return [...(payloadHeader === undefined ? [] : [payloadHeader]), ...claimHeaders.map(({ header }) => header)];
}

function addedHeaders(
  { payloadHeader, claimHeaders }: JwtRule,
  claims: Claims,
  payload: string,
): readonly AddedHeader[] {
  const ofPayload = payloadHeader === undefined ? [] : [{ name: payloadHeader, value: payload }];
  return [...ofPayload, ...claimHeaders.flatMap((each) => claimHeader(each, claims))];
}

/** Lists and objects come as base64url of their JSON. */
function claimHeader({ header, claim }: ClaimHeader, claims: Claims): readonly AddedHeader[] {
  const value = claimAt(claims, claim);
  if (value === undefined || value === null || value === '') return [];
  const text = typeof value === 'object' ? Buffer.from(JSON.stringify(value)).toString('base64url') : String(value);
  return [{ name: header, value: text }];
}

function isPreflight({ method, headers }: ServerRequest): boolean {
  return method === 'OPTIONS' && !!headers.get('origin') && !!headers.get('access-control-request-method');
}
