import { isVisible, visibilityOf } from '../../lib/model/visibility';

describe('exportTo (semantics: VirtualService 8)', () => {
  it.each<[written: unknown, byDefault: string[], expected: string]>([
    [undefined, [], 'shop bank other'],
    [[], [], 'shop bank other'],
    [['*'], [], 'shop bank other'],
    [['.'], [], 'shop'],
    [['.', '*'], [], 'shop bank other'],
    [['bank'], [], 'bank'],
    [['.', 'bank'], [], 'shop bank'],
    [['~'], [], ''],
    [undefined, ['.'], 'shop'],
    [['*'], ['.'], 'shop bank other'],
  ])('%j with the default %j shows it to %j', (written, byDefault, expected) => {
    const visibility = visibilityOf(written, 'shop', byDefault);
    expect(['shop', 'bank', 'other'].filter((namespace) => isVisible(visibility, namespace)).join(' ')).toBe(expected);
  });
});
