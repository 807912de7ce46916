/** ConfigMaps and Secrets. What Secrets hold is never shown. Source: the validation of both in Kubernetes 1.36. */
import { checkConfigKey } from '../../values/config-key';
import { isUnresolved } from '../../values/unresolved';
import { FieldPath } from '../field-path';
import { type Fields, type Part } from './part';

const MOST_BYTES = 1024 * 1024;
const PADDING = /=*$/;
const LINE_BREAKS = /[\r\n]/g;
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** Keys that a type of Secret must have; one is enough where several stand together. */
const KEYS_OF_TYPES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
};

/** Types whose content is JSON. */
const JSON_TYPES: ReadonlySet<string> = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

/** A ConfigMap. */
export function checkConfigMap(map: Part): void {
  const [data, binary] = [map.map('data'), map.map('binaryData')];
  checkKeys(map, 'data', data);
  checkKeys(map, 'binaryData', binary);
  for (const key of Object.keys(data)) {
    if (!Object.hasOwn(binary, key)) continue;
    map.fail('config-key', map.path.field('data').key(key), 'must not be in binaryData as well');
  }
  const bytes = sizeOf(data, textSize) + sizeOf(binary, base64Size);
  if (bytes > MOST_BYTES) map.fail('data-size', '', `must hold at most ${MOST_BYTES} bytes, got ${bytes}`);
}

/** A Secret. The server writes `stringData` over `data` before it looks. */
export function checkSecret(secret: Part): void {
  const [data, texts] = [secret.map('data'), secret.map('stringData')];
  checkKeys(secret, 'data', data);
  checkKeys(secret, 'stringData', texts);
  const hidden = Object.keys(texts).filter((key) => Object.hasOwn(data, key));
  const shown =
    hidden.length === 0 ? data : Object.fromEntries(Object.entries(data).filter(([key]) => !hidden.includes(key)));
  const bytes = sizeOf(shown, base64Size) + sizeOf(texts, textSize);
  if (bytes > MOST_BYTES) secret.fail('data-size', 'data', `must be at most ${MOST_BYTES} bytes in all, got ${bytes}`);
  checkType(secret, shown, texts);
}

/** The server knows keys of Secrets by `data` alone. */
function checkKeys(part: Part, name: string, map: Fields): void {
  for (const key of Object.keys(map)) {
    const problem = checkConfigKey(key);
    if (problem === undefined) continue;
    part.fail('config-key', part.path.field(name === 'stringData' ? 'data' : name).key(key), `the key ${problem}`, key);
  }
}

function checkType(secret: Part, data: Fields, texts: Fields): void {
  const type = secret.text('type');
  if (type === undefined) return;
  if (type === 'kubernetes.io/service-account-token') checkAccountName(secret);
  if (isUnresolved(secret.fields['data']) || isUnresolved(secret.fields['stringData'])) return;
  const has = (key: string): boolean => Object.hasOwn(data, key) || Object.hasOwn(texts, key);
  const at = secret.path.field('data');
  for (const keys of Object.hasOwn(KEYS_OF_TYPES, type) ? (KEYS_OF_TYPES[type] ?? []) : []) {
    if (!keys.some(has)) {
      for (const key of keys) secret.fail('secret-type', at.key(key), `must be given in a Secret of type ${type}`);
    } else if (type === 'kubernetes.io/ssh-auth') {
      const [key = ''] = keys;
      if ((texts[key] ?? data[key] ?? '') === '') secret.fail('secret-type', at.key(key), 'must not be empty');
    } else if (JSON_TYPES.has(type)) {
      const [key = ''] = keys;
      if (!isJsonObject(Object.hasOwn(texts, key) ? texts[key] : data[key], Object.hasOwn(texts, key)))
        secret.fail('secret-type', at.key(key), 'must hold a JSON object');
    }
  }
}

function checkAccountName(secret: Part): void {
  if (isUnresolved(secret.fields['metadata'])) return;
  const metadata = secret.part('metadata');
  if (isUnresolved(metadata?.fields['annotations'])) return;
  const annotations = metadata?.map('annotations') ?? {};
  const name = Object.hasOwn(annotations, ACCOUNT_NAME) ? annotations[ACCOUNT_NAME] : undefined;
  if (name !== undefined && name !== null && name !== '') return;
  const path = FieldPath.ROOT.field('metadata').field('annotations').key(ACCOUNT_NAME);
  secret.fail(
    'secret-type',
    path,
    'must name the ServiceAccount in a Secret of type kubernetes.io/service-account-token',
  );
}

/** What is not known yet may be. */
function isJsonObject(value: unknown, isText: boolean): boolean {
  if (isUnresolved(value)) return true;
  const text = typeof value === 'string' ? value : '';
  try {
    const read: unknown = JSON.parse(isText ? text : Buffer.from(text, 'base64').toString('utf8'));
    return typeof read === 'object' && !Array.isArray(read);
  } catch {
    return false;
  }
}

function sizeOf(map: Fields, sizeOfValue: (text: string) => number): number {
  let bytes = 0;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (typeof value === 'string' && !isUnresolved(value)) bytes += sizeOfValue(value);
  }
  return bytes;
}

function textSize(text: string): number {
  return Buffer.byteLength(text);
}

/** Bytes that a base64 text stands for. */
function base64Size(text: string): number {
  const encoded = text.includes('\n') || text.includes('\r') ? text.replace(LINE_BREAKS, '') : text;
  const padding = encoded.endsWith('=') ? (PADDING.exec(encoded)?.[0].length ?? 0) : 0;
  return (encoded.length / 4) * 3 - padding;
}
