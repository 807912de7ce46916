import { given } from '../../values/given';
import { blueprintOf, labelOf } from './blueprint';
import { VersionHandle } from './version-handle';

/**
 * What a MeshApp component owns is shaped by its arguments alone.
 *
 * @param label - of the component that is given `args`.
 * @param args - that name the app.
 * @param argument - of MeshApp, which says the same.
 * @throws Error if one of them is an app of a MeshApp component.
 */
export function refuseOwnedHosts(label: string, args: Readonly<Record<string, unknown>>, argument: string): void {
  const problems = Object.entries(args).flatMap(([name, value]) => {
    const blueprint = blueprintOf(value instanceof VersionHandle ? value.service : value);
    if (blueprint?.kind !== 'MeshApp') return [];
    const what = value instanceof VersionHandle ? `version ${given(value.name)} of ` : '';
    return [
      `${label}: ${name} must be of a MeshService, got ${what}${labelOf(blueprint)}: give that MeshApp ${argument} instead`,
    ];
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
