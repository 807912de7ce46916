import { type Claims } from './claims';
import { comparedPath } from './path-pattern';
import { type ServerRequest } from './server-request';

/** What the token of a request proved, as RequestAuthentication found it. */
export interface RequestIdentity {
  /** Claims of the verified token; undefined where there is none. */
  readonly claims?: Claims | undefined;
}

/** A request with what rules compare many times worked out once. */
export interface RequestFacts {
  readonly request: ServerRequest;
  readonly claims: Claims | undefined;

  /** In lower case, with its port if it has one. */
  readonly host: string;

  /** Without query string. */
  readonly path: string;
}

/** The facts of a request. */
export function requestFacts(request: ServerRequest, { claims }: RequestIdentity): RequestFacts {
  return { request, claims, host: request.host.toLowerCase(), path: comparedPath(request.path) };
}
