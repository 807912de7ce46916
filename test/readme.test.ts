import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The block of code after a comment that names where it is from. */
function block(from: string): string {
  const [, , text = ''] = new RegExp(`<!-- ${from} -->\\n\\n\`\`\`(\\w+)\\n([^]*?)\`\`\``).exec(readme) ?? [];
  return text;
}

test('the program of the README is the example', () => {
  expect(block('examples/hello/main.ts')).toBe(readFileSync(join(root, 'examples/hello/main.ts'), 'utf8'));
});

test('the shop of the README is the example', () => {
  expect(block('examples/shop/shop.ts')).toBe(readFileSync(join(root, 'examples/shop/shop.ts'), 'utf8'));
});

test('the test of the README is one', () => {
  expect(block('examples/shop/reviews.test.ts')).toBe(
    readFileSync(join(root, 'examples/shop/reviews.test.ts'), 'utf8'),
  );
});

test('the YAML of the README is what the program writes', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'readme-'));
  // In the process itself: the command of tsx would start another one.
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  const { status, stderr } = spawnSync(process.execPath, ['--require', tsx, 'examples/hello/main.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: join(outdir, 'dist') },
  });
  expect([status, stderr]).toEqual([0, '']);
  const written = readFileSync(join(outdir, 'dist', 'shop.k8s.yaml'), 'utf8');
  rmSync(outdir, { recursive: true });
  expect(written.match(/^kind: /gm)).toHaveLength(9);
  expect(written).toContain(block('dist/hello/shop.k8s.yaml'));
});
