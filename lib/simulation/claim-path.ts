const PREFIX = '@request.auth.claims';

/**
 * The names that lead to a claim, where the name of a header stands for one: `@request.auth.claims.plan`,
 * `@request.auth.claims[group][id]`; undefined for headers.
 *
 * Source: istiod's `ToRoutingClaim`.
 */
export function claimPath(name: string): readonly string[] | undefined {
  if (!name.toLowerCase().startsWith(PREFIX)) return undefined;
  const rest = name.slice(PREFIX.length);
  if (rest.startsWith('.')) return filled(rest.slice(1).split('.'));
  if (rest.startsWith('[') && rest.endsWith(']')) return filled(rest.slice(1, -1).split(']['));
  return undefined;
}

function filled(names: readonly string[]): readonly string[] | undefined {
  return names.every((each) => each !== '') ? names : undefined;
}
