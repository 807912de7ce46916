/** How Envoy reads the `http` section of a VirtualService: a request takes the first route of which a match holds. */

/** A request as routes see it. Names of headers are in small letters. */
export interface SentRequest {
  readonly port: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

interface Match {
  readonly port?: number;
  readonly uri?: StringMatch;
  readonly method?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
}

/** The first route that takes the request; undefined where none does. */
export function firstMatch<R extends { readonly match?: unknown }>(
  routes: readonly R[],
  request: SentRequest,
): R | undefined {
  return routes.find(({ match }) => {
    const blocks = match as readonly Match[] | undefined;
    return blocks === undefined || blocks.some((block) => holds(block, request));
  });
}

function holds({ port, uri, method, headers = {}, withoutHeaders = {} }: Match, request: SentRequest): boolean {
  return (
    (port === undefined || port === request.port) &&
    fits(uri, request.path) &&
    fits(method, request.method) &&
    Object.entries(headers).every(([name, match]) => {
      const given = request.headers[name];
      return given !== undefined && fits(match, given);
    }) &&
    Object.entries(withoutHeaders).every(([name, match]) => {
      const given = request.headers[name];
      const isPresence = Object.keys(match).length === 0;
      return isPresence ? given === undefined : !fits(match, given ?? '');
    })
  );
}

function fits(match: StringMatch | undefined, text: string): boolean {
  if (match === undefined) return true;
  if (match.exact !== undefined) return text === match.exact;
  if (match.prefix !== undefined) return text.startsWith(match.prefix);
  return match.regex === undefined || new RegExp(`^(?:${match.regex})$`).test(text);
}
