/** The plugin of cdk8s-cli, given what cdk8s-cli gives. */
import { ManifestValidation, type ManifestValidationContext, type ManifestValidationProps } from 'istio-constructs';

type Violation = Parameters<ManifestValidationContext['report']['addViolation']>[0];

/** What the plugin reports of objects in one manifest. */
async function report(objects: readonly object[], props?: ManifestValidationProps) {
  const violations: Violation[] = [];
  let status: string | undefined;
  await new ManifestValidation(props).validate({
    manifests: ['dist/a.yaml'],
    parseManifest: () => objects,
    report: {
      addViolation: (each) => {
        violations.push(each);
      },
      submit: (each) => {
        status = each;
      },
    },
  });
  return { violations, status };
}

const rule = (spec: object): object => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'reviews' },
  spec,
});

it('passes objects that the API server and istiod take', async () => {
  expect(await report([rule({ host: 'reviews' })])).toEqual({ violations: [], status: 'success' });
});

it('fails for errors, each with its rule, its place and what to do', async () => {
  const { violations, status } = await report([rule({ host: 'reviews', subset: [] })]);
  expect(status).toBe('failure');
  expect(violations).toEqual([
    {
      ruleName: 'api-server/unknown-field',
      recommendation: 'error: spec.subset: unknown field, did you mean subsets?',
      fix: 'write subsets instead of subset',
      violatingResources: [{ resourceName: 'reviews', locations: ['spec.subset'], manifestPath: 'dist/a.yaml' }],
    },
  ]);
});

it('reports warnings without failing, and names istiod where it is the judge', async () => {
  const outlierDetection = { consecutiveErrors: 5 };
  const { violations, status } = await report([rule({ host: 'reviews', trafficPolicy: { outlierDetection } })]);
  expect(status).toBe('success');
  expect(violations.map(({ ruleName, fix }) => [ruleName, fix])).toEqual([
    ['istiod: destination-rule/consecutive-errors', expect.stringContaining('consecutive5xxErrors')],
  ]);
});

it('takes severities', async () => {
  const severities = { 'api-server/unknown-field': 'warning' } as const;
  expect((await report([rule({ host: 'reviews', subset: [] })], { severities })).status).toBe('success');
});

it('refuses properties that are wrong', () => {
  const made = (props: object) => () => new ManifestValidation(props);
  expect(made({ istioVersion: 1.31 })).toThrow('got 1.31, a number: write it in quotes');
  expect(made({ severities: { 'api-server/type': 'Error' } })).toThrow(
    'the severity of api-server/type must be one of error, warning, info, off, got "Error"',
  );
});

it('reports a manifest that holds no object', async () => {
  const { violations, status } = await report([null as never]);
  expect(status).toBe('failure');
  expect(violations[0]?.violatingResources[0]?.resourceName).toBe('unnamed');
});
