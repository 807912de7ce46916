import { type IMeshNamespace } from './handles';

/**
 * One line where `what` needs a proxy of layer 7 that the pods of `namespace` do not have.
 *
 * @param effect - what would become of it.
 */
export function needsLayer7(
  namespace: IMeshNamespace,
  what: string,
  effect = 'ztunnel would do nothing about it',
): string[] {
  return namespace.dataPlane?.kind === 'ambient'
    ? [
        `${what} needs layer 7, but namespace ${String(namespace.namespaceName)} is ambient: ${effect}, and waypoints are not supported yet`,
      ]
    : [];
}
