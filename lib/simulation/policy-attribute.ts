/** What rules of AuthorizationPolicies compare: attributes of a request, by the keys of `when`. Source: semantics.md, `when` keys. */
import { addressRange } from '../values/ip';
import { bracketedNames } from '../values/jwt-claim';
import { claimMatches } from './claims';
import { namespaceTest, principalTest, serviceAccountTest, trustDomainTest } from './identity-pattern';
import { pathTest } from './path-pattern';
import { type RequestFacts } from './request-facts';
import { headerTest, textTest, type TextTest } from './text-pattern';
import { type NotKnown, type Truth } from './truth';

/** Whether a request has one of the values that a rule names. */
export type AttributeTest = (facts: RequestFacts) => Truth;

/** What the meaning of a value depends on. */
export interface PolicyContext {
  /** Namespace of the policy. */
  readonly namespace: string;

  /** The mesh's own trust domain, then its aliases. */
  readonly trustDomains: readonly string[];
}

/** One attribute of requests. */
export interface PolicyAttribute {
  /** Whether TCP connections do not have it. */
  readonly isHttpOnly: boolean;

  /** Undefined for a value that istiod cannot read. */
  readonly test: (value: string, context: PolicyContext) => AttributeTest | undefined;
}

const HEADERS = 'request.headers';
const CLAIMS = 'request.auth.claims';
const FILTERS = 'experimental.envoy.filters.';

/** Under the keys of `when`, and under `host`, `path` and `method`, which only operations have. */
const ATTRIBUTES: Readonly<Record<string, PolicyAttribute>> = {
  host: http((value) => {
    const fits = headerTest(value.toLowerCase());
    return ({ host }) => fits(host);
  }),
  method: http((value) => {
    const fits = headerTest(value);
    return ({ request }) => fits(request.method);
  }),
  path: http((value) => {
    const fits = pathTest(value);
    return ({ path }) => fits(path);
  }),
  'source.ip': connection((value) =>
    ofAddress(
      value,
      ({ request }) => request.sourceIp,
      ({ request }) => ({ question: `what is the IP address of ${request.sourceName}?` }),
    ),
  ),
  'remote.ip': connection((value) =>
    ofAddress(
      value,
      ({ request }) => request.remoteIp,
      ({ request }) => ({ question: `what is the IP address of the original client behind ${request.sourceName}?` }),
    ),
  ),
  'source.principal': connection((value, { trustDomains }) => ofPeer(principalTest(value, trustDomains), value)),
  'source.namespace': connection((value) => ofPeer(namespaceTest(value), value)),
  'source.serviceAccount': connection((value, { namespace }) => ofPeer(serviceAccountTest(value, namespace), value)),
  'source.trustDomain': connection((value, { trustDomains }) => ofPeer(trustDomainTest(value, trustDomains), value)),
  'request.auth.principal': http(ofRequestPrincipal),
  'request.auth.audiences': http((value) => ofClaim(['aud'], value)),
  'request.auth.presenter': http((value) => ofClaim(['azp'], value)),
  'destination.ip': connection((value) =>
    ofAddress(
      value,
      ({ request }) => request.destinationIp,
      () => ({ question: 'what is the IP address of the pod that is called?' }),
    ),
  ),
  'destination.port': connection((value) => {
    if (!/^\d+$/.test(value) || Number(value) > 65535) return undefined;
    const port = Number(value);
    return ({ request }) => request.port === port;
  }),
  'connection.sni': connection((value) => {
    const fits = textTest(value);
    return ({ request }) => fits(request.sni ?? '');
  }),
};

/** The attribute of a key; undefined for keys that Istio does not know. */
export function policyAttribute(key: string): PolicyAttribute | undefined {
  if (Object.hasOwn(ATTRIBUTES, key)) return ATTRIBUTES[key];
  if (key.startsWith(HEADERS)) return http((value) => ofHeader(key.slice(HEADERS.length), value));
  if (key.startsWith(CLAIMS)) return http((value) => ofClaim(bracketedNames(key.slice(CLAIMS.length)), value));
  if (key.startsWith(FILTERS)) return connection(() => ofFilter(key));
  return undefined;
}

function http(test: PolicyAttribute['test']): PolicyAttribute {
  return { isHttpOnly: true, test };
}

function connection(test: PolicyAttribute['test']): PolicyAttribute {
  return { isHttpOnly: false, test };
}

function ofAddress(
  range: string,
  read: (facts: RequestFacts) => string | undefined,
  ask: (facts: RequestFacts) => NotKnown,
): AttributeTest | undefined {
  const isIn = addressRange(range);
  if (isIn === undefined) return undefined;
  return (facts) => {
    const address = read(facts);
    return address === undefined ? ask(facts) : isIn(address);
  };
}

/** Plain text has no identity, so nothing fits it (semantics.md, mTLS dependency). */
function ofPeer(fits: TextTest | undefined, value: string): AttributeTest {
  if (fits === undefined) {
    const question = `what did the proxy have before it refused the regular expression that ${JSON.stringify(value)} becomes?`;
    return () => ({ question });
  }
  return ({ request: { peer } }) => peer !== null && fits(peer);
}

function ofHeader(bracketed: string, value: string): AttributeTest | undefined {
  if (!bracketed.startsWith('[') || !bracketed.endsWith(']')) return undefined;
  const name = bracketed.slice(1, -1).toLowerCase();
  const fits = headerTest(value);
  return ({ request }) => {
    const header = headerOf(request, name);
    return header !== undefined && fits(header);
  };
}

/** Envoy has method, path, scheme and host among the headers. */
function headerOf(request: RequestFacts['request'], name: string): string | undefined {
  if (name === 'host' || name === ':authority') return request.host;
  if (name === ':path') return request.path;
  if (name === ':method') return request.method;
  if (name === ':scheme') return request.scheme;
  return request.headers.get(name);
}

function ofClaim(path: readonly string[] | undefined, value: string): AttributeTest | undefined {
  if (path === undefined) return undefined;
  const fits = textTest(value);
  return ({ claims }) => claimMatches(claims, path, fits);
}

/** `iss/sub`, split at the last slash, for issuers are URLs. A star that stands alone at either side is any text that is not empty. */
function ofRequestPrincipal(value: string): AttributeTest {
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash === -1 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
  const [fitsIssuer, fitsSubject] = requestPrincipalTests(value, issuer, subject, slash !== -1);
  return ({ claims }) => {
    const [iss, sub] = [claims?.iss, claims?.sub];
    return typeof iss === 'string' && typeof sub === 'string' && fitsIssuer(iss) && fitsSubject(sub);
  };
}

function requestPrincipalTests(
  value: string,
  issuer: string,
  subject: string,
  isSplit: boolean,
): readonly [issuer: TextTest, subject: TextTest] {
  const some = textTest('*');
  if (value === '*') return [some, some];
  // Without a slash the star's side decides which of the two is meant.
  if (value.startsWith('*')) return isSplit ? [textTest(issuer), exactly(subject)] : [some, textTest(value)];
  if (value.endsWith('*')) return isSplit ? [exactly(issuer), textTest(subject)] : [textTest(value), some];
  return [exactly(issuer), exactly(subject)];
}

function exactly(expected: string): TextTest {
  return (text) => text === expected;
}

function ofFilter(key: string): AttributeTest | undefined {
  if (!key.includes('[')) return undefined;
  const question = `what do the proxy's filters leave under ${key}?`;
  return () => ({ question });
}
