import { FieldPath } from '../../../../lib/validation/field-path';
import { checkDurationField, readDurationField } from '../../../../lib/validation/istiod/common/duration';
import { Report } from '../../../../lib/validation/report';

const PATH = FieldPath.ROOT.field('spec').field('timeout');

describe('the webhook on durations', () => {
  it.each([
    [undefined, undefined],
    [null, undefined],
    ['1ms', undefined],
    ['1.5s', undefined],
    ['+1h1ms', undefined],
    ['1s1000us', undefined],
    // Go computes with floating point, where this is 1 ms.
    ['0.00099999999999999999999s', undefined],
    ['0s', 'min'],
    ['0', 'min'],
    ['-1s', 'min'],
    ['0.5ms', 'min'],
    ['999us', 'min'],
    ['1.5ms', 'precision'],
    ['1s1ns', 'precision'],
    ['', 'syntax'],
    ['5', 'syntax'],
    ['1d', 'syntax'],
    ['1 s', 'syntax'],
    ['.s', 'syntax'],
    ['9999999h', 'syntax'],
  ])('%j: %s', (value, what) => {
    const report = new Report('istiod');
    checkDurationField(value, 'kind', PATH, report);
    const rules = report.findings.map(({ rule, path }) => [rule, path]);
    expect(rules).toEqual(what === undefined ? [] : [[`kind/duration-${what}`, 'spec.timeout']]);
  });

  it('reads durations of any length, and reports what it cannot read', () => {
    const report = new Report('istiod');
    expect(readDurationField('-1ns', 'kind', PATH, report)).toBe(-1n);
    expect(report.findings).toEqual([]);
    expect(readDurationField('abc', 'kind', PATH, report)).toBeUndefined();
    expect(report.findings.map(({ rule }) => rule)).toEqual(['kind/duration-syntax']);
  });
});
