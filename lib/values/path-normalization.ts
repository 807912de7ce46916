/** Paths as proxies make them before they route: Envoy's `normalize_path` and its merging of slashes. */

/** Characters that need no escaping in a path, so that a canonical path has them unescaped. Source: RFC 3986's unreserved characters. */
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;
const ESCAPED = /%([0-9a-fA-F]{2})/g;
const ESCAPED_SLASH = /%(?:2f|5c)/gi;

/** Whether a path may be other than canonical: nearly none is. */
const SUSPICIOUS = /%|\\|\/\.|\/\//;

/**
 * The path of a request, with its query string, as a proxy of the mesh sees it after normalization.
 *
 * @param mode - MeshConfig's `pathNormalization.normalization`.
 */
export function normalizedPath(pathAndQuery: string, mode: string): string {
  if (mode === 'NONE' || !SUSPICIOUS.test(pathAndQuery)) return pathAndQuery;
  const question = pathAndQuery.indexOf('?');
  const path = question === -1 ? pathAndQuery : pathAndQuery.slice(0, question);
  const query = question === -1 ? '' : pathAndQuery.slice(question);
  const decoded = mode === 'DECODE_AND_MERGE_SLASHES' ? path.replace(ESCAPED_SLASH, '/') : path;
  const canonical = withoutDotSegments(
    decoded.replaceAll('\\', '/').replace(ESCAPED, (escape, hex: string) => {
      const character = String.fromCharCode(parseInt(hex, 16));
      return UNRESERVED.test(character) ? character : escape;
    }),
  );
  const merges = mode === 'MERGE_SLASHES' || mode === 'DECODE_AND_MERGE_SLASHES';
  return (merges ? canonical.replace(/\/{2,}/g, '/') : canonical) + query;
}

/** `/a/../b` is `/b`, and nothing is above the root. */
function withoutDotSegments(path: string): string {
  if (!path.includes('/.')) return path;
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
    if (isLast && (segment === '..' || segment === '.')) kept.push('');
  });
  return `/${kept.join('/')}`;
}
