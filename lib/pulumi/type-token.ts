import { type Manifest } from '../model/manifest';
import { groupAndVersion } from '../model/identity';

/** The type of a resource: `kubernetes:core/v1:Service`, `kubernetes:networking.istio.io/v1:VirtualService`. */
export function typeToken({ apiVersion, kind }: Manifest): string {
  const { group, version } = groupAndVersion(apiVersion);
  return `kubernetes:${group === '' ? 'core' : group}/${version}:${String(kind)}`;
}
