import { Command, Option } from 'commander';
import { withExitCode } from './command';
import type * as RunTest from './run-test';

const HELP = `
A spec says what happens to requests in the mesh of manifests, and every case
is held against what Istio would do. No cluster is needed.

  # mesh.spec.yaml
  manifests: [k8s/]
  cases:
    - name: a tenth of the requests for reviews goes to v2
      from: shop/web
      request: GET http://reviews/
      expect:
        routeTo: { shop/reviews-v1: 90, shop/reviews-v2: 10 }
        allowed: shop/reviews
        mtls: true
    - name: cart may not call payments
      from: shop/cart
      request: { method: POST, url: http://payments/, headers: { x-user: u1 } }
      expect: { denied: true }

Expectations: routeTo, status, allowed, denied, mtls, refused, redirectTo,
timeoutAfter, retries, seenHeaders, unknown. All fields: docs/testing.md.

Examples:
  $ istio-constructs test mesh.spec.yaml
  $ istio-constructs test specs/*.yaml --format json
  $ istio-constructs test mesh.spec.yaml --manifests overlays/prod/

Exit code: 0 every case is as expected; 1 a case is not; 2 wrong use, or
something could not be read, such as a spec with a field that there is not.
`;

/** `istio-constructs test`. */
export function testCommand(): Command {
  return new Command('test')
    .description('hold what is expected of requests against the mesh of manifests')
    .argument('<spec...>', 'files with cases')
    .option('--manifests <path...>', 'in place of those that the specs name')
    .addOption(
      new Option('--format <format>', 'how results are printed').choices(['text', 'json', 'tap']).default('text'),
    )
    .addHelpText('after', HELP)
    .action(async (specs: readonly string[], options: RunTest.TestArguments) => {
      // Loaded now, so that other commands and the help start fast.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { runTest } = require('./run-test') as typeof RunTest;
      await withExitCode(() => runTest(specs, options, process));
    });
}
