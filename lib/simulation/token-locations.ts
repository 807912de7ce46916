/** Where a rule of a RequestAuthentication looks for tokens. Source: Envoy's `extractor.cc`. */
import { fieldsOf, itemsOf, textOf, textsOf } from '../values/json';
import { type RequestToken, type ServerRequest } from './server-request';

/** Places of a request. */
export interface TokenLocations {
  readonly headers: readonly HeaderLocation[];

  /** Query parameters. */
  readonly params: readonly string[];
  readonly cookies: readonly string[];
}

interface HeaderLocation {
  /** In lower case. */
  readonly name: string;

  /** What stands before the token. */
  readonly prefix: string;
}

/** A token that was found, and where: a text, or its claims. */
export interface FoundToken {
  readonly text?: string | undefined;
  readonly stated?: RequestToken | undefined;

  /** Header it came in, in lower case. */
  readonly header?: string | undefined;

  /** Query parameter it came in. */
  readonly param?: string | undefined;
}

const NOTHING: readonly FoundToken[] = Object.freeze([]);
const BEARER = 'Bearer ';

/** Without any location of its own a rule looks at `Authorization: Bearer` and `?access_token=`. */
export function tokenLocations(rule: Readonly<Record<string, unknown>>): TokenLocations {
  const headers = itemsOf(rule.fromHeaders).flatMap((each) => {
    const { name, prefix } = fieldsOf(each);
    const header = textOf(name)?.toLowerCase();
    return header === undefined ? [] : [{ name: header, prefix: textOf(prefix) ?? '' }];
  });
  const [params, cookies] = [textsOf(rule.fromParams), textsOf(rule.fromCookies)];
  if (headers.length + params.length + cookies.length > 0) return { headers, params, cookies };
  return { headers: [{ name: 'authorization', prefix: BEARER }], params: ['access_token'], cookies };
}

/** All tokens at those places: headers first, then parameters, then cookies. */
export function findTokens(
  { headers, params, cookies }: TokenLocations,
  request: ServerRequest,
): readonly FoundToken[] {
  let found: FoundToken[] | undefined;
  for (const location of headers) {
    const token = inHeader(location, request);
    if (token) (found ??= []).push(token);
  }
  if (params.length > 0 && request.path.includes('?')) {
    const query = new URLSearchParams(request.path.slice(request.path.indexOf('?') + 1));
    for (const param of params) {
      const text = query.get(param);
      if (text !== null) (found ??= []).push({ text, param });
    }
  }
  const cookie = cookies.length > 0 ? request.headers.get('cookie') : undefined;
  for (const name of cookie === undefined ? [] : cookies) {
    const text = cookieOf(cookie ?? '', name);
    if (text !== undefined) (found ??= []).push({ text });
  }
  return found ?? NOTHING;
}

function inHeader({ name, prefix }: HeaderLocation, { headers, jwt }: ServerRequest): FoundToken | undefined {
  const stated = jwt?.claims ?? jwt?.token;
  if (jwt !== undefined && stated !== undefined && (jwt.header ?? 'authorization').toLowerCase() === name) {
    // In a header of its own it is taken to come with the prefix that the rule expects.
    if (jwt.header === undefined && !BEARER.includes(prefix)) return undefined;
    if (jwt.header === undefined && prefix === '') return { text: `${BEARER}${jwt.token ?? ''}`, header: name };
    return jwt.claims === undefined ? { text: jwt.token, header: name } : { stated: jwt, header: name };
  }
  const value = headers.get(name);
  const at = value?.indexOf(prefix) ?? -1;
  if (value === undefined || at === -1) return undefined;
  if (prefix === '') return { text: value, header: name };
  const rest = value.slice(at + prefix.length).replace(/^[^\w\-.]+/, '');
  return { text: rest === '' ? value : rest, header: name };
}

function cookieOf(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name)
      return pair
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}
