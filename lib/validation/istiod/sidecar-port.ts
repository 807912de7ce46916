/** What the ports of both sorts of listeners of a Sidecar have in common. */
import { type EgressPort } from '../../../imports/istio/sidecar';
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkPortName, checkProtocol } from './common/port';
import { type Loose } from './common/loose';

/** Its name, protocol and target, but not its number. */
export function checkListenerPort(port: Loose<EgressPort>, path: FieldPath, report: Report): void {
  const { name, protocol, targetPort } = port;
  if (name) checkPortName(name, 'sidecar', path.field('name'), report);
  checkProtocol(protocol, 'sidecar', path.field('protocol'), report);
  if ((targetPort ?? 0) > 0)
    report.error('sidecar/target-port', path.field('targetPort'), 'must be left out, for Sidecars do not use it', {
      value: targetPort,
    });
}

/** Two listeners may not have one number, whatever they are bound to. */
export function checkUniqueNumber(number: number, numbers: Set<number>, path: FieldPath, report: Report): void {
  if (numbers.has(number)) {
    const message = `must differ from the ports of the other listeners, got ${given(number)} again`;
    report.error('sidecar/port-duplicate', path.field('number'), message, { value: number });
  }
  numbers.add(number);
}
