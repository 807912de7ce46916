/** Objects within objects, as a real API server 1.36 judged them. */
import { UNRESOLVED } from '../../../lib/values/unresolved';
import { judged, places } from '../../support/judged';

const schema = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
};
const pod = { apiVersion: 'v1', kind: 'Pod' };

test.each<readonly [string, object, readonly (readonly [string, string])[]]>([
  ['says what it is', { ...pod, spec: { any: 1 } }, []],
  ['needs no name', { ...pod, metadata: {} }, []],
  ['may be of a group', { apiVersion: 'apps/v1', kind: 'Deployment' }, []],
  [
    'has both',
    {},
    [
      ['required', 'spec.x.apiVersion'],
      ['required', 'spec.x.kind'],
    ],
  ],
  [
    'has them as texts',
    { apiVersion: 5, kind: null },
    [
      ['type', 'spec.x.apiVersion'],
      ['type', 'spec.x.kind'],
    ],
  ],
  [
    'does not leave them empty',
    { apiVersion: '', kind: '' },
    [
      ['embedded-type', 'spec.x.apiVersion'],
      ['embedded-type', 'spec.x.kind'],
    ],
  ],
  ['has no group within a group', { apiVersion: 'a/b/v1', kind: 'Pod' }, [['embedded-type', 'spec.x.apiVersion']]],
  ['has a kind that can be one', { apiVersion: 'v1', kind: '1Pod' }, [['embedded-type', 'spec.x.kind']]],
  ['has metadata that can be read', { ...pod, metadata: 5 }, [['type', 'spec.x.metadata']]],
  ['has no other metadata', { ...pod, metadata: { foo: 1 } }, [['unknown-field', 'spec.x.metadata.foo']]],
  ['has labels', { ...pod, metadata: { labels: { 'a b': 'c' } } }, [['metadata-label', 'spec.x.metadata.labels']]],
  [
    'has a name that can be part of a path',
    { ...pod, metadata: { name: 'a/b' } },
    [['metadata-name', 'spec.x.metadata.name']],
  ],
  ['may have a name that its kind refuses', { ...pod, metadata: { name: 'B_' } }, []],
  [
    'may not be known yet',
    { apiVersion: { [UNRESOLVED]: true }, kind: { [UNRESOLVED]: true }, metadata: { [UNRESOLVED]: true } },
    [],
  ],
])('an object within an object %s', (_, object, found) => {
  expect(places(judged(schema, object))).toEqual(found);
});
