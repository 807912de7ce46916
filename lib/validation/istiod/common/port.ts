import { checkIstioLabel } from '../../../values/istio-host';
import { checkPort } from '../../../values/port';
import { checkPortProtocol, layerOf } from '../../../values/port-protocol';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/** A number from 1 to 65535, 0 if absent. Reported as rule `<kind>/port-range`. */
export function checkPortNumber(
  number: number | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  const value = number ?? 0;
  const problem = checkPort(value);
  if (problem !== undefined) report.error(`${kind}/port-range`, path, problem, { value });
}

/** A name of a port: a DNS label. Reported as rule `<kind>/port-name`. */
export function checkPortName(name: string, kind: string, path: FieldPath, report: Report): void {
  const problem = checkIstioLabel(name);
  if (problem !== undefined) report.error(`${kind}/port-name`, path, problem, { value: name });
}

/** A known protocol, or none, which has Istio find it out. Reported as rule `<kind>/protocol`. */
export function checkProtocol(
  protocol: string | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  if (!protocol || layerOf(protocol) !== undefined) return;
  report.error(`${kind}/protocol`, path, checkPortProtocol(protocol) ?? '', { value: protocol });
}
