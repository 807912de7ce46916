/** What the webhook says of the metadata of every object, whatever its kind. */
import { type Manifest } from '../../../model/manifest';
import { given } from '../../../values/given';
import { checkGoBool } from '../../../values/go-bool';
import { FieldPath } from '../../field-path';
import { type Report } from '../../report';

const DRY_RUN = 'istio.io/dry-run';
const PARENTS = 'internal.istio.io/parents';
const PARENT_NAMESPACE = 'internal.istio.io/parent-namespace';
const ALWAYS_REJECT = 'internal.istio.io/webhook-always-reject';

const PATH = FieldPath.ROOT.field('metadata').field('annotations');

/** Annotations that are for Istio itself, and the dry run, which only an AuthorizationPolicy knows. */
export function checkMetadata(object: Manifest, report: Report): void {
  const { annotations } = (object.metadata ?? {}) as { readonly annotations?: Readonly<Record<string, string>> | null };
  if (annotations === undefined || annotations === null) return;
  if (ALWAYS_REJECT in annotations) {
    report.error(
      'metadata/always-reject',
      PATH.key(ALWAYS_REJECT),
      'is for tests of Istio itself: it has every object refused',
    );
  }
  if (PARENTS in annotations) report.error('metadata/parents', PATH.key(PARENTS), 'is for Istio itself, not for users');
  if (PARENT_NAMESPACE in annotations) {
    report.error('metadata/parent-namespace', PATH.key(PARENT_NAMESPACE), 'is for Istio itself, not for users');
  }
  if (DRY_RUN in annotations) checkDryRun(object, annotations[DRY_RUN], report);
}

function checkDryRun(object: Manifest, value: string | undefined, report: Report): void {
  const path = PATH.key(DRY_RUN);
  if (object.kind !== 'AuthorizationPolicy') {
    const message = 'only an AuthorizationPolicy can be tried out without effect';
    report.error('metadata/dry-run-kind', path, message, { fix: 'remove the annotation' });
    return;
  }
  const action = (object.spec as { readonly action?: string } | null | undefined)?.action ?? 'ALLOW';
  if (action !== 'ALLOW' && action !== 'DENY') {
    const message = `only actions ALLOW and DENY can be tried out without effect, not ${given(action)}`;
    report.error('metadata/dry-run-action', path, message, { value: action });
    return;
  }
  const problem = checkGoBool(value);
  if (problem !== undefined) report.error('metadata/dry-run-value', path, problem, { value });
}
