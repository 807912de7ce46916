import { type Check, value } from '../tree/props';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';

/** An absolute path within a container, at which a volume is mounted. A colon would end it (Kubernetes' validation of mounts). */
export const mountPath: Check = value((path) =>
  isUnresolved(path) || (typeof path === 'string' && /^\/[^:]*$/.test(path))
    ? undefined
    : `must be an absolute path without a colon, got ${given(path)}`,
);

/** A path within a volume. Kubernetes refuses absolute ones and those that lead out of it. */
export const innerPath: Check = value((path) =>
  isUnresolved(path) || (typeof path === 'string' && path !== '' && !path.startsWith('/') && !climbs(path))
    ? undefined
    : `must be a relative path without .., got ${given(path)}`,
);

function climbs(path: string): boolean {
  return path.split('/').includes('..');
}

/** One line for each path at which two volumes would be mounted. */
export function mountProblems(mounts: readonly { readonly name: string; readonly mountPath: string }[]): string[] {
  return mounts.flatMap((mount, index) => {
    if (isUnresolved(mount.mountPath)) return [];
    const other = mounts.slice(0, index).find((each) => each.mountPath === mount.mountPath);
    return other === undefined
      ? []
      : [
          `volumes: ${other.name} and ${mount.name} must be mounted at different paths, got ${given(mount.mountPath)} twice`,
        ];
  });
}
