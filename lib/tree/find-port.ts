import { type IConstruct } from 'constructs';
import { given } from '../values/given';
import { ConstructError } from './construct-error';
import { type BoundPort, type IPortedService } from './handles';

/**
 * The port of that name: its name in the Service, or what tells it from others of its protocol.
 *
 * @throws ConstructError if there is no such port.
 */
export function findPort(service: IPortedService & IConstruct, name: string): BoundPort {
  const found = service.ports.find((each) => each.name === name || each.name === `${each.protocol}-${name}`);
  if (found) return found;
  const names = service.ports.map((each) => each.name).join(', ');
  throw new ConstructError(service.node.path, [`port must be one of ${names}, got ${given(name)}`]);
}
