/** Headers by which a VirtualService means a claim of a verified token. Source: Istio's documentation of routing by claims, and istiod's behaviour. */

const CLAIMS = '@request.auth.claims';

/** Whether a header in a match names a claim: `@request.auth.claims.sub` or `@request.auth.claims[sub]`, its beginning in any case. */
export function isJwtClaim(header: string): boolean {
  if (!header.startsWith('@') || header.slice(0, CLAIMS.length).toLowerCase() !== CLAIMS) return false;
  const claim = header.slice(CLAIMS.length);
  return (
    (claim.startsWith('.') && claim.length > 1) || (claim.startsWith('[') && claim.endsWith(']') && claim.length > 2)
  );
}

/** The names of the claim that such a header means, and of claims in it: `a` and `b` of `.a.b` and of `[a][b]`. Undefined for other headers. */
export function jwtClaimPath(header: string): readonly string[] | undefined {
  if (!isJwtClaim(header)) return undefined;
  const claim = header.slice(CLAIMS.length);
  return claim.startsWith('.') ? claim.slice(1).split('.') : bracketedNames(claim);
}

/**
 * The names in `[a][b]`; undefined where the text does not begin and end with brackets. Where brackets are nested, all is one name, as istiod
 * reads it.
 */
export function bracketedNames(text: string): readonly string[] | undefined {
  if (/^(?:\[[^[\]]*\])+$/.test(text)) return text.slice(1, -1).split('][');
  return text.startsWith('[') && text.endsWith(']') && text.length > 1 ? [text.slice(1, -1)] : undefined;
}
