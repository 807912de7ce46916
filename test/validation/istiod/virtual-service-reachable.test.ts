import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.virtual-service';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'VirtualService', CHECK_IDS);
type Case = readonly [title: string, routes: readonly (readonly object[] | undefined)[], expected: readonly Found[]];

const route = [{ destination: { host: 'a' } }];
const unreachable = (path: string): Found => ['virtual-service/unreachable', `spec.${path}`, 'warning'];
const ineffective = (path: string): Found => ['virtual-service/ineffective-match', `spec.${path}`, 'warning'];
const LATER = ineffective('http[1].match[0]');
const BOTH = [LATER, unreachable('http[1]')];

const ofHttp = (matches: readonly (readonly object[] | undefined)[]) =>
  says({ hosts: ['a'], gateways: ['a/b'], http: matches.map((match) => ({ ...(match && { match }), route })) });

describe('the webhook on routes that are never reached', () => {
  const cases: readonly Case[] = [
    ['takes a last route without matches', [[{ port: 1 }], undefined], []],
    ['warns of a second one', [undefined, undefined], [unreachable('http[1]')]],
    ['counts an empty list as none', [[], [{ port: 1 }]], [unreachable('http[1]')]],
    [
      'warns once of a route with several matches behind',
      [undefined, [{ port: 1 }, { port: 1 }]],
      [unreachable('http[1]')],
    ],
    ['takes an empty match for no catch-all', [[{}], [{ port: 1 }]], []],
    ['warns of the same match again', [[{ port: 1 }], [{ port: 1 }]], BOTH],
    ['warns of a match in one route twice', [[{ port: 1 }, { port: 1 }]], [ineffective('http[0].match[1]')]],
    ['takes a route of which one match is new', [[{ port: 1 }], [{ port: 1 }, { port: 2 }]], [LATER]],
  ];
  it.each(cases)('%s', (_, routes, expected) => expect(ofHttp(routes)).toEqual(expected));
});

describe('the webhook on matches that are the same', () => {
  const exact = { uri: { exact: '/a' } };
  const full = {
    ...exact,
    headers: { a: { exact: '1' }, b: {} },
    sourceLabels: { a: 'b' },
    gateways: ['a/b', 'c/d'],
    port: 80,
  };
  const pair = (title: string, one: object, other: object, same: boolean): Case => [
    title,
    [[one], [other]],
    same ? BOTH : [],
  ];
  it.each([
    pair('sees through names', { ...exact, name: 'x' }, { ...exact, name: 'y' }, true),
    pair('sees through the order of keys', full, { ...full, headers: { b: {}, a: { exact: '1' } } }, true),
    pair(
      'sees through what stands for nothing',
      exact,
      {
        ...exact,
        port: 0,
        gateways: [],
        headers: {},
        ignoreUriCase: false,
        statPrefix: '',
        sourceNamespace: '',
        method: null,
      },
      true,
    ),
    pair(
      'reads null as a match of any value',
      { ...exact, headers: { a: {} } },
      { ...exact, headers: { a: null } },
      true,
    ),
    pair('tells that apart from none', exact, { ...exact, headers: { a: null } }, false),
    pair('tells apart a match that is empty', exact, { ...exact, method: {} }, false),
    pair('tells apart a text that is empty', { uri: {} }, { uri: { exact: '' } }, false),
    pair('tells apart prefix and exact', { uri: { prefix: '/a' } }, exact, false),
    pair('tells apart headers', full, { ...full, headers: { a: { exact: '1' }, c: {} } }, false),
    pair('tells apart labels', full, { ...full, sourceLabels: { a: 'c' } }, false),
    pair('tells apart the order of gateways', full, { ...full, gateways: ['c/d', 'a/b'] }, false),
    pair('tells apart ports', full, { ...full, port: 81 }, false),
    pair('tells apart prefixes of statistics', exact, { ...exact, statPrefix: 'x' }, false),
    pair('tells apart cases', exact, { ...exact, ignoreUriCase: true }, false),
    pair('tells apart namespaces', exact, { ...exact, sourceNamespace: 'a' }, false),
    pair(
      'tells apart parameters',
      { ...exact, queryParams: { q: { exact: 'a' } } },
      { ...exact, queryParams: { q: { exact: 'b' } } },
      false,
    ),
    pair('tells apart absent headers', { ...exact, withoutHeaders: { q: {} } }, exact, false),
    pair(
      'tells apart schemes',
      { ...exact, scheme: { exact: 'http' } },
      { ...exact, scheme: { exact: 'https' } },
      false,
    ),
    pair(
      'tells apart authorities',
      { ...exact, authority: { exact: 'a' } },
      { ...exact, authority: { regex: 'a' } },
      false,
    ),
  ])('%s', (_, routes, expected) => expect(ofHttp(routes)).toEqual(expected));
});

describe('the webhook on prefixes under a prefix', () => {
  const under = (title: string, one: object, other: object, covered: boolean): Case => [
    title,
    [[{ uri: { prefix: '/a' }, ...one }], [{ uri: { prefix: '/ab' }, ...other }]],
    covered ? [LATER] : [],
  ];
  it.each([
    under('warns of the longer one', {}, {}, true),
    under('takes an equal one', {}, { uri: { prefix: '/a' }, port: 1 }, false),
    under('takes the shorter one', { uri: { prefix: '/ab' } }, { uri: { prefix: '/a' } }, false),
    under('takes an exact one', {}, { uri: { exact: '/ab' } }, false),
    under('does not count an empty one', { uri: { prefix: '' } }, {}, false),
    under('takes another port', { port: 80 }, { port: 81 }, false),
    under('warns at the same port', { port: 80 }, { port: 80 }, true),
    under('takes no method for GET', {}, { method: { exact: 'GET' } }, true),
    under('takes another method', {}, { method: { exact: 'POST' } }, false),
    under('takes a regular expression for no method', { method: { regex: 'POST' } }, {}, true),
    under(
      'warns where a header begins with the later one',
      { headers: { h: { exact: 'xy' } } },
      { headers: { h: { exact: 'x' } } },
      true,
    ),
    under('takes it the other way', { headers: { h: { exact: 'x' } } }, { headers: { h: { exact: 'xy' } } }, false),
    under(
      'takes another kind of match',
      { headers: { h: { exact: 'x' } } },
      { headers: { h: { prefix: 'x' } } },
      false,
    ),
    under('takes another header', { headers: { h: {} } }, { headers: { i: {} } }, false),
    under('takes one header more', {}, { headers: { h: {} } }, false),
    under('takes another parameter', { queryParams: { q: {} } }, { queryParams: { r: {} } }, false),
    under('takes another absent header', { withoutHeaders: { q: {} } }, { withoutHeaders: { r: {} } }, false),
    under(
      'warns where an authority begins with the later one',
      { authority: { exact: 'ab' } },
      { authority: { exact: 'a' } },
      true,
    ),
    under('takes another authority', { authority: { exact: 'a' } }, { authority: { exact: 'b' } }, false),
    under('does not look at where requests come from', { gateways: ['a/b'], sourceLabels: { a: 'b' } }, {}, true),
  ])('%s', (_, routes, expected) => expect(ofHttp(routes)).toEqual(expected));

  it('finds the wider one among several, once for each match', () => {
    const prefix = (text: string, port: number) => ({ uri: { prefix: text }, port });
    expect(ofHttp([[prefix('/', 1), prefix('/', 2)], [prefix('/a', 2)], [prefix('/ab', 2), prefix('/ab', 3)]])).toEqual(
      [LATER, ineffective('http[2].match[0]')],
    );
  });
});

describe('the webhook on TLS and TCP routes that are never reached', () => {
  const tcp = (...matches: readonly object[][]) =>
    says({ hosts: ['a'], tcp: matches.map((match) => ({ match, route })) });
  const tls = (...matches: readonly object[][]) =>
    says({ hosts: ['*.a'], tls: matches.map((match) => ({ match, route })) });

  it('warns of TCP matches again, in any order', () => {
    expect(tcp([{ port: 1 }, { port: 2 }], [{ port: 2 }, { port: 1 }])).toEqual([
      ineffective('tcp[1].match[0]'),
      ineffective('tcp[1].match[1]'),
      unreachable('tcp[1]'),
    ]);
  });

  it('tells TCP matches apart by addresses', () => {
    const to = (destinationSubnets: readonly string[], sourceSubnet?: string) => ({ destinationSubnets, sourceSubnet });
    expect(tcp([to(['10.0.0.0/8'])], [to(['10.0.0.0/9'])], [to(['10.0.0.0/8'], '::1')])).toEqual([]);
  });

  it('warns of TCP behind a route without matches', () => {
    expect(tcp([], [{ port: 1 }])).toEqual([unreachable('tcp[1]')]);
  });

  it('warns of TLS matches again, and tells them apart by the order of names', () => {
    expect(tls([{ sniHosts: ['x.a', 'y.a'] }], [{ sniHosts: ['y.a', 'x.a'] }])).toEqual([]);
    expect(tls([{ sniHosts: ['x.a'] }], [{ sniHosts: ['x.a'] }, { sniHosts: ['y.a'] }])).toEqual([
      ineffective('tls[1].match[0]'),
    ]);
  });
});
