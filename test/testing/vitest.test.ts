import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

test('Vitest knows the matchers by an import of their own', () => {
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const config = join(__dirname, 'vitest', 'vitest.config.mts');
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', '--config', config, '--reporter', 'json'], {
    encoding: 'utf8',
    // What Jest sets would have it think that it runs in Jest.
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
  });
  expect(stderr).toBe('');
  const results = (JSON.parse(stdout) as Report).testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(results.map(({ title, status }) => [title, status])).toEqual([
    ['passes', 'passed'],
    ['fails', 'failed'],
  ]);
  expect(results[1]?.failureMessages[0]).toContain('Expected: denied\nReceived:   100 %  allowed');
});
