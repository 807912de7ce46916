/** Finalizers of Kubernetes' own kinds. Source: the validation of metadata and namespaces in Kubernetes 1.36. */
import { checkLabelKey } from '../../values/label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const STANDARD = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Without a domain a finalizer is one of Kubernetes'. */
export function checkFinalizers(object: Part): void {
  object.part('metadata')?.eachFits('finalizer', 'finalizers', (value) => {
    if (typeof value !== 'string' || isUnresolved(value) || value.includes('/') || STANDARD.includes(value)) return undefined;
    return `must have a domain such as example.com/cleanup, or be one of ${STANDARD.join(', ')}, got ${given(value)}`;
  });
}

/** A Namespace. */
export function checkNamespace(namespace: Part): void {
  const spec = namespace.part('spec');
  if (spec === undefined) return;
  for (const finalizer of spec.list('finalizers')) {
    if (typeof finalizer !== 'string' || isUnresolved(finalizer)) continue;
    const isSound = finalizer.includes('/') ? checkLabelKey(finalizer) === undefined : STANDARD.includes(finalizer);
    if (!isSound)
      spec.fail('finalizer', 'finalizers', `must be names such as kubernetes or example.com/cleanup, got ${given(finalizer)}`, finalizer);
  }
}
