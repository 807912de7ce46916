/** Claims of verified tokens, as policies and routes compare them. */

/** The payload of a verified token. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Whether a claim fits: a text, or one of a list of texts. A text with spaces is one text (measured 19), but see
 * {@link withListsOf}. Numbers and truth values never fit, as Envoy compares texts only.
 *
 * @param path - names of the claim and of claims in it
 */
export function claimMatches(
  claims: Claims | undefined,
  path: readonly string[],
  match: (text: string) => boolean,
): boolean {
  const value = claimAt(claims, path);
  if (typeof value === 'string') return match(value);
  return Array.isArray(value) && value.some((item) => typeof item === 'string' && match(item));
}

/** The value of a claim; undefined where there is none. */
export function claimAt(claims: Claims | undefined, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Claims)[name];
  }
  return value;
}

/**
 * The claims with those of `names` that are texts made lists of words. Envoy does so for `scope`, `permission` and what a policy names in
 * `spaceDelimitedClaims`. Source: istiod's `policy_applier.go`, Envoy's `setPayloadMetadata`.
 */
export function withListsOf(names: readonly string[], claims: Claims): Claims {
  const texts = names.filter((name) => Object.hasOwn(claims, name) && typeof claims[name] === 'string');
  if (texts.length === 0) return claims;
  const lists = texts.map(
    (name) =>
      [
        name,
        String(claims[name])
          .split(' ')
          .filter((word) => word !== ''),
      ] as const,
  );
  return { ...claims, ...Object.fromEntries(lists) };
}
