import { given } from '../values/given';
import { nearest } from '../values/nearest';

/** A release of Istio that this package knows: its schemas, its fields, its ways to install. */
export interface IstioRelease {
  /** `major.minor`. */
  readonly minor: string;

  /** The patch that is installed where only the minor release is named. */
  readonly patch: string;
}

/**
 * The table of releases, the oldest first. Patches: 1.30.4 and 1.31.1 from Istio's announcements; of 1.29 its first, for want
 * of a source for a later one. Name the patch that you have tested: `version: '1.29.2'`.
 */
export const RELEASES: readonly IstioRelease[] = [
  { minor: '1.29', patch: '1.29.0' },
  { minor: '1.30', patch: '1.30.4' },
  { minor: '1.31', patch: '1.31.1' },
];

/** A version as it is installed, `1.31.1`, from `1.31` or a patch of it; undefined if the release is not in the table. */
export function installedVersion(version: string): string | undefined {
  const [, minor, patch] = /^(\d+\.\d+)(\.\d+)?$/.exec(version) ?? [];
  const release = RELEASES.find((each) => each.minor === minor);
  return release && (patch === undefined ? release.patch : version);
}

/** A release of the table, or a patch of one. */
export function checkIstioVersion(version: unknown): string | undefined {
  if (typeof version === 'string' && installedVersion(version) !== undefined) return undefined;
  const minors = RELEASES.map((each) => each.minor);
  const near = typeof version === 'string' ? nearest(version, minors) : undefined;
  return `must be one of ${minors.join(', ')} or a patch of these, such as ${RELEASES[RELEASES.length - 1]?.patch ?? ''}, got ${given(version)}${near === undefined ? '' : `: did you mean ${near}?`}`;
}
