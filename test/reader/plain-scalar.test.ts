import fc from 'fast-check';
import { plainScalar } from '../../lib/reader/plain-scalar';

describe('a text without quotes is what kubectl (go-yaml v2) makes of it', () => {
  const rows: [text: string, value: unknown][] = [
    ...['y', 'Y', 'yes', 'YES', 'true', 'True', 'on', 'ON'].map((text): [string, unknown] => [text, true]),
    ...['n', 'N', 'no', 'No', 'false', 'FALSE', 'off', 'Off'].map((text): [string, unknown] => [text, false]),
    ...['', '~', 'null', 'NULL'].map((text): [string, unknown] => [text, null]),
    ['yEs', 'yEs'],
    ['tRUE', 'tRUE'],
    ['nULL', 'nULL'],
    ['.nan', NaN],
    ['-.INF', -Infinity],
    ['0', 0],
    ['-0', 0],
    ['-0.0', 0],
    ['+7', 7],
    ['0777', 511],
    ['0o17', 15],
    ['08', 8],
    ['0x1F', 31],
    ['-0b101', -5],
    ['0b2', '0b2'],
    ['0x', '0x'],
    ['1_000', 1000],
    ['_1', '_1'],
    ['1.5', 1.5],
    ['1.', 1],
    ['.5e1', 5],
    ['-.5', -0.5],
    ['._5', '._5'],
    ['1e3', 1000],
    ['1e999', '1e999'],
    ['1e', '1e'],
    ['9223372036854775807', 2 ** 63],
    ['18446744073709551615', 2 ** 64],
    ['99999999999999999999', 1e20],
    ['0xffffffffffffffffff', '0xffffffffffffffffff'],
    ['-9223372036854775808', -(2 ** 63)],
    ['-0x8000000000000001', '-0x8000000000000001'],
    ['12:30:45', '12:30:45'],
    ['2024-01-01', '2024-01-01'],
    ['1.2.3', '1.2.3'],
    ['10m', '10m'],
    ['-', '-'],
    ['=', '='],
  ];
  test.each(rows)('%j is %p', (text, value) => {
    expect(plainScalar(text)).toBe(value);
  });

  test('whole numbers of JSON are themselves', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => plainScalar(JSON.stringify(value)) === value + 0));
  });
});
