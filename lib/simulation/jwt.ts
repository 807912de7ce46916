/** JSON web tokens, as Envoy's jwt_authn filter reads and checks them. Cryptography is Node's. */
import type * as Crypto from 'node:crypto';
import { type Claims } from './claims';
import { type JwtKey } from './jwks-keys';

/** A token taken apart. Nothing of it is verified. */
export interface Jwt {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly claims: Claims;

  /** The claims as they came: base64url of JSON. */
  readonly payload: string;
  readonly signed: string;
  readonly signature: Buffer;
}

interface Algorithm {
  readonly kty: string;
  readonly crv?: string;
  readonly hash: string | null;
  readonly isPss?: boolean;
}

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ...['256', '384', '512'].flatMap((bits): [string, Algorithm][] => [
    [`RS${bits}`, { kty: 'RSA', hash: `sha${bits}` }],
    [`PS${bits}`, { kty: 'RSA', hash: `sha${bits}`, isPss: true }],
    [`HS${bits}`, { kty: 'oct', hash: `sha${bits}` }],
  ]),
  ['ES256', { kty: 'EC', crv: 'P-256', hash: 'sha256' }],
  ['ES384', { kty: 'EC', crv: 'P-384', hash: 'sha384' }],
  ['ES512', { kty: 'EC', crv: 'P-521', hash: 'sha512' }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', hash: null }],
]);

const BASE64URL = /^[\w-]+$/;

/** The parts of a token, or what is wrong with it. */
export function parseJwt(token: string): Jwt | { readonly problem: string } {
  const parts = token.split('.');
  const [head = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) return { problem: 'the token is not three parts with dots between' };
  const header = decode(head);
  if (header === undefined) return { problem: 'the header of the token is no JSON object in base64url' };
  const claims = decode(payload);
  if (claims === undefined) return { problem: 'the payload of the token is no JSON object in base64url' };
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !ALGORITHMS.has(alg)) {
    return { problem: `the algorithm ${JSON.stringify(alg)} of the token is not supported` };
  }
  if (!BASE64URL.test(signature)) return { problem: 'the signature of the token is no base64url' };
  return {
    alg,
    kid: typeof kid === 'string' && kid !== '' ? kid : undefined,
    claims,
    payload,
    signed: `${head}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** What is wrong with the signature; undefined where one of the keys made it. */
export function signatureProblem(jwt: Jwt, keys: readonly JwtKey[]): string | undefined {
  const candidates = keys.filter(
    ({ kid, alg }) =>
      (kid === undefined || jwt.kid === undefined || kid === jwt.kid) && (alg === undefined || alg === jwt.alg),
  );
  const algorithm = ALGORITHMS.get(jwt.alg);
  const fitting = candidates.filter(({ kty, crv }) => kty === algorithm?.kty && crv === (algorithm?.crv ?? crv));
  if (fitting.length === 0) return 'the keys of the policy do not have the one that the token names by kid or alg';
  return algorithm !== undefined && fitting.some((key) => isSignedBy(jwt, algorithm, key))
    ? undefined
    : 'the signature of the token is wrong';
}

function isSignedBy(jwt: Jwt, { hash, isPss, kty }: Algorithm, jwtKey: JwtKey): boolean {
  const key = jwtKey.material();
  if (key === undefined) return false;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { constants, createHmac, timingSafeEqual, verify } = require('node:crypto') as typeof Crypto;
  try {
    if (kty === 'oct' && hash !== null) {
      const expected = createHmac(hash, key).update(jwt.signed).digest();
      return expected.length === jwt.signature.length && timingSafeEqual(expected, jwt.signature);
    }
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
    const options = isPss ? pss : kty === 'EC' ? { dsaEncoding: 'ieee-p1363' as const } : {};
    return verify(hash, Buffer.from(jwt.signed), { key, ...options }, jwt.signature);
  } catch {
    return false;
  }
}

function decode(part: string): Claims | undefined {
  if (!BASE64URL.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
