/** What follows from what is known about a service. */
import { isDeepStrictEqual } from 'node:util';
import { given } from '../values/given';
import { mayBeSame } from '../values/unresolved';
import { type PolicyContribution } from './collect-policy';
import { type TrafficPolicy } from './istio-types';
import { type RouteFragment } from './route-fragment';
import { type IMeshService } from './service-routing';
import { labelsOf } from './service-version';
import { minorOf } from '../values/minor-release';

/** Without a sidecar nobody takes mTLS. Where nothing is known about the namespace, it is taken to be of the mesh. */
export function takesMtls({ hasSidecar, namespace }: IMeshService): boolean {
  return hasSidecar ?? namespace.dataPlane?.kind !== 'none';
}

/** What a client says of a service otherwise than the service itself. */
export function differences(client: IMeshService, owner: IMeshService): string[] {
  const ports = client.ports.filter(
    (port) =>
      !owner.ports.some(
        (each) => mayBeSame(each.number, port.number) && each.name === port.name && each.protocol === port.protocol,
      ),
  );
  const versions = client.versionNames.filter(
    (version) =>
      !owner.versionNames.includes(version) || !isDeepStrictEqual(labelsOf(client, version), labelsOf(owner, version)),
  );
  const described = `${owner.node.path} has`;
  return [
    ...ports.map(
      ({ name, number }) =>
        `ports: ${described} ${owner.ports.map((each) => `${each.name} ${given(each.number)}`).join(', ')}, got ${name} ${given(number)}`,
    ),
    ...versions.map(
      (version) =>
        `versions: ${described} ${owner.versionNames.map((each) => `${each} ${JSON.stringify(labelsOf(owner, each))}`).join(', ')}, got ${version} ${JSON.stringify(labelsOf(client, version))}`,
    ),
  ];
}

/**
 * What would have no effect because the service is headless: a caller looks up the address of a pod, and its proxy goes there
 * (a cluster of type ORIGINAL_DST), whatever subset or load balancing a rule says. Gateways, which know the pods, do follow them.
 */
export function idleOnHeadless(
  { headless = false, serviceName, versionNames }: IMeshService,
  policies: readonly PolicyContribution[],
  fragments: readonly RouteFragment[],
): string[] {
  if (!headless) return [];
  const balanced = saying(
    policies,
    ({ loadBalancer }) => loadBalancer !== undefined && loadBalancer.simple !== 'PASSTHROUGH',
  );
  const split = versionNames.length > 1 ? fragments.filter((each) => each.destinations.length > 0) : [];
  const because = `${serviceName} is headless: callers look up the address of a pod, and their proxies go there`;
  return [
    ...balanced.map((each) => `${each.source.node.path}: load balancing would have no effect, for ${because}`),
    ...split.map((each) => `${each.source.node.path}: a route to versions would have no effect, for ${because}`),
  ];
}

/** What the release of Istio does not know yet: the API server would drop it in silence. */
export function tooNew(policies: readonly PolicyContribution[], istioVersion: string): string[] {
  const minor = minorOf(istioVersion);
  if (minor >= 31) return [];
  return saying(policies, ({ connectionPool }) => connectionPool?.http?.http2KeepAlive !== undefined).map(
    (each) => `${each.source.node.path}: http2KeepAlive needs Istio 1.31 or newer, the mesh has ${istioVersion}`,
  );
}

/** Those that say it on any level. */
function saying(policies: readonly PolicyContribution[], it: (policy: TrafficPolicy) => boolean) {
  return policies.filter(({ policy, perVersion, perPort = {} }) =>
    [policy, ...Object.values(perVersion), ...Object.values(perPort).map((each) => each.policy)].some(it),
  );
}
