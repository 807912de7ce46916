import { FieldPath } from '../../../../lib/validation/field-path';
import {
  checkSelector,
  checkTargets,
  checkWorkloadSelector,
  type Targets,
} from '../../../../lib/validation/istiod/common/selector';
import { Report } from '../../../../lib/validation/report';

const found = (check: (path: FieldPath, report: Report) => unknown) => {
  const report = new Report('istiod');
  const sound = check(FieldPath.ROOT.field('spec'), report);
  return { sound, findings: report.findings.map(({ severity, rule, path }) => [severity, rule, path]), report };
};
const targets = (spec: Targets) => found((path, report) => checkTargets(spec, path, report)).findings;

describe('the webhook on selectors', () => {
  const labelled: readonly (readonly [string, Record<string, string>, readonly (readonly string[])[]])[] = [
    ['labels, whatever their syntax', { app: 'x', 'UPPER_/': ' ', a: '' }, []],
    ['a * in a key', { 'a*': 'x' }, [['error', 'selector/wildcard', '[a*]']]],
    ['a * in a value', { a: '*' }, [['error', 'selector/wildcard', '[a]']]],
    ['an empty key', { '': 'x' }, [['error', 'selector/empty-key', '[]']]],
    ['an empty key and a *, said once', { '': '*' }, [['error', 'selector/wildcard', '[]']]],
  ];

  it.each(labelled)('matchLabels: %s', (_, matchLabels, expected) => {
    const { sound, findings } = found((path, report) => checkSelector({ matchLabels }, path, report));
    expect(findings).toEqual(expected.map(([severity, rule, key]) => [severity, rule, `spec.matchLabels${key}`]));
    expect(sound).toBe(expected.length === 0);
  });

  it.each(labelled)('labels: %s', (_, labels, expected) => {
    const { sound, findings } = found((path, report) => checkWorkloadSelector({ labels }, path, report));
    expect(findings).toEqual(expected.map(([severity, rule, key]) => [severity, rule, `spec.labels${key}`]));
    expect(sound).toBe(expected.length === 0);
  });

  it('warns of selectors without labels, and not where there is no selector', () => {
    for (const matchLabels of [undefined, null, {}]) {
      const { sound, findings } = found((path, report) => checkSelector({ matchLabels } as object, path, report));
      expect(findings).toEqual([['warning', 'selector/no-labels', 'spec']]);
      expect(sound).toBe(true);
    }
    expect(found((path, report) => checkWorkloadSelector({}, path, report)).findings).toEqual([
      ['warning', 'workload-selector/no-labels', 'spec'],
    ]);
    expect(found((path, report) => checkSelector(undefined, path, report)).findings).toEqual([]);
    expect(found((path, report) => checkWorkloadSelector(null, path, report)).findings).toEqual([]);
  });
});

describe('the webhook on what policies are for', () => {
  it.each([
    ['', 'Service'],
    ['core', 'Service'],
    ['networking.istio.io', 'ServiceEntry'],
    ['gateway.networking.k8s.io', 'Gateway'],
    ['gateway.networking.k8s.io', 'GatewayClass'],
  ])('takes group %j, kind %s', (group, kind) => {
    expect(targets({ targetRef: { group, kind, name: 'x' } })).toEqual([]);
    expect(targets({ targetRefs: [{ group, kind, name: 'x' }] })).toEqual([]);
  });

  it.each([
    ['v1', 'Service'],
    ['', 'service'],
    ['', 'Gateway'],
    ['networking.istio.io', 'Gateway'],
    ['Core', 'Service'],
    ['', 'constructor'],
    ['', ''],
  ])('refuses group %j, kind %j', (group, kind) => {
    expect(targets({ targetRef: { group, kind, name: 'x' } })).toEqual([
      ['error', 'target-ref/kind', 'spec.targetRef'],
    ]);
  });

  it('says which group belongs to a kind, and which kind was meant', () => {
    const fix = (group: string, kind: string) =>
      found((path, report) => checkTargets({ targetRef: { group, kind, name: 'x' } }, path, report)).report.findings[0]
        ?.fix;
    expect(fix('', 'Gateway')).toBe('write kind Gateway with group gateway.networking.k8s.io');
    expect(fix('', 'service')).toBe('write kind Service with group core');
    expect(fix('apps', 'Deployment')).toBeUndefined();
  });

  it('refuses references without a name or to other namespaces', () => {
    expect(targets({ targetRefs: [{ kind: 'Service' }, { kind: 'Service', name: 'x', namespace: 'y' }] })).toEqual([
      ['error', 'target-ref/name', 'spec.targetRefs[0].name'],
      ['error', 'target-ref/namespace', 'spec.targetRefs[1].namespace'],
    ]);
  });

  it('refuses more than one way, and does not count an empty list', () => {
    const selector = { matchLabels: { app: 'x' } };
    const targetRef = { kind: 'Service', name: 'x' };
    const refused = [['error', 'target-ref/one-of', 'spec']];
    expect(targets({ selector, targetRefs: [] })).toEqual([]);
    expect(targets({ selector, targetRef })).toEqual(refused);
    expect(targets({ selector, targetRefs: [targetRef] })).toEqual(refused);
    expect(targets({ targetRef, targetRefs: [targetRef] })).toEqual(refused);
  });
});
