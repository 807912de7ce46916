/** Trust domains in policies. Source: istiod's `trustdomain/bundle.go`. */

/** In a policy it stands for the mesh's own trust domain, whatever that is called. */
const OWN = 'cluster.local';

/**
 * What a principal of a policy means in a mesh with aliases of its trust domain: itself with each of the trust domains. One whose trust
 * domain is none of the mesh's, or `*`, and what is no principal with five parts, stays as it is.
 *
 * @param trustDomains - of the mesh: its own first, then the aliases
 */
export function expandPrincipal(principal: string, trustDomains: readonly string[]): readonly string[] {
  const slash = principal.indexOf('/');
  const domain = principal.slice(0, slash);
  if (principal.split('/').length !== 5 || domain === '*') return [principal];
  if (domain !== OWN && !trustDomains.some((each) => each === '*' || overlap(domain, each))) return [principal];
  const rest = principal.slice(slash);
  return [...new Set(trustDomains.map((each) => (endsAs(each, domain) ? principal : `${each}${rest}`)))];
}

/** The same for a trust domain by itself, of which only exact names are exchanged. */
export function expandTrustDomain(domain: string, trustDomains: readonly string[]): readonly string[] {
  return trustDomains.includes(domain) ? trustDomains : [domain];
}

function overlap(one: string, other: string): boolean {
  return one === other || beginsAs(one, other) || beginsAs(other, one) || endsAs(one, other) || endsAs(other, one);
}

function beginsAs(text: string, pattern: string): boolean {
  return pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1));
}

function endsAs(text: string, pattern: string): boolean {
  return pattern.startsWith('*') && text.endsWith(pattern.slice(1));
}
