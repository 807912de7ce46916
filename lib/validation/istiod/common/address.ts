import { checkIp } from '../../../values/ip';
import { checkUnixAddress, isUnixAddress } from '../../../values/unix-address';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/** An IP address. Reported as rule `<kind>/ip`. */
export function checkIpAddress(address: string, kind: string, path: FieldPath, report: Report): void {
  const problem = checkIp(address);
  if (problem === undefined) return;
  const fix = isUnixAddress(address) ? 'only a port with number 0 may have a Unix domain socket here' : undefined;
  report.error(`${kind}/ip`, path, problem, { value: address, fix });
}

/** A Unix domain socket, for texts that {@link isUnixAddress}. Reported as rule `<kind>/unix-address`. */
export function checkUnixSocket(address: string, kind: string, path: FieldPath, report: Report): void {
  const problem = checkUnixAddress(address);
  if (problem !== undefined) report.error(`${kind}/unix-address`, path, problem, { value: address });
}
