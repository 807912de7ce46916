import { Progress } from '../../lib/program/progress';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function shown(isTTY: boolean, milliseconds: number, done: number): string {
  let text = '';
  const progress = new Progress('rendering', 2000, { isTTY, write: (more) => (text += more) });
  jest.advanceTimersByTime(milliseconds);
  progress.update(done);
  progress.end();
  return text;
}

test.each<[string, boolean, number, number, string]>([
  ['is shown after two seconds, and wiped', true, 2000, 500, '\rrendering: 500 of 2000\r\u001b[K'],
  ['is not shown before', true, 1999, 500, ''],
  ['is not shown for each object', true, 5000, 499, ''],
  ['is not shown where nobody looks', false, 5000, 500, ''],
])('progress %s', (_, isTTY, milliseconds, done, text) => {
  expect(shown(isTTY, milliseconds, done)).toBe(text);
});
