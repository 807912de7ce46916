import { FieldPath } from '../../../../lib/validation/field-path';
import { checkExportTo, type Exporter } from '../../../../lib/validation/istiod/common/export-to';
import { Report } from '../../../../lib/validation/report';

const found = (exportTo: readonly string[] | undefined, exporter: Partial<Exporter>) => {
  const report = new Report('istiod');
  checkExportTo(
    exportTo,
    { kind: 'destination-rule', namespace: 'shop', ...exporter },
    FieldPath.ROOT.field('x'),
    report,
  );
  return report.findings.map(({ rule, path }) => [rule.replace(/.*\/export-to-/, ''), path]);
};

// What VirtualServices have in common with other kinds is in the tests of VirtualServices.
describe('the webhook on exportTo', () => {
  const chosen = { selectsWorkloads: true };
  it.each<readonly [string, readonly string[] | undefined, Partial<Exporter>, readonly (readonly string[])[]]>([
    ['lets a ServiceEntry be seen by nobody', ['~'], { kind: 'service-entry' }, []],
    ['refuses nobody and somebody', ['~', 'a'], { kind: 'service-entry' }, [['none-mixed', 'x']]],
    [
      'refuses nobody and everybody',
      ['*', '~'],
      { kind: 'service-entry' },
      [
        ['public-mixed', 'x'],
        ['none-mixed', 'x'],
      ],
    ],
    ['refuses nobody twice', ['~', '~'], { kind: 'service-entry' }, [['duplicate', 'x[1]']]],
    ['takes the own namespace beside a workloadSelector', ['.'], chosen, []],
    ['takes it by name', ['shop'], chosen, []],
    ['takes none', undefined, chosen, []],
    ['refuses others as well', ['.', 'a'], chosen, [['selector-several', 'x']]],
    ['refuses others only', ['a'], chosen, [['selector-beyond', 'x']]],
    ['refuses everybody', ['*'], chosen, [['selector-beyond', 'x']]],
    ['counts no wrong ones', ['a.b'], chosen, [['format', 'x[0]']]],
    ['takes . and names where the namespace is not known', ['.', 'shop'], { namespace: undefined }, []],
    ['refuses . twice there', ['.', '.'], { namespace: undefined }, [['duplicate', 'x[1]']]],
  ])('%s', (_, exportTo, exporter, expected) => expect(found(exportTo, exporter)).toEqual(expected));
});
