import { fieldsOf, itemsOf, textOf } from '../../values/json';
import { CATCH_ALL, type HttpMatch, type PathMatch } from '../http-match';
import { type StringMatch, stringMatch } from '../string-match';
import { type WrittenPath } from './precedence';

type Fields = Readonly<Record<string, unknown>>;

/** A match of a rule, and how its path was written. */
export interface RuleMatch {
  readonly match: HttpMatch;
  readonly path: WrittenPath;
}

/** A rule without matches. */
export const UNCONDITIONAL: RuleMatch = { match: CATCH_ALL, path: { rank: 'unconditional', text: '' } };

/** Reads an entry of `matches` of an HTTPRoute. The path `/` is what the API server writes for none. */
export function httpRouteMatch(match: Fields): RuleMatch {
  const { type, value } = fieldsOf(match.path);
  const path = writtenPath(textOf(type) ?? 'PathPrefix', textOf(value) ?? '/');
  return {
    path,
    match: {
      ...CATCH_ALL,
      path: pathMatch(path),
      method: match.method === undefined ? undefined : stringMatch({ exact: match.method }),
      headers: named(match.headers, (name) => name.toLowerCase()),
      queryParams: named(match.queryParams, (name) => name),
    },
  };
}

/** Reads an entry of `matches` of a GRPCRoute: service and method are the path. Source: istiod's `createGRPCURIMatch`. */
export function grpcRouteMatch(match: Fields): RuleMatch {
  const path = grpcPath(fieldsOf(match.method));
  return {
    path,
    match: { ...CATCH_ALL, path: pathMatch(path), headers: named(match.headers, (name) => name.toLowerCase()) },
  };
}

/** A slash at the end of a prefix counts for nothing. Source: istiod's `createURIMatch`. */
function writtenPath(type: string, text: string): WrittenPath {
  if (type === 'Exact') return { rank: 'exact', text };
  if (type === 'RegularExpression') return { rank: 'pattern', text };
  return { rank: 'prefix', text: text === '/' ? text : text.replace(/\/$/, '') };
}

function grpcPath({ type, service, method }: Fields): WrittenPath {
  const [ofService, ofMethod] = [textOf(service), textOf(method)];
  if (ofService === undefined && ofMethod === undefined) return { rank: 'none', text: '' };
  if (type === 'RegularExpression' || ofService === undefined)
    return { rank: 'pattern', text: `/${ofService ?? '[^/]+'}/${ofMethod ?? '.+'}` };
  if (ofMethod === undefined) return { rank: 'prefix', text: `/${ofService}/` };
  return { rank: 'exact', text: `/${ofService}/${ofMethod}` };
}

function pathMatch({ rank, text }: WrittenPath): PathMatch {
  switch (rank) {
    case 'exact':
      return { kind: 'exact', value: text, ignoresCase: false };
    case 'pattern': {
      const match = stringMatch({ regex: text });
      return match?.kind === 'regex' ? match : { kind: 'any' };
    }
    case 'prefix':
      // Whole segments. Source: istiod's `TranslateRouteMatch`; measured: http-route-mesh.
      return text === '/' ? { kind: 'any' } : { kind: 'segments', value: text.replace(/\/$/, ''), ignoresCase: false };
    default:
      return { kind: 'any' };
  }
}

/** Conditions by name; of two with one name the later counts. */
function named(value: unknown, nameOf: (name: string) => string): { name: string; match: StringMatch }[] {
  const conditions = new Map<string, StringMatch>();
  for (const each of itemsOf(value)) {
    const { name, type, value: text = '' } = fieldsOf(each);
    const match = stringMatch(type === 'RegularExpression' ? { regex: text } : { exact: text });
    if (match !== undefined) conditions.set(nameOf(textOf(name) ?? ''), match);
  }
  return [...conditions].map(([name, match]) => ({ name, match }));
}
