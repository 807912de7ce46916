import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';

const INPUTS = process.env['ISTIO_CONSTRUCTS_INPUTS'] ?? join(__dirname, '../../../../shared');
const CHECKS = join(INPUTS, 'corpus/webhook/checks.md');

const KINDS = /^(DestinationRule|Gateway|Sidecar|ServiceEntry|WorkloadEntry|WorkloadGroup|DR|SE|WE|WG|many)\b/;
/** Of checks for which other rules stand, or that no document reaches. */
const ELSEWHERE = ['selector-empty-alpha', 'tls-many-certs', 'se-resolution-type'];

/** The ids of the table for these kinds; `same` means those of the row before. */
function measured(): readonly string[] {
  const ids: string[] = [];
  let kinds: readonly string[] = [];
  for (const line of readFileSync(CHECKS, 'utf8').split('\n')) {
    const [, id = '', named = ''] = /^\| ([a-z0-9-]+) \| ([^|]+) \|/.exec(line) ?? [];
    if (id === '') continue;
    if (named !== 'same') kinds = named.split(' ');
    if (kinds.some((kind) => KINDS.test(kind))) ids.push(id);
  }
  return ids;
}

(existsSync(CHECKS) ? test : test.skip)('a rule stands for each measured check of these kinds', () => {
  const known = new Set([...Object.values(CHECK_IDS).flatMap((ids) => ids.split(' ')), ...ELSEWHERE]);
  expect(measured().length).toBeGreaterThan(150);
  expect(measured().filter((id) => !known.has(id))).toEqual([]);
});

test('nothing but letters of the checks of values stands in the table', () => {
  for (const ids of Object.values(CHECK_IDS)) expect(ids).toMatch(/^[a-z0-9-]+( [a-z0-9-]+)*$/);
});
