import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All files below a folder with their texts, by relative path; none where there is no such folder. */
export function filesOf(root: string, below = ''): Readonly<Record<string, string>> {
  if (!existsSync(join(root, below))) return {};
  return Object.assign(
    {},
    ...readdirSync(join(root, below)).map((name) => {
      const path = join(below, name);
      return statSync(join(root, path)).isDirectory()
        ? filesOf(root, path)
        : { [path]: readFileSync(join(root, path), 'utf8') };
    }),
  ) as Record<string, string>;
}
