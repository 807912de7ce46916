import { type Chart } from 'cdk8s';
import { CanaryRoute, CanaryStep, CanarySteps, HttpMatch } from 'istio-constructs';
import { failure, specOf, twoVersions, written } from '../support/constructs';

const all = CanarySteps.of([
  CanaryStep.preview(),
  CanaryStep.mirror(10),
  CanaryStep.weight(10),
  CanaryStep.weight(50, { name: 'half' }),
  CanaryStep.weight(100),
]);

const canary =
  (steps: CanarySteps, step: string | number | undefined, preview = HttpMatch.header('x').isPresent()) =>
  (chart: Chart) => {
    const app = twoVersions(chart);
    new CanaryRoute(chart, 'canary', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      preview,
      steps,
      step,
    });
  };

test.each<[string | number, number, number | undefined]>([
  ['preview', 0, undefined],
  ['mirror-10', 0, 10],
  ['weight-10', 10, undefined],
  ['half', 50, undefined],
  [4, 100, undefined],
  [0, 0, undefined],
])('step %j gives the canary %d %% of the requests and copies of %s %%', (step, weight, copies) => {
  const { http } = specOf(written(canary(all, step)), 'VirtualService') as { http: object[] };
  expect(http[1]).toMatchObject({ route: [{ weight: 100 - weight }, { weight }] });
  expect((http[1] as { mirrors?: object[] }).mirrors).toEqual(
    copies === undefined
      ? undefined
      : [
          {
            destination: { host: 'reviews.shop.svc.cluster.local', port: { number: 8080 }, subset: 'v2' },
            percentage: { value: copies },
          },
        ],
  );
});

test('steps of weights alone', () => {
  expect(CanarySteps.weights(1, 100).steps.map((each) => each.name)).toEqual(['weight-1', 'weight-100']);
});

test('fewer requests than before are allowed where it is said', () => {
  const steps = CanarySteps.of([CanaryStep.weight(10), CanaryStep.weight(5)], { allowDecrease: true });
  expect(failure(canary(steps, 1))).toBe('nothing failed');
});

describe('errors', () => {
  test.each<[CanarySteps, string | number | undefined, string]>([
    [
      all,
      'weight-20',
      'step must be one of preview, mirror-10, weight-10, half, weight-100, or an index from 0 to 4, got "weight-20"',
    ],
    [all, 5, 'or an index from 0 to 4, got 5'],
    [all, undefined, 'step must say which of the steps is rendered'],
    [CanarySteps.of([]), 0, 'steps must have at least 1 step, got'],
    [CanarySteps.of([5 as never]), 0, 'steps[0] must be a CanaryStep, such as CanaryStep.weight(10), got 5'],
    [CanarySteps.weights(110), 0, 'steps[0]: weight must be between 0 and 100, got 110'],
    [CanarySteps.of([CanaryStep.mirror(-1)]), 0, 'steps[0]: mirror must be between 0 and 100, got -1'],
    [
      CanarySteps.weights(10, 5),
      0,
      'steps[1]: weight must not be below that of the step before (10), got 5: say allowDecrease',
    ],
    [CanarySteps.weights(10, 10), 0, 'steps must have different names, got weight-10 twice: give a name'],
    [
      [1, 2] as never,
      0,
      'steps must be CanarySteps that are known at synthesis, such as CanarySteps.weights(1, 10, 100), got',
    ],
    [
      CanarySteps.of([CanaryStep.weight(1)], { allowDecrease: 1 as never }),
      0,
      'steps.allowDecrease must be true or false, got 1',
    ],
  ])('%#', (steps, step, message) => {
    expect(failure(canary(steps, step))).toContain(message);
  });

  test('a step of preview alone without a preview', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), steps: all, step: 0 });
    });
    expect(message).toBe('shop/canary: preview must be given for a step of preview alone: else nobody sees the canary');
  });
});
