import { derive, isUnresolved } from 'istio-constructs';
import { Derived, PRIMITIVE_TOKENS, UNRESOLVED } from '../../lib/values/unresolved';

const unknown = { [UNRESOLVED]: true };

describe('isUnresolved', () => {
  test.each([
    ['a string', 'a', false],
    ['a number', 3, false],
    ['null', null, false],
    ['undefined', undefined, false],
    ['a plain object', { weight: 3 }, false],
    ['a list that holds one, for its elements are asked one by one', [unknown], false],
    ['a value that says so of itself', unknown, true],
    ['a derived value', new Derived([unknown], () => 1), true],
  ])('%s', (_, value, expected) => {
    expect(isUnresolved(value)).toBe(expected);
  });

  test('a string that a registered engine recognises is unresolved', () => {
    const host = globalThis as { [PRIMITIVE_TOKENS]?: { includes(value: string | number): boolean }[] };
    host[PRIMITIVE_TOKENS] = [{ includes: (value) => value === '${token-1}' }];
    try {
      expect(isUnresolved('${token-1}')).toBe(true);
      expect(isUnresolved('plain')).toBe(false);
    } finally {
      host[PRIMITIVE_TOKENS] = [];
    }
  });
});

describe('derive', () => {
  test('computes at once what is known', () => {
    expect(derive([90], (weight) => 100 - weight)).toBe(10);
  });

  test('keeps the inputs and the function where one input is unknown', () => {
    const rest = derive([unknown as unknown as number, 5], (weight, step) => 100 - weight - step) as unknown as Derived;
    expect(isUnresolved(rest)).toBe(true);
    expect(rest.inputs).toEqual([unknown, 5]);
    expect((rest.fn as (...inputs: number[]) => unknown)(90, 5)).toBe(5);
  });

  test('written to a manifest without an engine, it is an error that says why', () => {
    expect(() => new Derived([], () => 1).resolve()).toThrow('only known after deployment');
  });
});
