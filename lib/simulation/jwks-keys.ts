/** The inline keys of a RequestAuthentication, ready to check signatures with. */
import type * as Crypto from 'node:crypto';
import { fieldsOf, itemsOf, textOf } from '../values/json';
import { firstObject } from '../values/go-json';
import { parseJwks } from '../values/jwks';

/** A key of a set. */
export interface JwtKey {
  readonly kid: string | undefined;
  readonly alg: string | undefined;
  readonly kty: string | undefined;

  /** Curve of an elliptic key. */
  readonly crv: string | undefined;

  /** Undefined where the key is no good. */
  readonly material: () => Crypto.KeyObject | undefined;
}

/** Undefined for a text that is no set of keys, such as a stand-in that is filled in later. */
export function readJwks(text: string): readonly JwtKey[] | undefined {
  if ('problem' in parseJwks(text)) return undefined;
  try {
    return itemsOf(fieldsOf(JSON.parse(firstObject(text) ?? '')).keys).map(readKey);
  } catch {
    return undefined;
  }
}

function readKey(value: unknown): JwtKey {
  const jwk = fieldsOf(value);
  const kty = textOf(jwk.kty);
  let known: { readonly key: Crypto.KeyObject | undefined } | undefined;
  return {
    kid: textOf(jwk.kid),
    alg: textOf(jwk.alg),
    kty,
    crv: textOf(jwk.crv),
    material: () => (known ??= { key: keyObject(jwk, kty) }).key,
  };
}

function keyObject(jwk: Readonly<Record<string, unknown>>, kty: string | undefined): Crypto.KeyObject | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createPublicKey, createSecretKey } = require('node:crypto') as typeof Crypto;
  try {
    if (kty === 'oct') return createSecretKey(String(jwk.k), 'base64url');
    return createPublicKey({ format: 'jwk', key: { ...jwk } });
  } catch {
    return undefined;
  }
}
