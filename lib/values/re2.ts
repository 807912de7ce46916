import type * as Re2 from 're2js';

/** RE2 for JavaScript, loaded when the first pattern comes, for most programs have none. */
export function re2(): typeof Re2 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('re2js') as typeof Re2;
}
