import {
  applyOperations,
  headerOperations,
  mergedOperations,
  NO_OPERATIONS,
} from '../../lib/simulation/header-operations';

function applied(value: unknown, headers: Readonly<Record<string, string>>) {
  const map = new Map(Object.entries(headers));
  applyOperations(headerOperations(value), map);
  return Object.fromEntries(map);
}

describe('header operations', () => {
  it('remove, then set, then add', () => {
    const operations = { add: { 'x-a': '3' }, set: { 'X-A': '2' }, remove: ['x-a', 'X-B'] };
    expect(applied(operations, { 'x-a': '1', 'x-b': '1', 'x-c': '1' })).toEqual({ 'x-a': '2,3', 'x-c': '1' });
  });

  it('add to what is there', () => {
    expect(applied({ add: { 'x-a': '2' } }, { 'x-a': '1' })).toEqual({ 'x-a': '1,2' });
  });

  it('write a percent sign for two', () => {
    expect(applied({ set: { 'x-a': '100%%' } }, {})).toEqual({ 'x-a': '100%' });
  });

  it.each([{ set: { Host: 'a' } }, { set: { ':authority': 'a' } }, { add: { host: 'a' } }])(
    'make %j the Host header',
    (value) => {
      expect(headerOperations(value)).toMatchObject({ authority: 'a', set: [], add: [] });
    },
  );

  it('do not remove what is of the protocol', () => {
    expect(headerOperations({ remove: ['host', ':path', 'x-a'] }).remove).toEqual(['x-a']);
  });

  it('of a route and its only destination are one list, the route before in each part', () => {
    const [route, destination] = [
      { set: { 'x-a': '1' }, remove: ['x-b'] },
      { set: { 'x-a': '2' }, add: { 'x-b': '3' } },
    ];
    expect(mergedOperations(headerOperations(route), headerOperations(destination))).toEqual({
      remove: ['x-b'],
      set: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
      add: [['x-b', '3']],
      authority: undefined,
    });
    expect(mergedOperations(NO_OPERATIONS, NO_OPERATIONS)).toBe(NO_OPERATIONS);
  });
});
