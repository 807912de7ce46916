/** Jobs that never complete, because their sidecars do not end. */
import { type Finding } from '../values/finding';
import { type AdoptedWorkload } from './adopted-workload';
import { hasNativeSidecars, type Releases } from './native-sidecars';

const CHOICES = [
  'proxy: { nativeSidecar: true }, whose sidecar ends after the other containers, from Kubernetes 1.29 on',
  'injection: Injection.off(), which leaves the mesh, mTLS and the identity with it',
  'a POST to http://localhost:15020/quitquitquit as the last thing that the container does, with proxy: { nativeSidecar: false }',
];

/** What decides about the sidecar of a job. */
interface JobSidecar {
  readonly workload: AdoptedWorkload;

  /** Whether it is a native one, as far as that is said. */
  readonly native: boolean | undefined;
}

/** One line if nothing ends the sidecar, and nobody chose so. */
export function endlessJob({ workload, native }: JobSidecar, releases: () => Releases): string[] {
  if (native !== undefined || endsSidecar(workload) || hasNativeSidecars(releases())) return [];
  const { kind, name } = workload.object;
  return [`${kind} ${name} would never complete, because its sidecar does not end: choose ${CHOICES.join('; or ')}`];
}

/** A warning if an ordinary sidecar was chosen and the command does not show who ends it: an image may do it in silence. */
export function unseenEnd({ workload, native }: JobSidecar): Omit<Finding, 'judge'> | undefined {
  if (native !== false || endsSidecar(workload)) return undefined;
  return {
    severity: 'warning',
    rule: 'adopted-app/endless-job',
    path: 'proxy.nativeSidecar',
    message: 'is false for a job, which completes only if its container ends the sidecar',
    fix: `choose ${CHOICES.join('; or ')}`,
  };
}

function endsSidecar({ containers }: AdoptedWorkload): boolean {
  const words = containers.flatMap(({ command = [], args = [] }) => [...command, ...args]);
  return words.some((word) => typeof word === 'string' && word.includes('quitquitquit'));
}
