/** Ports of containers. Source: the validation of pods in Kubernetes 1.36, and its warnings. */
import { given } from '../../values/given';
import { checkPort } from '../../values/port';
import { checkPortName } from '../../values/port-name';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** `ports` of one container. */
export function checkContainerPorts(container: Part): void {
  const ports = container.parts('ports');
  if (ports.length === 0) return;
  const names = new Set<string>();
  for (const port of ports) {
    const name = port.text('name');
    if (name !== undefined) {
      port.fits('container-port', 'name', checkPortName);
      if (names.has(name))
        port.fail('container-port', 'name', `must be unique in its container, got ${given(name)} again`, name);
      names.add(name);
    }
    port.mustFit('container-port', 'containerPort', checkPort);
    if (port.fields['hostPort'] !== 0) port.fits('container-port', 'hostPort', checkPort);
    port.oneOf('container-port', 'protocol', PROTOCOLS);
  }
}

/** No two containers of a pod listen on the same port of the node. */
export function checkHostPorts(containers: readonly Part[]): void {
  const taken = new Set<string>();
  for (const container of containers) {
    for (const port of container.parts('ports')) {
      const number = port.number('hostPort');
      if (number === undefined || number === 0) continue;
      const { hostIP, protocol } = port.fields;
      if (isUnresolved(hostIP) || isUnresolved(protocol)) continue;
      const key = `${port.text('protocol') ?? 'TCP'} ${port.text('hostIP') ?? ''} ${number}`;
      if (taken.has(key)) port.fail('host-port', 'hostPort', `must be unique in the pod, got ${number} again`, number);
      taken.add(key);
    }
  }
}

/** In the node's network a port of the container is that of the node. */
export function checkHostNetworkPorts(containers: readonly Part[]): void {
  for (const container of containers) {
    for (const port of container.parts('ports')) {
      const [onHost, own] = [port.number('hostPort') ?? 0, port.number('containerPort')];
      if (onHost === 0 || own === undefined || onHost === own) continue;
      port.fail('host-port', 'hostPort', `must be containerPort (${own}) in the node's network, got ${onHost}`, onHost);
    }
  }
}

/** The server warns where a name stands for ports of two containers: only the first is found by it. */
export function warnOfSharedNames(containers: readonly Part[]): void {
  if (containers.length < 2) return;
  const owners = new Map<string, Part>();
  for (const container of containers) {
    for (const port of container.parts('ports')) {
      const name = port.text('name');
      if (name === undefined) continue;
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, container);
      else if (owner !== container)
        port.warn(
          'shared-port-name',
          '',
          `${given(name)} is also a port of container ${String(owner.fields['name'])}: Services and probes take that one`,
        );
    }
  }
}
