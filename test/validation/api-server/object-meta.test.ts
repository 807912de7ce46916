import { validateObject } from '../../../lib/validation/validate-object';
import { UNRESOLVED } from '../../../lib/values/unresolved';
import { places } from '../../support/judged';
import { httpRoute, soundObject } from '../../support/sound-objects';

type Place = readonly [rule: string, path: string];
/** What it says, the metadata of a DestinationRule, what is found, and what the first finding says. */
type Row = readonly [title: string, metadata: unknown, found: readonly Place[], message?: string | RegExp];

const sound = soundObject('DestinationRule');
const findings = (metadata: unknown) => validateObject({ ...sound, metadata });
const UNCHECKED: Place = ['rules-not-checked', '<nil>'];
const long = (length: number) => 'a'.repeat(length);
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' };
const KIB_256 = 256 * 1024;

const NAMES: readonly Row[] = [
  ['a name', { name: 'a.b-c' }, []],
  ['a name that begins with a digit', { name: '1' }, []],
  ['a name as long as may be', { name: long(253) }, []],
  ['a longer name', { name: long(254) }, [['metadata-name', 'metadata.name']], /at most 253 characters/],
  ['a name with a capital', { name: 'A' }, [['metadata-name', 'metadata.name']], /^must be a DNS name .*, got "A"$/],
  ['a name of other letters', { name: 'é' }, [['metadata-name', 'metadata.name']]],
  ['no name', {}, [['required', 'metadata.name'], UNCHECKED], 'must be given'],
  ['an empty name', { name: '' }, [['required', 'metadata.name'], UNCHECKED]],
  ['no metadata', undefined, [['required', 'metadata.name'], UNCHECKED]],
  ['metadata that is null', null, [['required', 'metadata.name'], UNCHECKED]],
  ['the beginning of a name', { generateName: 'a-' }, []],
  ['a beginning of dashes at the end', { generateName: 'a--' }, []],
  ['a beginning longer than what is kept of it', { generateName: long(253) }, []],
  ['a longer beginning', { generateName: long(254) }, [['metadata-name', 'metadata.generateName']]],
  ['a beginning that no name may end with', { generateName: 'a.' }, [['metadata-name', 'metadata.generateName']]],
  // The server looks at what it makes of the beginning, and names that.
  ['a beginning that makes no name', { generateName: 'A-' }, [['metadata-name', 'metadata.name']]],
  ['a beginning beside a name', { name: 'a', generateName: 'A-' }, []],
  ['a namespace', { name: 'a', namespace: 'shop' }, []],
  ['a namespace with a dot', { name: 'a', namespace: 'a.b' }, [['metadata-namespace', 'metadata.namespace']]],
];

const MAPS: readonly Row[] = [
  ['labels', { name: 'a', labels: { A: 'a_b.c', 'example.com/b': '', c: null } }, []],
  ['labels that are null', { name: 'a', labels: null }, []],
  [
    'a key without a name',
    { name: 'a', labels: { 'a/': '' } },
    [['metadata-label', 'metadata.labels']],
    /^the key must be a label key/,
  ],
  ['a key without a prefix', { name: 'a', labels: { '/a': '' } }, [['metadata-label', 'metadata.labels']]],
  ['a key as long as may be', { name: 'a', labels: { [long(63)]: '' } }, []],
  ['a longer key', { name: 'a', labels: { [long(64)]: '' } }, [['metadata-label', 'metadata.labels']]],
  [
    'a value that begins with a dash',
    { name: 'a', labels: { b: '-a' } },
    [['metadata-label', 'metadata.labels']],
    /^the value of b must be/,
  ],
  ['a value as long as may be', { name: 'a', labels: { a: long(63) } }, []],
  ['a longer value', { name: 'a', labels: { a: long(64) } }, [['metadata-label', 'metadata.labels']]],
  ['annotations', { name: 'a', annotations: { 'EXAMPLE.com/a': '-a b' } }, []],
  [
    'a key of two slashes',
    { name: 'a', annotations: { 'a/b/c': '' } },
    [['metadata-annotation', 'metadata.annotations']],
    /^the key must be an annotation key/,
  ],
  ['annotations as large as may be', { name: 'a', annotations: { ab: long(KIB_256 - 2) } }, []],
  [
    'larger annotations',
    { name: 'a', annotations: { ab: long(KIB_256 - 1) } },
    [['metadata-annotation', 'metadata.annotations'], UNCHECKED],
    'must be at most 262144 bytes long in all',
  ],
  [
    'bytes, not characters',
    { name: 'a', annotations: { a: 'é'.repeat(KIB_256 / 2) } },
    [['metadata-annotation', 'metadata.annotations'], UNCHECKED],
  ],
];

const LISTS: readonly Row[] = [
  ['a finalizer', { name: 'a', finalizers: ['example.com/a'] }, []],
  [
    'no finalizer',
    { name: 'a', finalizers: ['A B'] },
    [['metadata-finalizer', 'metadata.finalizers']],
    /^must be a finalizer name/,
  ],
  ['an owner', { name: 'a', ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: false }] }, []],
  [
    'an owner without all',
    { name: 'a', ownerReferences: [{}] },
    [...['apiVersion', 'kind', 'name', 'uid'].map((each): Place => ['required', `metadata.ownerReferences.${each}`])],
    'must be given for every owner',
  ],
  [
    'two controllers',
    {
      name: 'a',
      ownerReferences: [
        { ...owner, controller: true },
        { ...owner, uid: 'c', controller: true },
      ],
    },
    [['metadata-owner', 'metadata.ownerReferences']],
    'must have only one owner that is the controller',
  ],
  [
    'what the server sets itself',
    { name: 'a', uid: 'b', generation: -1, creationTimestamp: null, managedFields: [] },
    [],
  ],
];

/** Answered by the server before it validates, so that nothing else is said. */
const UNDECODABLE: readonly Row[] = [
  ['a text', 'a', [['type', 'metadata']], 'must be an object, got "a"'],
  ['a list', [], [['type', 'metadata']]],
  ['a number for the name', { name: 5 }, [['type', 'metadata.name']], 'must be a text, got 5'],
  [
    'a text for a whole number',
    { name: 'A', generation: '1' },
    [['type', 'metadata.generation']],
    'must be a whole number, got "1"',
  ],
  ['a list of labels', { name: 'A', labels: [] }, [['type', 'metadata.labels']], 'must be texts by name, got a list'],
  ['a number for a label', { name: 'A', labels: { a: 1 } }, [['type', 'metadata.labels.a']], 'must be a text, got 1'],
  ['a flag for an annotation', { name: 'A', annotations: { a: true } }, [['type', 'metadata.annotations.a']]],
  ['a text for a list', { name: 'a', finalizers: 'b' }, [['type', 'metadata.finalizers']], 'must be a list, got "b"'],
  ['a number in a list of texts', { name: 'a', finalizers: [1] }, [['type', 'metadata.finalizers[0]']]],
  [
    'a text in a list of objects',
    { name: 'a', ownerReferences: ['b'] },
    [['type', 'metadata.ownerReferences[0]']],
    'must be an object, got "b"',
  ],
  [
    'a text for a flag of an owner',
    { name: 'a', ownerReferences: [{ ...owner, controller: 'true' }] },
    [['type', 'metadata.ownerReferences[0].controller']],
    'must be true or false, got "true"',
  ],
  [
    'an unknown field',
    { name: 'A', lables: {} },
    [['unknown-field', 'metadata.lables']],
    'unknown field, did you mean labels?',
  ],
  ['an unknown field that is null', { name: 'a', bogus: null }, [['unknown-field', 'metadata.bogus']]],
  [
    'an unknown field of an owner',
    { name: 'a', ownerReferences: [{ ...owner, uuid: 'c' }] },
    [['unknown-field', 'metadata.ownerReferences[0].uuid']],
    'unknown field, did you mean uid?',
  ],
  [
    'a field named like one of every object',
    { name: 'a', constructor: 1 },
    [['unknown-field', 'metadata.constructor']],
  ],
];

describe.each<readonly [string, readonly Row[]]>([
  ['names', NAMES],
  ['labels and annotations', MAPS],
  ['lists', LISTS],
  ['what cannot be decoded', UNDECODABLE],
])('%s', (_, rows) => {
  test.each(rows)('%s', (...row: readonly unknown[]) => {
    const [, metadata, found, message] = row as Row;
    expect(places(findings(metadata))).toEqual(found);
    if (message !== undefined) expect(findings(metadata)[0]?.message).toMatch(message);
  });
});

test('a number in place of a text comes with the fix, an object without', () => {
  expect(findings({ name: 'a', labels: { a: 1 } })[0]?.fix).toBe('write "1" in quotes');
  expect(findings({ name: 'a', labels: { a: {} } })[0]?.fix).toBeUndefined();
});

test.each<readonly [string, string, object, readonly Place[]]>([
  ['a ConfigMap need not', 'ConfigMap', { name: '1' }, []],
  ['a Namespace has no dot', 'Namespace', { name: 'a.b' }, [['metadata-name', 'metadata.name']]],
  [
    'a Namespace is in no namespace',
    'Namespace',
    { name: 'a', namespace: 'b' },
    [['metadata-namespace', 'metadata.namespace']],
  ],
])('%s', (_, kind, metadata, found) => {
  expect(places(validateObject({ apiVersion: 'v1', kind, metadata }))).toEqual(found);
});

test('a role is named as may be, but is no step of a path', () => {
  const role = (name: string) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name } });
  expect(places(validateObject(role('system:a B')))).toEqual([]);
  for (const name of ['.', '..', 'a/b', 'a%b'])
    expect(places(validateObject(role(name)))).toEqual([['metadata-name', 'metadata.name']]);
});

test('what is not known yet is not judged', () => {
  const later = { [UNRESOLVED]: true };
  const metadata = {
    name: later,
    namespace: later,
    labels: { a: later },
    finalizers: [later],
    ownerReferences: [later],
  };
  expect(findings(metadata)).toEqual([]);
  expect(findings(later)).toEqual([]);
  expect(findings({ ...metadata, labels: later, annotations: later, finalizers: later })).toEqual([]);
});

test('metadata is judged for every kind', () => {
  expect(places(validateObject({ ...httpRoute(), metadata: { name: 'A' } }))).toEqual([
    ['metadata-name', 'metadata.name'],
  ]);
});
