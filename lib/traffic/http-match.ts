import { checkHeaderName, checkHeaderValue } from '../values/http-header';
import { checkHttpMethod } from '../values/http-method';
import { checkHostName } from '../values/host-name';
import { given } from '../values/given';
import { checkRegex } from '../values/regex';
import { isUnresolved } from '../values/unresolved';
import { isHttp } from '../model/protocol';
import { needsLayer7 } from '../tree/ambient';
import { type BoundPort, type IMeshWorkload, isBoundPort, isMeshWorkload } from '../tree/handles';
import { intersectBlocks, type MatchBlock, relateBlocks } from './match-block';
import { type Condition, type Relation, segmentsBelow } from './match-condition';

/**
 * Which requests a route takes, or a fault hits.
 *
 * Made with the static factories and put together with {@link and} and {@link or}. What is wrong with a value is reported
 * by the construct that is given the match, with its path.
 *
 * @example
 * HttpMatch.prefix('/api').and(HttpMatch.header('x-user-type').is('premium'))
 */
export class HttpMatch {
  /** Every request. */
  public static any(): HttpMatch {
    return new HttpMatch([{}]);
  }

  /** The path, and nothing below it (`uri.exact`). */
  public static exact(path: string): HttpMatch {
    return uri('exact', path, pathProblem(path));
  }

  /**
   * The path and everything below it, in whole segments: `/api` is `/api` and `/api/x`, not `/apiary`.
   *
   * Istio's `uri.prefix` compares text, so this becomes an exact match and a prefix with a slash.
   */
  public static prefix(path: string): HttpMatch {
    const problem = pathProblem(path);
    if (path === '/' || problem.length > 0) return new HttpMatch([{}], problem);
    return new HttpMatch(segmentsBelow(path).map((condition) => ({ uri: condition })));
  }

  /** Every path that begins with this text: `/api` is also `/apiary` (`uri.prefix`). */
  public static textualPrefix(text: string): HttpMatch {
    const problem = pathProblem(text);
    return text === '/' ? new HttpMatch([{}]) : uri('prefix', text, problem);
  }

  /** Paths that this RE2 pattern matches from the first to the last character, without the query (`uri.regex`). */
  public static regex(pattern: string): HttpMatch {
    return uri('regex', pattern, problemOf('regex', checkRegex(pattern)));
  }

  /** Requests with this method, in capitals. */
  public static method(method: string): HttpMatch {
    return new HttpMatch([{ method: { kind: 'exact', text: method } }], problemOf('method', checkHttpMethod(method)));
  }

  /** Requests for this host name: their `Host` header (HTTP/2: `:authority`), with its port if it has one (`authority.exact`). */
  public static authority(host: string): HttpMatch {
    const name = typeof host === 'string' && !isUnresolved(host) ? host.replace(/:\d{1,5}$/, '') : host;
    return authority('exact', host, problemOf('authority', checkHostName(name)));
  }

  /** Requests whose `Host` header begins with this text (`authority.prefix`). */
  public static authorityPrefix(text: string): HttpMatch {
    const wrong = !isUnresolved(text) && (typeof text !== 'string' || text === '');
    return authority(
      'prefix',
      text,
      wrong ? [`authority must begin with a text that is not empty, got ${given(text)}`] : [],
    );
  }

  /** Requests whose `Host` header this RE2 pattern matches from the first to the last character (`authority.regex`). */
  public static authorityRegex(pattern: string): HttpMatch {
    return authority('regex', pattern, problemOf('authority', checkRegex(pattern)));
  }

  /** Requests that came by this scheme. An application's own `x-forwarded-proto` changes what its sidecar sees. */
  public static scheme(scheme: 'http' | 'https'): HttpMatch {
    const wrong = !isUnresolved(scheme) && !['http', 'https'].includes(scheme);
    return new HttpMatch(
      [{ scheme: { kind: 'exact', text: scheme } }],
      wrong ? [`scheme must be http or https, got ${given(scheme)}`] : [],
    );
  }

  /** A header, by its name without regard to case. */
  public static header(name: string): FieldMatch {
    const problem =
      typeof name === 'string' ? problemOf('header name', checkHeaderName(name)) : unnamed('header name', name);
    return new FieldMatch('header', problem, (condition) => ({ headers: { [String(name).toLowerCase()]: condition } }));
  }

  /** A parameter of the query string. */
  public static query(name: string): Omit<FieldMatch, 'isAbsent'> {
    const problem = typeof name === 'string' && name !== '' ? [] : unnamed('query parameter', name);
    return new FieldMatch('query parameter', problem, (condition) => ({ queryParams: { [name]: condition } }));
  }

  /**
   * A cookie, wherever in the `Cookie` header it stands: with this value, or with what is said of it next. There is no regular
   * expression for its value, which could reach into the next cookie.
   */
  public static cookie(name: string, value: string): HttpMatch;
  public static cookie(name: string): Omit<FieldMatch, 'matches'>;
  public static cookie(name: string, value?: string): HttpMatch | Omit<FieldMatch, 'matches'> {
    const problem =
      typeof name === 'string' && !isUnresolved(name)
        ? problemOf('cookie name', checkHeaderName(name))
        : unnamed('cookie name', name);
    const field = new FieldMatch(
      'cookie',
      problem,
      (condition) => ({ cookies: { [String(name)]: condition } }),
      (text) => problemOf('cookie value', checkHeaderValue(text)).concat(beyondCookie(text)),
    );
    return value === undefined ? field : field.is(value);
  }

  /**
   * Requests to this port of the app, from `app.port('http')`.
   *
   * It becomes a route of its own for that port (`match.port`). At a gateway it is about the port that is exposed there, and is never
   * written: Istio would take it for a port of the gateway, and, alone, for every request.
   */
  public static port(port: BoundPort): HttpMatch {
    if (!isBoundPort(port)) {
      return new HttpMatch([{}], [`port must be a port, such as app.port('http'), got ${given(port)}`]);
    }
    return new HttpMatch(
      [{ port }],
      isHttp(port.protocol) ? [] : [`port must speak HTTP, got ${port.name} (${port.protocol})`],
    );
  }

  /** Requests of this app's own pods (`sourceLabels`, `sourceNamespace`). Holds in the mesh only, not at a gateway. */
  public static from(app: IMeshWorkload): HttpMatch {
    if (!isMeshWorkload(app)) return new HttpMatch([{}], [`from must be a MeshApp, got ${given(app)}`]);
    return new HttpMatch(
      [{ source: { labels: app.selector, namespace: app.namespace.namespaceName } }],
      needsLayer7(app.namespace, `from ${app.serviceName}`, 'its pods have no sidecar that would follow the route'),
    );
  }

  /** Made by the factories; public to lib/traffic only. @internal */
  public constructor(
    /** Alternatives; one of them must hold. @internal */
    public readonly blocks: readonly MatchBlock[],
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[] = [],
  ) {}

  /** Requests for which both hold. */
  public and(other: HttpMatch): HttpMatch {
    if (!(other instanceof HttpMatch)) return this.with(other);
    const problems = [...this.problems, ...other.problems];
    try {
      return new HttpMatch(intersections(this.blocks, other.blocks), problems);
    } catch (error) {
      return new HttpMatch([], [...problems, (error as Error).message]);
    }
  }

  /** Requests for which at least one holds. */
  public or(other: HttpMatch): HttpMatch {
    if (!(other instanceof HttpMatch)) return this.with(other);
    return new HttpMatch([...this.blocks, ...other.blocks], [...this.problems, ...other.problems]);
  }

  private with(other: unknown): HttpMatch {
    return new HttpMatch(this.blocks, [...this.problems, `and, or must be given an HttpMatch, got ${given(other)}`]);
  }

  /** Whether every request is taken. @internal */
  public get isAny(): boolean {
    return this.blocks.some((block) => Object.keys(block).length === 0);
  }
}

/** One named field of a request, of which a condition is still to be said. */
export class FieldMatch {
  /** @internal */
  public constructor(
    private readonly noun: string,
    private readonly problems: readonly string[],
    private readonly block: (condition: Condition) => MatchBlock,
    private readonly textProblems: (text: unknown) => readonly string[] = () => [],
  ) {}

  /** Equal to this text. */
  public is(text: string): HttpMatch {
    return this.match({ kind: 'exact', text });
  }

  /** Beginning with this text. */
  public startsWith(text: string): HttpMatch {
    return this.match({ kind: 'prefix', text });
  }

  /** Matched by this RE2 pattern from the first to the last character. */
  public matches(pattern: string): HttpMatch {
    return this.match({ kind: 'regex', text: pattern }, problemOf(this.noun, checkRegex(pattern)));
  }

  /** There, with any value, an empty one included. */
  public isPresent(): HttpMatch {
    return this.match({ kind: 'present' });
  }

  /** Not there (`withoutHeaders`). */
  public isAbsent(): HttpMatch {
    return this.match({ kind: 'absent' });
  }

  private match(condition: Condition, more: readonly string[] = []): HttpMatch {
    const wrong =
      'text' in condition &&
      !isUnresolved(condition.text) &&
      (typeof condition.text !== 'string' || condition.text === '');
    const own = 'text' in condition && condition.kind !== 'regex' ? this.textProblems(condition.text) : [];
    if (own.length > 0) return new HttpMatch([this.block(condition)], [...this.problems, ...own]);
    const problems = wrong
      ? [`${this.noun} must be compared with a text that is not empty, got ${given(condition.text)}`]
      : more;
    return new HttpMatch([this.block(condition)], [...this.problems, ...problems]);
  }
}

/** Relation of the requests that `a` takes to those that `b` takes. */
export function relateMatches(a: HttpMatch, b: HttpMatch): Relation {
  const relations = a.blocks.map((left) => b.blocks.map((right) => relateBlocks(left, right)));
  if (relations.every((row) => row.every((each) => each === 'disjoint'))) return 'disjoint';
  const inside = relations.every((row) => row.some((each) => each === 'equal' || each === 'inside'));
  const contains = b.blocks.every((_, column) =>
    relations.some((row) => row[column] === 'equal' || row[column] === 'contains'),
  );
  if (inside && contains) return 'equal';
  return inside ? 'inside' : contains ? 'contains' : 'overlap';
}

/** The requests that are in both; no blocks where there are none. @throws Error where Istio cannot say it. */
export function intersections(a: readonly MatchBlock[], b: readonly MatchBlock[]): readonly MatchBlock[] {
  return a.flatMap((left) =>
    b.flatMap((right) => {
      const both = intersectBlocks(left, right);
      return both ? [both] : [];
    }),
  );
}

function uri(kind: 'exact' | 'prefix' | 'regex', text: string, problems: readonly string[]): HttpMatch {
  return new HttpMatch([{ uri: { kind, text } }], problems);
}

function authority(kind: 'exact' | 'prefix' | 'regex', text: string, problems: readonly string[]): HttpMatch {
  return new HttpMatch([{ authority: { kind, text } }], problems);
}

function pathProblem(path: unknown): readonly string[] {
  if (isUnresolved(path)) return [];
  return typeof path === 'string' && path.startsWith('/') ? [] : [`path must begin with a slash, got ${given(path)}`];
}

/** Names are keys of the object that is made, so that they cannot wait until deployment. */
function unnamed(noun: string, name: unknown): readonly string[] {
  return [`${noun} must be a text that is known at synthesis, got ${given(name)}`];
}

function problemOf(noun: string, problem: string | undefined): readonly string[] {
  return problem === undefined ? [] : [`${noun} ${problem}`];
}

/** A semicolon ends a cookie. */
function beyondCookie(text: unknown): readonly string[] {
  return typeof text === 'string' && text.includes(';')
    ? [`cookie value must not have a semicolon, got ${given(text)}`]
    : [];
}
