import * as fc from 'fast-check';
import { addressRange, isWithin } from '../../lib/values/ip';

describe('ranges of addresses', () => {
  it.each<[range: string, address: string, expected: boolean]>([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.9.9.9/8', '10.0.0.0', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.1/32', '192.0.2.0', false],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['128.0.0.0/1', '127.255.255.255', false],
    ['128.0.0.0/1', '200.0.0.1', true],
    ['0.0.0.0/0', '::1', false],
    ['0.0.0.0/0', '1.2.3', false],
    ['0.0.0.0/0', '1.2.3.256', false],
    ['::/0', '1.2.3.4', false],
    ['fd00::/8', 'fdff::1', true],
    ['fd00::/8', 'fe80::1%eth0', false],
    ['::1', '::1', true],
    ['::1', '0:0:0:0:0:0:0:1', true],
  ])('%s holds %s: %s', (range, address, expected) => {
    expect(addressRange(range)?.(address)).toBe(expected);
  });

  it.each(['', 'x', '10.0.0/8', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/08'])('"%s" is none', (range) => {
    expect(addressRange(range)).toBeUndefined();
  });

  it('agrees with the other reading of CIDRs', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, base, length) => {
        expect(addressRange(`${base}/${length}`)?.(address)).toBe(isWithin(`${address}/32`, `${base}/${length}`));
      }),
    );
  });
});
