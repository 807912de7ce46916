import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', '..', 'imports', 'istio');
const releases = readdirSync(folder).filter((name) => name.startsWith('schemas-'));

test.each(releases)('what a program loads to judge objects of Istio is small: %s with the rules', (schemas) => {
  const bytes = [schemas, 'rules.ts'].reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(bytes).toBeLessThanOrEqual(60_000);
});
