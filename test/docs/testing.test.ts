/** What docs/testing.md says, held against the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTATIONS } from '../../lib/cli/expectations';
import { meshMatchers } from '../../lib/testing';
import { call, route } from '../testing/reviews';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'testing.md'), 'utf8');

/** The first cells of a table's rows. */
function rows(heading: string): readonly string[] {
  const [, table = ''] = new RegExp(`\\n\\| ${heading} +\\|.*\\n\\|[- |]+\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  return table.split('\n').flatMap((line) => /^\| (.+?) +\|/.exec(line)?.[1] ?? []);
}

test('every matcher has a row, and every row is about one', () => {
  const named = rows('matcher').map((cell) => /^`(\w+)\(/.exec(cell)?.[1]);
  expect(named).toEqual(Object.keys(meshMatchers));
});

test('every expectation of a spec has a row, and every row is about one', () => {
  expect(rows('field').map((cell) => cell.replaceAll('`', ''))).toEqual(Object.keys(EXPECTATIONS));
});

test('every field of an outcome is named', () => {
  const outcome = call([route({ v1: 100 })]).outcomes[0];
  const named = /An outcome has ([^]*?)\n\n/.exec(page)?.[1] ?? '';
  const fields = [...Object.keys(outcome ?? {}), 'trace'];
  expect(fields.filter((field) => !named.includes(`\`${field}\``))).toEqual([]);
});

test('shows what a failure really says', () => {
  const shown = /```\n(expect\(call\)[^]*?)\n {2}\.\.\.\n```/.exec(page)?.[1];
  let said = '';
  try {
    expect(call([route({ v1: 90, v2: 10 })])).toRouteTo([
      ['shop/reviews-v1', 80],
      ['shop/reviews-v2', 20],
    ]);
  } catch (error) {
    // eslint-disable-next-line no-control-regex
    said = (error as Error).message.replace(/\u001b\[\d+m/g, '').replace('mesh.yaml:6:1', 'k8s/web.yaml:1:1');
  }
  expect(said.startsWith(`${shown}\n`)).toBe(true);
});
