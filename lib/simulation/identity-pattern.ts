/** Identities of callers as AuthorizationPolicies compare them. Source: semantics.md, Strings, and istiod's `model/generator.go`. */
import { literally } from '../values/regex';
import { globTest, textTest, type TextTest } from './text-pattern';
import { expandPrincipal, expandTrustDomain } from './trust-domains';

const SCHEME = 'spiffe://';

/** Each test takes an identity such as `spiffe://cluster.local/ns/shop/sa/web`; undefined where the proxy refuses the pattern. */
type IdentityTest = TextTest | undefined;

/** A principal without its scheme; trust domain aliases count. */
export function principalTest(pattern: string, trustDomains: readonly string[]): IdentityTest {
  return anyTest(expandPrincipal(pattern, trustDomains).map(onePrincipal));
}

function onePrincipal(pattern: string): IdentityTest {
  if (pattern === '*') return textTest('*');
  // A star at the beginning becomes a regular expression, one at the end does not.
  if (pattern.startsWith('*')) return globTest(SCHEME, pattern, '', true);
  return textTest(`${SCHEME}${pattern}`);
}

/** A namespace, with `*` anywhere. */
export function namespaceTest(pattern: string): IdentityTest {
  return globTest('/ns/', pattern, '/', false);
}

/** `namespace/name`, or a name in the policy's namespace (measured 20). */
export function serviceAccountTest(account: string, policyNamespace: string): TextTest {
  const slash = account.indexOf('/');
  const namespace = slash === -1 ? policyNamespace : account.slice(0, slash);
  const name = account.slice(slash + 1);
  const regex = new RegExp(`^spiffe://.+/ns/${literally(namespace)}/(?:.+/)?sa/${literally(name)}(?:/.+)?$`);
  return (identity) => regex.test(identity);
}

/** A trust domain, with one `*` at an end; aliases count for exact ones. */
export function trustDomainTest(pattern: string, trustDomains: readonly string[]): IdentityTest {
  const own = anyTest(expandTrustDomain(pattern, trustDomains).map(textTest));
  return (
    own && ((identity) => identity.startsWith(SCHEME) && own(identity.slice(SCHEME.length).split('/', 1)[0] ?? ''))
  );
}

function anyTest(tests: readonly IdentityTest[]): IdentityTest {
  const [only] = tests;
  if (tests.length === 1) return only;
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : (identity) => known.some((test) => test(identity));
}
