/** A request, or a connection, as the proxy of the server sees it come in: what security policies are asked about. */
export interface ServerRequest {
  /** What the port's filters read: requests, or bytes. */
  readonly protocol: 'http' | 'tcp';

  /** Empty for TCP, as are the following. */
  readonly method: string;

  /** With the query string. */
  readonly path: string;

  /** The Host header, with its port if it has one. */
  readonly host: string;
  readonly scheme: string;

  /** Names in lower case. A header that came several times has its values joined by commas. */
  readonly headers: ReadonlyMap<string, string>;

  /** The port of the pod. */
  readonly port: number;

  /** Address of the pod; undefined where it is not known. */
  readonly destinationIp?: string | undefined;

  /** Server name of the TLS connection; undefined for plain text. For mTLS of the mesh: `outbound_.80_._.reviews.shop.svc.cluster.local`. */
  readonly sni?: string | undefined;

  /** The caller's identity by mTLS, such as `spiffe://cluster.local/ns/shop/sa/web`; null for plain text and for TLS without client certificate. */
  readonly peer: string | null;

  /** Address of whoever opened the connection; undefined where it is not known. */
  readonly sourceIp?: string | undefined;

  /** Address of the original client, by X-Forwarded-For as far as proxies are trusted; undefined where it is not known. */
  readonly remoteIp?: string | undefined;

  /** Who `sourceIp` belongs to, for the question that is asked where it is not known: `shop/web`. */
  readonly sourceName: string;

  /** The token that came along. */
  readonly jwt?: RequestToken | undefined;
}

/** A JSON web token in a request. */
export interface RequestToken {
  /** A real token. Its signature is checked against the inline keys of the policy. */
  readonly token?: string | undefined;

  /**
   * Or its claims: the signature counts as right, unless `key` is given.
   */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;

  /** With `claims`: any name but `main` stands for a signature by a key that the policy does not have. @default "main" */
  readonly key?: string | undefined;

  /** Header it comes in, if not in `Authorization: Bearer`. */
  readonly header?: string | undefined;
}
