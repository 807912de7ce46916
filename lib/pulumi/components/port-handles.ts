/** Ports of components, for policies and routes. */
import { type IConstruct } from 'constructs';
import { type BoundPort, type IPortedService } from '../../tree/handles';
import { type MeshPort } from '../../tree/mesh-port';
import { given } from '../../values/given';
import { type Blueprint, handle } from './blueprint';

/** The ports as those of a component. */
export function portsOf(service: IPortedService, ports: readonly MeshPort[], blueprint: Blueprint): BoundPort[] {
  return ports.map((port) =>
    handle(port.bind(service), blueprint, (construct: IConstruct & { port(name: string): BoundPort }) =>
      construct.port(port.name),
    ),
  );
}

/** The port of that name, or with that after its protocol. @throws Error if there is none. */
export function portOf({ ports }: IPortedService, name: string, label: string): BoundPort {
  const found = ports.find((each) => each.name === name || each.name === `${each.protocol}-${name}`);
  if (found) return found;
  throw new Error(`${label}: port must be one of ${ports.map((each) => each.name).join(', ')}, got ${given(name)}`);
}
