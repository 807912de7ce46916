/** One rule of a RequestAuthentication: an issuer whose tokens are taken. Source: semantics.md (measured 19), and Envoy's `authenticator.cc`. */
import { type MeshObject, printObject } from '../model/mesh-object';
import { fieldsOf, itemsOf, textOf, textsOf } from '../values/json';
import { type Claims } from './claims';
import { type JwtKey, readJwks } from './jwks-keys';
import { type Jwt, parseJwt, signatureProblem } from './jwt';
import { type RequestToken } from './server-request';
import { type FoundToken, type TokenLocations, tokenLocations } from './token-locations';
import { type NotKnown } from './truth';

/** A rule, read once. */
export interface JwtRule {
  readonly policy: MeshObject;

  /** `spec.jwtRules[0]`. */
  readonly path: string;

  /** Empty where tokens of any issuer are taken. */
  readonly issuer: string;

  /** Without scheme and trailing slash; empty where tokens for anybody are taken. */
  readonly audiences: ReadonlySet<string>;
  readonly locations: TokenLocations;
  readonly keys: RuleKeys;

  /** Whether the application gets the token. */
  readonly forwards: boolean;
  readonly payloadHeader: string | undefined;
  readonly claimHeaders: readonly ClaimHeader[];

  /** Claims that are lists of words. */
  readonly spaceDelimited: readonly string[];
}

/** A claim that the application gets as a header. */
export interface ClaimHeader {
  readonly header: string;

  /** Names of the claim and of claims in it. */
  readonly claim: readonly string[];
}

/** The keys, or the question for them; and the text they were read from. */
interface RuleKeys {
  readonly text: string;
  readonly known: readonly JwtKey[] | undefined;
  readonly question: string;
}

/** What a rule thinks of a token. */
export type TokenVerdict = GoodToken | BadToken;

/** A token that is valid, or is so if `unknown` turns out well. */
export interface GoodToken {
  readonly isValid: true;
  readonly claims: Claims;

  /** Base64url of the claims. */
  readonly payload: string;
  readonly unknown?: NotKnown | undefined;
}

/** A token that is refused. */
export interface BadToken {
  readonly isValid: false;
  readonly status: 401 | 403;
  readonly reason: string;

  /** Whether it is just of another issuer, of which another rule may know better. */
  readonly isOfAnother: boolean;
}

/** Seconds by which clocks may differ (measured 19). */
const CLOCK_SKEW = 60;

/** Lists of words for every rule. */
const SPACE_DELIMITED = ['permission', 'scope'];

/** The rules of a policy. */
export function jwtRules(policy: MeshObject): readonly JwtRule[] {
  return itemsOf(policy.spec.jwtRules).map((each, index) =>
    readRule(policy, fieldsOf(each), `spec.jwtRules[${index}]`),
  );
}

function readRule(policy: MeshObject, rule: Readonly<Record<string, unknown>>, path: string): JwtRule {
  return {
    policy,
    path,
    issuer: textOf(rule.issuer) ?? '',
    audiences: new Set(textsOf(rule.audiences).map(bareAudience)),
    locations: tokenLocations(rule),
    keys: keysOf(policy, rule, path),
    forwards: rule.forwardOriginalToken === true,
    payloadHeader: textOf(rule.outputPayloadToHeader)?.toLowerCase(),
    claimHeaders: itemsOf(rule.outputClaimToHeaders).flatMap((each) => {
      const [header, claim] = [textOf(fieldsOf(each).header), textOf(fieldsOf(each).claim)];
      return header === undefined || claim === undefined
        ? []
        : [{ header: header.toLowerCase(), claim: claim.split('.') }];
    }),
    spaceDelimited: [...new Set([...SPACE_DELIMITED, ...textsOf(rule.spaceDelimitedClaims)])],
  };
}

function keysOf(policy: MeshObject, rule: Readonly<Record<string, unknown>>, path: string): RuleKeys {
  const text = textOf(rule.jwks) ?? '';
  const [uri, issuer] = [textOf(rule.jwksUri), textOf(rule.issuer)];
  const question =
    text !== ''
      ? `which keys are meant by ${path}.jwks of ${printObject(policy)}?`
      : uri !== undefined
        ? `which keys are at ${uri}?`
        : `which keys does the issuer ${issuer ?? ''} publish?`;
  return { text, known: text === '' ? undefined : readJwks(text), question };
}

/** @param now - seconds since 1970 */
export function judgeToken(rule: JwtRule, { text, stated }: FoundToken, now: number): TokenVerdict {
  if (stated?.claims !== undefined) {
    const { claims } = stated;
    const bad = claimsProblem(rule, claims, now) ?? statedKeyProblem(rule.keys, stated);
    const payload = () => Buffer.from(JSON.stringify(claims)).toString('base64url');
    return bad ?? { isValid: true, claims, payload: payload() };
  }
  const jwt = parseJwt(text ?? '');
  if ('problem' in jwt) return refusal(jwt.problem);
  return claimsProblem(rule, jwt.claims, now) ?? judgeSignature(rule.keys, jwt);
}

/** In Envoy's order: types, issuer, time, audience. Keys come last, so that a wrong audience is told before a wrong signature. */
function claimsProblem({ issuer, audiences }: JwtRule, claims: Claims, now: number): BadToken | undefined {
  const { iss, sub, aud, exp, nbf, iat } = claims;
  for (const [name, value] of [
    ['iss', iss],
    ['sub', sub],
  ] as const) {
    if (value !== undefined && typeof value !== 'string') return refusal(`the claim ${name} is no text`);
  }
  for (const [name, value] of [
    ['exp', exp],
    ['nbf', nbf],
    ['iat', iat],
  ] as const) {
    if (value !== undefined && !isTime(value)) return refusal(`the claim ${name} is no number of seconds`);
  }
  const meant = audiencesOf(claims);
  if (meant === undefined) return refusal('the claim aud is neither a text nor a list of texts');
  if (issuer !== '' && iss !== issuer) {
    return { ...refusal(`the issuer ${JSON.stringify(iss ?? '')} is not ${issuer}`), isOfAnother: true };
  }
  if (isTime(nbf) && now + CLOCK_SKEW < nbf) return refusal('the token is not valid yet');
  if (isTime(exp) && exp > 0 && now > exp + CLOCK_SKEW) return refusal('the token has expired');
  if (audiences.size > 0 && !meant.some((each) => audiences.has(bareAudience(each)))) {
    return {
      ...refusal(`the audience ${JSON.stringify(aud ?? '')} is none of ${[...audiences].join(', ')}`),
      status: 403,
    };
  }
  return undefined;
}

/** The audiences of a token; undefined where the claim is of a wrong type. */
export function audiencesOf({ aud }: Claims): readonly string[] | undefined {
  if (aud === undefined) return [];
  if (typeof aud === 'string') return [aud];
  return Array.isArray(aud) && aud.every((each) => typeof each === 'string') ? aud : undefined;
}

/** A key that is named is one of the policy's if it has its `kid`, or if the keys are a stand-in for it, such as `${JWKS:second}`. */
function statedKeyProblem({ text, known }: RuleKeys, { key = 'main' }: RequestToken): BadToken | undefined {
  if (key === 'main' || known?.some(({ kid }) => kid === key)) return undefined;
  if (known === undefined && text.startsWith('${') && text.endsWith(`:${key}}`)) return undefined;
  return refusal(`the keys of the policy do not have the key ${key}, which the token is signed by`);
}

function judgeSignature({ known, question }: RuleKeys, jwt: Jwt): TokenVerdict {
  const { claims, payload } = jwt;
  if (known === undefined) return { isValid: true, claims, payload, unknown: { question } };
  const problem = signatureProblem(jwt, known);
  return problem === undefined ? { isValid: true, claims, payload } : refusal(problem);
}

function refusal(reason: string): BadToken {
  return { isValid: false, status: 401, reason, isOfAnother: false };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

/** As Envoy compares audiences: `https://shop/` is `shop`. */
function bareAudience(audience: string): string {
  return audience.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
