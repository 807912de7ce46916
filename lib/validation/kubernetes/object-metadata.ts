/** Metadata of Kubernetes' own kinds. Source: the validation of metadata and namespaces in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkLabelKey } from '../../values/label';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** What these kinds ask of metadata more than others do. */
export function checkObjectMetadata(object: Part): void {
  // Budgets are the kind of which the server does not look at finalizers.
  if (object.fields['kind'] === 'PodDisruptionBudget') return;
  object.part('metadata')?.eachFits('finalizer', 'finalizers', checkFinalizer);
}

/** A Namespace. The server names the list, not the element. */
export function checkNamespace(namespace: Part): void {
  const spec = namespace.part('spec');
  if (spec === undefined) return;
  for (const finalizer of spec.list('finalizers')) {
    const problem = checkFinalizer(finalizer) ?? checkLabelKey(finalizer);
    if (problem !== undefined) spec.fail('finalizer', 'finalizers', problem, finalizer);
  }
}

/** Without a domain a finalizer is one of Kubernetes'. */
function checkFinalizer(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value) || value.includes('/') || STANDARD_FINALIZERS.includes(value))
    return undefined;
  return `must have a domain such as example.com/cleanup, or be one of ${STANDARD_FINALIZERS.join(', ')}, got ${given(value)}`;
}
