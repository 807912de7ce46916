/**
 * Metadata of any object. Source: the API server's decoding of ObjectMeta, which fails on fields and types that it does not have, and
 * its validation.
 */
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../../values/label';
import { checkDnsLabel } from '../../values/dns-label';
import { given } from '../../values/given';
import { nearest } from '../../values/nearest';
import { isUnresolved } from '../../values/unresolved';
import { type FieldPath } from '../field-path';
import { type Problem } from '../problem';
import { jsonType } from './value-type';

type Fields = Readonly<Record<string, unknown>>;

const MOST_ANNOTATION_BYTES = 256 * 1024;
const FIELDS: Readonly<Record<string, 'text' | 'whole number' | 'texts by name' | 'texts' | 'objects'>> = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  selfLink: 'text',
  uid: 'text',
  resourceVersion: 'text',
  generation: 'whole number',
  creationTimestamp: 'text',
  deletionTimestamp: 'text',
  deletionGracePeriodSeconds: 'whole number',
  labels: 'texts by name',
  annotations: 'texts by name',
  ownerReferences: 'objects',
  finalizers: 'texts',
  managedFields: 'objects',
};
const NAMES = Object.keys(FIELDS);
const OWNER_FIELDS: Readonly<Record<string, 'string' | 'boolean'>> = {
  apiVersion: 'string',
  kind: 'string',
  name: 'string',
  uid: 'string',
  controller: 'boolean',
  blockOwnerDeletion: 'boolean',
};
const REQUIRED_OF_OWNERS = ['apiVersion', 'kind', 'name', 'uid'];

/** What the kind of an object says about its metadata. */
export interface MetaRules {
  readonly scope: string;

  /** Judges a name of the kind: a message, or undefined. */
  readonly checkName: (name: unknown) => string | undefined;
}

/** What is found in metadata: what cannot be decoded, and what is refused after that. */
export interface MetaProblems {
  readonly undecodable: readonly Problem[];
  readonly invalid: readonly Problem[];
}

/** @param at - `metadata`. */
export function metaProblems(metadata: unknown, rules: MetaRules, at: FieldPath): MetaProblems {
  if (isUnresolved(metadata)) return { undecodable: [], invalid: [] };
  if (metadata !== undefined && metadata !== null && jsonType(metadata) !== 'object') {
    return { undecodable: [wrongType(at, 'an object', metadata)], invalid: [] };
  }
  const meta = (metadata ?? {}) as Fields;
  const undecodable = decodingProblems(meta, at);
  return { undecodable, invalid: undecodable.length > 0 ? [] : invalidFields(meta, rules, at) };
}

function decodingProblems(meta: Fields, at: FieldPath): readonly Problem[] {
  const problems: Problem[] = [];
  for (const name of Object.keys(meta)) {
    const value = meta[name];
    if (value === undefined || value === null || isUnresolved(value)) {
      if (!Object.hasOwn(FIELDS, name) && value !== undefined) problems.push(unknownField(at, name, value));
      continue;
    }
    const path = at.field(name);
    const type = jsonType(value);
    switch (Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined) {
      case undefined:
        problems.push(unknownField(at, name, value));
        break;
      case 'text':
        if (type !== 'string') problems.push(wrongType(path, 'a text', value));
        break;
      case 'whole number':
        if (type !== 'integer') problems.push(wrongType(path, 'a whole number', value));
        break;
      case 'texts by name':
        if (type !== 'object') problems.push(wrongType(path, 'texts by name', value));
        else problems.push(...wrongTexts(value as Fields, path));
        break;
      case 'texts':
        problems.push(...wrongElements(value, path, 'string'));
        break;
      case 'objects':
        problems.push(...wrongElements(value, path, 'object'));
        if (name === 'ownerReferences' && Array.isArray(value)) problems.push(...ownerTypes(value, path));
        break;
    }
  }
  return problems;
}

function wrongTexts(map: Fields, path: FieldPath): readonly Problem[] {
  let problems: Problem[] | undefined;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (typeof value === 'string' || value === null || value === undefined || isUnresolved(value)) continue;
    (problems ??= []).push({
      ...wrongType(path.key(key), 'a text', value),
      fix: typeof value === 'object' ? undefined : `write ${JSON.stringify(String(value))} in quotes`,
    });
  }
  return problems ?? [];
}

function wrongElements(value: unknown, path: FieldPath, type: 'string' | 'object'): readonly Problem[] {
  const word = type === 'string' ? 'a text' : 'an object';
  if (!Array.isArray(value)) return [wrongType(path, 'a list', value)];
  return value.flatMap((each, index) =>
    jsonType(each) === type || each === null || isUnresolved(each) ? [] : [wrongType(path.item(index), word, each)],
  );
}

function ownerTypes(owners: readonly unknown[], path: FieldPath): readonly Problem[] {
  return owners.flatMap((owner, index) => {
    if (jsonType(owner) !== 'object' || isUnresolved(owner)) return [];
    return Object.entries(owner as Fields).flatMap(([name, value]) => {
      const at = path.item(index);
      const type = Object.hasOwn(OWNER_FIELDS, name) ? OWNER_FIELDS[name] : undefined;
      if (type === undefined) return [unknownField(at, name, value, Object.keys(OWNER_FIELDS))];
      const fits = value === null || typeof value === type || isUnresolved(value);
      return fits ? [] : [wrongType(at.field(name), type === 'string' ? 'a text' : 'true or false', value)];
    });
  });
}

function invalidFields(meta: Fields, { scope, checkName }: MetaRules, at: FieldPath): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (name: string, rule: string, message: string, more: Partial<Problem> = {}): void => {
    problems.push({ rule, path: at.field(name), keys: 'brackets', message, ...more });
  };
  const { name, generateName, namespace, labels, annotations, finalizers, ownerReferences } = meta;
  const prefix = isGiven(generateName) && !isUnresolved(generateName) ? (generateName as string) : undefined;
  if (prefix !== undefined) {
    const problem = checkName(withoutDash(prefix));
    if (problem !== undefined) add('generateName', 'metadata-name', problem, { value: prefix });
  }
  if (isGiven(name)) {
    const problem = checkName(name);
    if (problem !== undefined) add('name', 'metadata-name', problem, { value: name });
  } else if (prefix !== undefined) {
    const made = generatedName(prefix);
    const problem = checkName(made);
    if (problem !== undefined) add('name', 'metadata-name', problem, { value: made });
  } else if (!isGiven(generateName)) {
    add('name', 'required', 'must be given', { isBlocking: true });
  }
  if (isGiven(namespace)) {
    if (scope === 'Cluster')
      add('namespace', 'metadata-namespace', 'must not be given: the kind belongs to the whole cluster');
    const problem = scope === 'Cluster' ? undefined : checkDnsLabel(namespace);
    if (problem !== undefined) add('namespace', 'metadata-namespace', problem, { value: namespace });
  }
  for (const [key, value] of texts(labels)) {
    const problem = checkLabelKey(key);
    if (problem !== undefined) add('labels', 'metadata-label', `the key ${problem}`, { value: key });
    const wrong = checkLabelValue(value);
    if (wrong !== undefined) add('labels', 'metadata-label', `the value of ${key} ${wrong}`, { value });
  }
  let bytes = 0;
  for (const [key, value] of texts(annotations)) {
    const problem = checkAnnotationKey(key);
    if (problem !== undefined) add('annotations', 'metadata-annotation', `the key ${problem}`, { value: key });
    bytes += key.length + (typeof value === 'string' ? value.length : 0);
  }
  // Characters are at most three bytes long: most objects need no counting.
  if (bytes * 3 > MOST_ANNOTATION_BYTES && annotationBytes(annotations) > MOST_ANNOTATION_BYTES) {
    add('annotations', 'metadata-annotation', `must be at most ${MOST_ANNOTATION_BYTES} bytes long in all`, {
      isBlocking: true,
    });
  }
  if (Array.isArray(ownerReferences)) problems.push(...ownerProblems(ownerReferences, at.field('ownerReferences')));
  for (const finalizer of Array.isArray(finalizers) ? (finalizers as readonly unknown[]) : []) {
    const problem = checkLabelKey(finalizer);
    if (problem !== undefined)
      add('finalizers', 'metadata-finalizer', problem.replace('label key', 'finalizer name'), { value: finalizer });
  }
  return problems;
}

/** As the server looks at prefixes: a dash at the end, and what stands before it, are not judged. */
function withoutDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix;
}

const LONGEST_PREFIX = 58;

/** What a name may be that the server makes: at most 63 characters, five of them random. */
function generatedName(prefix: string): string {
  return `${prefix.slice(0, LONGEST_PREFIX)}x5b7d`;
}

function ownerProblems(owners: readonly unknown[], path: FieldPath): readonly Problem[] {
  const problems: Problem[] = [];
  let controllers = 0;
  for (const owner of owners) {
    if (isUnresolved(owner) || owner === null) continue;
    const fields = owner as Fields;
    // The server names the list, not the element.
    for (const name of REQUIRED_OF_OWNERS) {
      if (isGiven(fields[name])) continue;
      problems.push({
        rule: 'required',
        path: path.field(name),
        keys: 'brackets',
        message: 'must be given for every owner',
      });
    }
    if (fields['controller'] === true) controllers++;
  }
  if (controllers > 1) {
    problems.push({
      rule: 'metadata-owner',
      path,
      keys: 'brackets',
      message: 'must have only one owner that is the controller',
    });
  }
  return problems;
}

/** Entries of labels or annotations, null values as the empty text that the server reads. */
function texts(map: unknown): readonly (readonly [string, unknown])[] {
  if (map === undefined || map === null || isUnresolved(map)) return [];
  return Object.entries(map as Fields).map(([key, value]) => [key, value ?? ''] as const);
}

function annotationBytes(annotations: unknown): number {
  return texts(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
    0,
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function wrongType(path: FieldPath, wanted: string, value: unknown): Problem {
  return {
    rule: 'type',
    path,
    keys: 'dots',
    message: `must be ${wanted}, got ${given(value)}`,
    value,
    isBlocking: true,
  };
}

function unknownField(at: FieldPath, name: string, value: unknown, known: readonly string[] = NAMES): Problem {
  const meant = nearest(name, known);
  return {
    rule: 'unknown-field',
    path: at.field(name),
    keys: 'dots',
    message: `unknown field${meant === undefined ? '' : `, did you mean ${meant}?`}`,
    value,
    fix: meant === undefined ? 'remove it' : `write ${meant} instead of ${name}`,
  };
}
