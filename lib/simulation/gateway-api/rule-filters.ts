import { fieldsOf, itemsOf, numberOf, textOf, textsOf } from '../../values/json';
import { literally } from '../../values/regex';
import { type CorsPolicy } from '../cors';
import { type HeaderOperations, headerOperations, NO_OPERATIONS } from '../header-operations';
import { type PathRewrite, type Redirect } from '../route-action';
import { type StringMatch, stringMatch } from '../string-match';

type Fields = Readonly<Record<string, unknown>>;

/** An entry of `filters`, and where it is written. */
export interface WrittenFilter {
  readonly type: string | undefined;
  readonly fields: Fields;

  /** Such as `spec.rules[0].filters[1]`. */
  readonly path: string;
}

/** @param path - of the list, such as `spec.rules[0].filters` */
export function writtenFilters(filters: unknown, path: string): WrittenFilter[] {
  return itemsOf(filters).map((each, index) => {
    const fields = fieldsOf(each);
    return { type: textOf(fields.type), fields, path: `${path}[${index}]` };
  });
}

/** The filter of a type that counts: the last. */
export function filterOf(filters: readonly WrittenFilter[], type: string): WrittenFilter | undefined {
  return filters.filter((filter) => filter.type === type).at(-1);
}

/** Header changes by `requestHeaderModifier` or `responseHeaderModifier`. Source: istiod's `createHeadersFilter`. */
export function headerChanges(filters: readonly WrittenFilter[], side: 'Request' | 'Response'): HeaderOperations {
  const filter = filterOf(filters, `${side}HeaderModifier`);
  if (filter === undefined) return NO_OPERATIONS;
  const { set, add, remove } = fieldsOf(
    filter.fields[side === 'Request' ? 'requestHeaderModifier' : 'responseHeaderModifier'],
  );
  return headerOperations({ set: byName(set), add: byName(add), remove });
}

/** Of two entries with one name the first counts. */
function byName(headers: unknown): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const each of itemsOf(headers)) {
    const { name, value } = fieldsOf(each);
    const key = (textOf(name) ?? '').toLowerCase();
    if (!values.has(key)) values.set(key, textOf(value) ?? '');
  }
  return Object.fromEntries(values);
}

/** `requestRedirect`. Source: istiod's `createRedirectFilter` and `ApplyRedirect`. */
export function redirectOf({ fields }: WrittenFilter): Redirect {
  const { scheme, hostname, port, path, statusCode } = fieldsOf(fields.requestRedirect);
  const { type, replaceFullPath, replacePrefixMatch } = fieldsOf(path);
  return {
    // The API server writes 302 where nothing is written.
    status: numberOf(statusCode) ?? 302,
    scheme: textOf(scheme),
    authority: textOf(hostname),
    // That of the listener, unless another scheme has its own.
    port: numberOf(port) ?? (textOf(scheme) === undefined ? 'request' : undefined),
    uri: type === 'ReplaceFullPath' ? textOf(replaceFullPath) : undefined,
    prefixRewrite: type === 'ReplacePrefixMatch' ? String(replacePrefixMatch ?? '') : undefined,
  };
}

/** `urlRewrite`. Source: istiod's `createRewriteFilter`. */
export function rewriteOf(filter: WrittenFilter | undefined): {
  readonly rewrite: PathRewrite | undefined;
  readonly authority: string | undefined;
} {
  const { hostname, path } = fieldsOf(filter?.fields.urlRewrite);
  return { rewrite: pathRewrite(fieldsOf(path)), authority: textOf(hostname) };
}

function pathRewrite({ type, replaceFullPath, replacePrefixMatch }: Fields): PathRewrite | undefined {
  if (type === 'ReplaceFullPath') return { kind: 'regex', pattern: '/.*', replacement: textOf(replaceFullPath) ?? '' };
  if (type !== 'ReplacePrefixMatch') return undefined;
  const value = (textOf(replacePrefixMatch) ?? '').replace(/\/$/, '');
  // Nothing in its place: the prefix is taken away, and a slash is left.
  return { kind: 'prefix', value: value === '' ? '/' : value };
}

/** `cors`. Source: istiod's `createCorsFilter`; wildcards in origins as the Gateway API has them. */
export function corsOf({ fields, path }: WrittenFilter): CorsPolicy {
  const {
    allowOrigins,
    allowCredentials,
    allowMethods,
    allowHeaders,
    exposeHeaders,
    maxAge = 5,
  } = fieldsOf(fields.cors);
  const seconds = numberOf(maxAge) ?? 0;
  return {
    origins: textsOf(allowOrigins).map(originMatch),
    methods: textsOf(allowMethods).join(','),
    headers: textsOf(allowHeaders).join(','),
    exposed: textsOf(exposeHeaders).join(','),
    maxAge: seconds > 0 ? seconds : undefined,
    allowsCredentials: allowCredentials === true ? true : undefined,
    forwardsUnmatched: true,
    path: `${path}.cors`,
  };
}

function originMatch(origin: string): StringMatch {
  if (origin === '*') return { kind: 'present' };
  const pattern = origin.split('*').map(literally).join('.*');
  const match = origin.includes('*') ? stringMatch({ regex: pattern }) : undefined;
  return match ?? { kind: 'exact', value: origin };
}
