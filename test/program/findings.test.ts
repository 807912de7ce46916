import { type Finding } from '../../lib/values/finding';
import { printFinding, printOptions } from '../../lib/program/findings';

const finding: Finding = {
  severity: 'warning',
  judge: 'istio-constructs',
  rule: 'mesh-app/no-probes',
  path: '',
  message: 'has no probes, so that a pod gets requests before it can answer',
  fix: 'give probes',
};
const about = (more: Partial<Finding> = {}) => ({ construct: 'shop/reviews', finding: { ...finding, ...more } });

describe('a finding in print', () => {
  test('names construct, rule and fix', () => {
    expect(printFinding(about({ message: 'has no probes' }))).toBe(
      'warning shop/reviews: has no probes [mesh-app/no-probes]\n  fix: give probes',
    );
  });

  test('names the field, where it has one, and no fix where there is none', () => {
    expect(printFinding(about({ severity: 'error', path: 'spec.hosts', message: 'is empty', fix: undefined }))).toBe(
      'error shop/reviews (spec.hosts): is empty [mesh-app/no-probes]',
    );
  });

  test('stays on its line, and drives no terminal, whatever a field is called', () => {
    const made = about({ path: 'spec.a\nb', message: 'no\u001b[2J', fix: 'write\nc' });
    expect(printFinding(made)).toBe(
      'warning shop/reviews (spec.a b): no\\u001b[2J [mesh-app/no-probes]\n  fix: write c',
    );
  });

  test('is wrapped at words where the width is known', () => {
    expect(printFinding(about(), { width: 40 }).split('\n')).toEqual([
      'warning shop/reviews: has no probes, so',
      '    that a pod gets requests before it',
      '    can answer [mesh-app/no-probes]',
      '  fix: give probes',
    ]);
  });

  test('has its severity in colour where colours are wanted', () => {
    expect(printFinding(about({ message: 'm' }), { colour: true })).toBe(
      '\u001b[33mwarning\u001b[0m shop/reviews: m [mesh-app/no-probes]\n  fix: give probes',
    );
  });
});

describe('how a stream is printed to', () => {
  const before = process.env['NO_COLOR'];
  afterEach(() => {
    if (before === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = before;
  });

  test.each([
    ['a pipe', { isTTY: false, columns: 80 }, undefined, {}],
    ['a terminal', { isTTY: true, columns: 80 }, undefined, { colour: true, width: 80 }],
    ['a terminal of someone who wants no colour', { isTTY: true, columns: 80 }, '1', { colour: false, width: 80 }],
  ])('%s', (_, stream, noColour, expected) => {
    if (noColour === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = noColour;
    expect(printOptions(stream)).toEqual(expected);
  });
});
