import { Remembered } from '../../lib/tree/remembered';

test('a computation is done again where a part of its key is another, and only then', () => {
  const remembered = new Remembered<string>();
  let done = 0;
  const ask = (key: readonly unknown[]) => remembered.get(key, () => `${key.join()} ${++done}`);
  expect([ask([1, undefined]), ask([1, undefined]), ask([1, 'a']), ask([1, undefined])]).toEqual([
    '1, 1',
    '1, 1',
    '1,a 2',
    '1, 3',
  ]);
});
