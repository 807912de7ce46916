/**
 * Sets of JSON Web Keys, as the library that istiod reads `jwks` with takes them: github.com/lestrrat-go/jwx, version 1.2.
 * It looks at syntax and required fields, not at whether the keys are any good: a curve may have any name.
 */
import type * as Crypto from 'node:crypto';
import { given } from './given';
import { decodeGoBase64 } from './go-base64';
import { elements, firstObject, members, numbersFit } from './go-json';

/** What is in a set of keys, or why it is none. */
export type Jwks = { readonly keys: readonly Jwk[] } | { readonly problem: string };

/** A key of a set. */
export interface Jwk {
  /** Whether it holds a secret: a private key, or one for both sides. */
  readonly secret: boolean;
}

/** How the value of a field is read. `null` is an empty text or list to Go. */
type FieldKind = 'text' | 'bytes' | 'texts' | 'certificates';

const COMMON: Readonly<Record<string, FieldKind>> = {
  kty: 'text',
  alg: 'text',
  kid: 'text',
  use: 'text',
  key_ops: 'texts',
  x5c: 'certificates',
  x5t: 'text',
  'x5t#S256': 'text',
  // The library's slip for x5u, which it takes with any value.
  x58: 'text',
};

interface KeyType {
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly required: readonly string[];
}

const RSA = { n: 'bytes', e: 'bytes' } as const;
const EC = { crv: 'text', x: 'bytes', y: 'bytes' } as const;
const OKP = { crv: 'text', x: 'bytes' } as const;
const RSA_PRIVATE = { ...RSA, d: 'bytes', dp: 'bytes', dq: 'bytes', p: 'bytes', q: 'bytes', qi: 'bytes' } as const;

/** By the text of `kty`, with ` private` behind it where the key has a field `d`. */
const KEY_TYPES: ReadonlyMap<string, KeyType> = new Map<string, KeyType>([
  ['RSA', { fields: RSA, required: ['n', 'e'] }],
  ['RSA private', { fields: RSA_PRIVATE, required: ['n', 'e', 'd'] }],
  ['EC', { fields: EC, required: ['crv', 'x', 'y'] }],
  ['EC private', { fields: { ...EC, d: 'bytes' }, required: ['crv', 'x', 'y', 'd'] }],
  ['OKP', { fields: OKP, required: ['crv', 'x'] }],
  ['OKP private', { fields: { ...OKP, d: 'bytes' }, required: ['crv', 'x', 'd'] }],
  ['oct', { fields: { k: 'bytes' }, required: ['k'] }],
]);

/** A set (`{ "keys": [...] }`) or a single key. What follows the first JSON value is ignored. */
export function parseJwks(text: string): Jwks {
  const set = firstObject(text);
  if (set === undefined) return { problem: 'must be a JSON object with the list keys, or a single key' };
  const lists = [];
  for (const [name, value] of members(set)) {
    if (name === 'keys') lists.push(value);
    else if (!numbersFit(value)) return { problem: `has a number at ${given(name)} that is too large` };
  }
  const single = lists.length === 0;
  const keys: Jwk[] = [];
  const texts = single ? [set] : lists.flatMap((list) => keysOf(list) ?? ['']);
  for (const [index, key] of texts.entries()) {
    const read = key === '' ? { problem: 'must be a list, got something else' } : readKey(key);
    if ('problem' in read) return { problem: `${single ? '' : `keys[${index}] `}${read.problem}` };
    keys.push(read);
  }
  return { keys };
}

function keysOf(list: string): readonly string[] | undefined {
  const first = list.trim()[0];
  return first === '[' ? elements(list) : first === 'n' ? [] : undefined;
}

function readKey(text: string): Jwk | { readonly problem: string } {
  if (text.trim()[0] !== '{') return { problem: 'must be an object' };
  const fields = members(text);
  const name = typeOf(fields);
  const secret = name === 'oct' || fields.some(([field]) => field.toLowerCase() === 'd');
  const type = name === undefined ? undefined : KEY_TYPES.get(secret && name !== 'oct' ? `${name} private` : name);
  if (type === undefined) return { problem: `must have a kty of RSA, EC, OKP or oct, got ${given(name)}` };
  for (const [field, value] of fields) {
    const kind = own(type.fields, field) ?? own(COMMON, field);
    const problem = kind === undefined ? otherProblem(value) : fieldProblem(kind, JSON.parse(value));
    if (problem !== undefined) return { problem: `has a wrong ${given(field)}: ${problem}` };
    if (field === 'kty' && JSON.parse(value) !== name) return { problem: 'has two values of kty' };
  }
  const missing = type.required.find((field) => !fields.some(([name]) => name === field));
  if (missing !== undefined) return { problem: `lacks the field ${missing}, which kty ${name} needs` };
  return { secret };
}

/** The type of a key; undefined where it is no text. It is looked for without regard to case, unlike all other fields. */
function typeOf(fields: readonly (readonly [string, string])[]): string | undefined {
  let type: string | undefined = '';
  for (const [field, text] of fields) {
    if (field.toLowerCase() !== 'kty') continue;
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'string' && value !== null) return undefined;
    type = value ?? type;
  }
  return type;
}

function otherProblem(value: string): string | undefined {
  return numbersFit(value) ? undefined : 'a number is too large';
}

// The values are not shown: they may be secret.
function fieldProblem(kind: FieldKind, value: unknown): string | undefined {
  if (value === null) return undefined;
  if (kind === 'texts' || kind === 'certificates') {
    if (!Array.isArray(value) || !value.every((item) => item === null || typeof item === 'string'))
      return 'it must be a list of texts';
    if (kind === 'texts') return undefined;
    return value.every((item: string | null) => isCertificate(item ?? ''))
      ? undefined
      : 'it must hold certificates in base64';
  }
  if (typeof value !== 'string') return 'it must be a text';
  return kind === 'text' || decodeGoBase64(value) ? undefined : 'it must be base64';
}

/** Node's parser of certificates stands for Go's; what follows the certificate is refused by Go. */
function isCertificate(base64: string): boolean {
  const bytes = decodeGoBase64(base64);
  if (bytes === undefined || bytes.length === 0) return false;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { X509Certificate } = require('node:crypto') as typeof Crypto;
    return new X509Certificate(bytes).raw.length === bytes.length;
  } catch {
    return false;
  }
}

function own(record: Readonly<Record<string, FieldKind>>, name: string): FieldKind | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
