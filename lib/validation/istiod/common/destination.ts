import { type Destination } from '../../../../imports/istio/shared';
import { checkIstioLabel, checkIstioWildcardDomain } from '../../../values/istio-host';
import { checkPort } from '../../../values/port';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';
import { isSet, type Loose } from './loose';

/**
 * Where requests go: a host other than `*`, a subset that is a DNS label and a port's number, the last two if given. Reported as rules
 * `<kind>/destination-star`, `-host`, `-subset` and `-port`.
 */
export function checkDestination(
  destination: Loose<Destination> | null | undefined,
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(destination)) return;
  const { host, subset, port } = destination;
  if (host === '*') {
    report.error(`${kind}/destination-star`, path.field('host'), 'must be one host, not *', { value: host });
  } else {
    const problem = checkIstioWildcardDomain(host ?? '');
    if (problem !== undefined) report.error(`${kind}/destination-host`, path.field('host'), problem, { value: host });
  }
  if (isSet(subset) && subset !== '') {
    const problem = checkIstioLabel(subset);
    if (problem !== undefined)
      report.error(`${kind}/destination-subset`, path.field('subset'), problem, { value: subset });
  }
  if (isSet(port)) {
    const problem = checkPort(port.number ?? 0);
    if (problem !== undefined)
      report.error(`${kind}/destination-port`, path.field('port').field('number'), problem, { value: port.number });
  }
}
