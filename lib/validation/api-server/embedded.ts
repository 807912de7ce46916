/** Objects within objects (`x-kubernetes-embedded-resource`): they say what they are, and their metadata is judged as well. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type FieldPath } from '../field-path';
import { checkPathSegment } from '../../values/path-segment';
import { type Problem } from '../problem';
import { type MetaProblems, metaProblems } from './object-meta';

type Fields = Readonly<Record<string, unknown>>;

const KIND = /^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** What the server says about `apiVersion`, `kind` and `metadata` of the object at `path`. */
export function embeddedProblems(object: Fields, path: FieldPath): MetaProblems {
  const meta = metaProblems(
    object['metadata'],
    { scope: 'Namespaced', checkName: checkPathSegment },
    path.field('metadata'),
  );
  // It needs no name of its own.
  const nameless = path.field('metadata').field('name').toString();
  const invalid = meta.invalid.filter((each) => each.rule !== 'required' || each.path.toString() !== nameless);
  const undecodable = [...meta.undecodable];
  for (const name of ['apiVersion', 'kind'] as const) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    const at = path.field(name);
    const problem = (rule: string, message: string): Problem => ({ rule, path: at, keys: 'dots', message, value });
    if (isUnresolved(value)) continue;
    if (value === undefined) invalid.push({ ...problem('required', 'must be given'), isBlocking: true });
    else if (typeof value !== 'string') undecodable.push(problem('type', `must be a text, got ${given(value)}`));
    else if (value === '') invalid.push(problem('embedded-type', 'must not be empty'));
    else if (name === 'kind' ? !KIND.test(value) : value.split('/').length > 2)
      invalid.push(
        problem(
          'embedded-type',
          name === 'kind'
            ? `must be the name of a kind, such as Service, got ${given(value)}`
            : `must be a version or <group>/<version>, got ${given(value)}`,
        ),
      );
  }
  return { undecodable, invalid };
}
