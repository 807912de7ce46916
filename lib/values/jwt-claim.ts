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
