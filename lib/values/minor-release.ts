/** The second number of a release such as `1.31` or `1.31.0`. */
export function minorOf(release: string): number {
  return Number(release.split('.')[1]);
}
