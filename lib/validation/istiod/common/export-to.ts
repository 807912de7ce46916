import { given } from '../../../values/given';
import { checkIstioLabel, isIstioLabel } from '../../../values/istio-host';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/** Whose `exportTo` it is. */
export interface Exporter {
  /** The kind as rules begin with it. */
  readonly kind: 'virtual-service' | 'destination-rule' | 'service-entry';

  /** Of the object. Where it is not known, `.` is taken for another namespace than all that are named. */
  readonly namespace: string | undefined;

  /** Whether it is a DestinationRule for some workloads of its namespace only. */
  readonly selectsWorkloads?: boolean;
}

/**
 * The namespaces that see an object: `*` alone, `~` alone for a ServiceEntry, else `.` and names, none of them twice. Reported as
 * rules `<kind>/export-to-own-namespace`, `-duplicate`, `-none`, `-format`, `-public-mixed`, `-none-mixed`, `-selector-several` and
 * `-selector-beyond`.
 */
export function checkExportTo(
  exportTo: readonly string[] | null | undefined,
  exporter: Exporter,
  path: FieldPath,
  report: Report,
): void {
  if (!exportTo || exportTo.length === 0) return;
  const { kind, namespace = '.' } = exporter;
  const seen = new Set<string>();
  exportTo.forEach((entry, index) => {
    const key = entry === '.' ? namespace : entry;
    if (seen.has(key)) {
      const [rule, message] =
        key === entry
          ? ['duplicate', `must not be named twice, got ${given(entry)} again`]
          : ['own-namespace', `must not name . and the namespace that it stands for, got ${given(entry)} and ${key}`];
      report.error(`${kind}/export-to-${rule}`, path.item(index), message, { value: entry });
      return;
    }
    if (checkEntry(key, exporter, path.item(index), report)) seen.add(key);
  });
  checkTogether(seen, exportTo, exporter, path, report);
}

function checkEntry(entry: string, { kind }: Exporter, path: FieldPath, report: Report): boolean {
  if (entry === '.' || entry === '*' || (entry === '~' && kind === 'service-entry') || isIstioLabel(entry)) return true;
  if (entry === '~')
    report.error(`${kind}/export-to-none`, path, 'must not be ~, which only a ServiceEntry may have', {
      value: entry,
      fix: 'export it to its own namespace with .',
    });
  else
    report.error(`${kind}/export-to-format`, path, `${checkIstioLabel(entry)}; or . or *`, {
      value: entry,
    });
  return false;
}

function checkTogether(
  entries: ReadonlySet<string>,
  given: readonly string[],
  { kind, namespace = '.', selectsWorkloads = false }: Exporter,
  path: FieldPath,
  report: Report,
): void {
  const details = { value: given };
  if (selectsWorkloads && entries.size > 0) {
    const fix = 'export it to its own namespace only, or drop workloadSelector';
    if (!entries.has(namespace))
      report.error(
        `${kind}/export-to-selector-beyond`,
        path,
        'must be . where workloadSelector picks workloads, which are of this namespace',
        { ...details, fix },
      );
    else if (entries.size > 1)
      report.error(
        `${kind}/export-to-selector-several`,
        path,
        'must have no entry beside . where workloadSelector picks workloads, which are of this namespace',
        { ...details, fix },
      );
  }
  if (entries.size < 2) return;
  if (entries.has('*'))
    report.error(
      `${kind}/export-to-public-mixed`,
      path,
      'must have no entry beside *, which is all namespaces',
      details,
    );
  if (entries.has('~'))
    report.error(`${kind}/export-to-none-mixed`, path, 'must have no entry beside ~, which is no namespace', details);
}
