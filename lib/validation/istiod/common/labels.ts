import { checkIstioLabelKey, checkIstioLabelValue } from '../../../values/label';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/**
 * Labels of pods or workloads. Reported as rules `<kind>/label-key` and `<kind>/label-value`. Returns whether no error was found.
 */
export function checkLabels(
  labels: Readonly<Record<string, string | null | undefined>> | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): boolean {
  let sound = true;
  for (const key in labels) {
    // Go reads a null as the empty text, and does not drop its key.
    const value = labels[key] ?? '';
    const inKey = checkIstioLabelKey(key);
    const inValue = checkIstioLabelValue(value);
    if (inKey !== undefined) report.error(`${kind}/label-key`, path.key(key), inKey, { value: key });
    if (inValue !== undefined) report.error(`${kind}/label-value`, path.key(key), inValue, { value });
    sound &&= inKey === undefined && inValue === undefined;
  }
  return sound;
}
