import { checkMetadata } from '../../../../lib/validation/istiod/common/metadata';
import { Report } from '../../../../lib/validation/report';

const metadata = (annotations: object | undefined, kind = 'Gateway', spec: object = {}) => {
  const report = new Report('istiod');
  checkMetadata({ kind, metadata: { name: 'x', ...(annotations && { annotations }) }, spec }, report);
  return report.findings.map(({ severity, rule, path }) => [severity, rule, path]);
};
const at = (annotation: string) => `metadata.annotations[${annotation}]`;
const dryRun = (value: string, spec: object = {}) =>
  metadata({ 'istio.io/dry-run': value }, 'AuthorizationPolicy', spec).map(([, rule]) => rule);

describe('the webhook on metadata', () => {
  it.each([
    ['none', undefined],
    ['other ones', { 'example.com/a': 'b', 'internal.istio.io/route-semantics': 'gateway' }],
  ])('takes annotations: %s', (_, annotations) => {
    expect(metadata(annotations)).toEqual([]);
  });

  it.each([
    ['metadata/always-reject', 'internal.istio.io/webhook-always-reject'],
    ['metadata/parents', 'internal.istio.io/parents'],
    ['metadata/parent-namespace', 'internal.istio.io/parent-namespace'],
    ['metadata/dry-run-kind', 'istio.io/dry-run'],
  ])('%s: refuses %s, whatever its value', (rule, annotation) => {
    expect(metadata({ [annotation]: '' })).toEqual([['error', rule, at(annotation)]]);
  });

  it.each(['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'])(
    'takes a dry run of %s, as Go reads truth values',
    (value) => {
      expect(dryRun(value)).toEqual([]);
    },
  );

  it.each(['', 'tRue', 'yes', ' true', 'true\n', '2'])('metadata/dry-run-value: refuses a dry run of %j', (value) => {
    expect(dryRun(value)).toEqual(['metadata/dry-run-value']);
  });

  it('allows a dry run of ALLOW and DENY only', () => {
    expect(dryRun('true', { action: 'ALLOW' })).toEqual([]);
    expect(dryRun('true', { action: 'DENY' })).toEqual([]);
    expect(dryRun('true', { action: 'AUDIT' })).toEqual(['metadata/dry-run-action']);
    expect(dryRun('true', { action: 'CUSTOM' })).toEqual(['metadata/dry-run-action']);
  });
});
