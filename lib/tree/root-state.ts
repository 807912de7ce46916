import { type IConstruct } from 'constructs';

/**
 * The one value that all constructs of a tree share under `key`: made when first asked for, and kept on the root.
 *
 * On the root and under a registered symbol rather than in a module, so that two programs in one process never meet, and
 * two copies of this package in one program do.
 */
export function ofRoot<T>(scope: IConstruct, key: string, create: () => T): T {
  const root = scope.node.root as unknown as Record<symbol, T | undefined>;
  return (root[Symbol.for(`istio-constructs.${key}`)] ??= create());
}
