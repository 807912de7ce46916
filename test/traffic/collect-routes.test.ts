import { App, Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  CanaryRoute,
  type CollectedRoutes,
  DirectResponse,
  FaultInjection,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  type MeshApp,
  MeshPort,
  PathChange,
  TrafficMirror,
} from 'istio-constructs';
import { relateMatches } from '../../lib/traffic/http-match';
import { failure, specOf, twoVersions, written, type Written } from '../support/constructs';
import { firstMatch, type SentRequest } from '../support/first-match';

type Reviews = MeshApp<'v1' | 'v2'>;

/** A match, and the same said of a request in plain code. */
interface Said {
  readonly match: HttpMatch;
  readonly holds: (request: SentRequest) => boolean;
}

const below = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
const cookies = (request: SentRequest) => (request.headers.cookie ?? '').split(/; ?/);

const PIECES: readonly Said[] = [
  { match: HttpMatch.any(), holds: () => true },
  { match: HttpMatch.prefix('/a'), holds: ({ path }) => below(path, '/a') },
  { match: HttpMatch.exact('/a/b'), holds: ({ path }) => path === '/a/b' },
  { match: HttpMatch.textualPrefix('/a'), holds: ({ path }) => path.startsWith('/a') },
  { match: HttpMatch.prefix('/c'), holds: ({ path }) => below(path, '/c') },
  { match: HttpMatch.regex('/.*b'), holds: ({ path }) => path.endsWith('b') },
  { match: HttpMatch.method('GET'), holds: ({ method }) => method === 'GET' },
  { match: HttpMatch.header('X').is('1'), holds: ({ headers }) => headers.x === '1' },
  { match: HttpMatch.header('x').startsWith('1'), holds: ({ headers }) => headers.x?.startsWith('1') === true },
  { match: HttpMatch.header('x').isPresent(), holds: ({ headers }) => headers.x !== undefined },
  { match: HttpMatch.header('x').isAbsent(), holds: ({ headers }) => headers.x === undefined },
  { match: HttpMatch.header('y').is('1'), holds: ({ headers }) => headers.y === '1' },
  { match: HttpMatch.cookie('c', '1'), holds: (request) => cookies(request).includes('c=1') },
  {
    match: HttpMatch.cookie('d').isPresent(),
    holds: (request) => cookies(request).some((each) => each.startsWith('d=')),
  },
  {
    match: HttpMatch.cookie('c').isAbsent(),
    holds: (request) => !cookies(request).some((each) => each.startsWith('c=')),
  },
];

const piece = fc.constantFrom(...PIECES);
const said: fc.Arbitrary<Said> = fc
  .oneof(
    { weight: 3, arbitrary: piece },
    fc.tuple(piece, piece).map(([a, b]) => ({
      match: a.match.and(b.match),
      holds: (request: SentRequest) => a.holds(request) && b.holds(request),
    })),
    fc.tuple(piece, piece).map(([a, b]) => ({
      match: a.match.or(b.match),
      holds: (request: SentRequest) => a.holds(request) || b.holds(request),
    })),
  )
  .filter(({ match }) => match.problems.length === 0 && match.blocks.length > 0);

/** What a random construct is to say. */
interface Contribution {
  readonly kind: 'route' | 'redirect' | 'respond' | 'canary' | 'fault' | 'mirror';
  readonly when: Said;
  readonly number: number;
  readonly port: 'http' | 'grpc' | undefined;
}

const contribution: fc.Arbitrary<Contribution> = fc.record({
  kind: fc.constantFrom('route', 'route', 'redirect', 'respond', 'canary', 'fault', 'fault', 'mirror'),
  when: said,
  number: fc.integer({ min: 1, max: 3 }),
  port: fc.constantFrom(undefined, undefined, 'http' as const, 'grpc' as const),
});

const request: fc.Arbitrary<SentRequest> = fc.record({
  port: fc.constantFrom(80, 9000),
  path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '/c', '/c/b', '/cb'),
  method: fc.constantFrom('GET', 'POST'),
  headers: fc.record(
    {
      x: fc.constantFrom('1', '12', '2'),
      y: fc.constantFrom('1', '2'),
      cookie: fc.constantFrom('c=1', 'c=2', 'd=1; c=1', 'c=1; d=3', 'd=c=1', 'e=5;c=1', 'e=1'),
    },
    { requiredKeys: [] },
  ),
});

/** Makes the contributions in this order, every second one in another chart. */
function made(contributions: readonly Contribution[], order: readonly number[], ports: number): Reviews {
  const root = new App();
  const chart = new Chart(root, 'shop');
  const other = new Chart(root, 'other');
  const app = twoVersions(chart, 'reviews', {
    ports: [MeshPort.http(80), ...(ports > 1 ? [MeshPort.grpc(9000)] : []), MeshPort.tcp(7)],
  });
  for (const index of order) {
    const each = contributions[index];
    if (each) contribute(index % 2 === 0 ? chart : other, `c${index}`, app, each, ports);
  }
  return app;
}

function contribute(scope: Chart, id: string, app: Reviews, { kind, when, number, port }: Contribution, ports: number) {
  const [v1, v2] = [app.version('v1'), app.version('v2')];
  const own = port === undefined || ports === 1 ? {} : { port: app.port(port) };
  switch (kind) {
    case 'route':
      return new HttpRouting(scope, id, {
        ...own,
        app,
        match: when.match,
        to: [
          { to: v1, weight: number },
          { to: v2, weight: 10 },
        ],
      });
    case 'redirect':
      return new HttpRouting(scope, id, {
        ...own,
        app,
        match: when.match,
        redirect: HttpRedirect.to({ path: PathChange.full(`/moved/${number}`) }),
      });
    case 'respond':
      return new HttpRouting(scope, id, { ...own, app, match: when.match, respond: DirectResponse.of(500 + number) });
    case 'canary':
      return new CanaryRoute(scope, id, { ...own, stable: v1, canary: v2, weight: 50 + number, preview: when.match });
    case 'fault':
      return new FaultInjection(scope, id, {
        app,
        when: when.match,
        ...(number === 1 ? { delay: { duration: Duration.seconds(1) } } : { abort: { httpStatus: 500 + number } }),
      });
    case 'mirror':
      return new TrafficMirror(scope, id, { app, when: when.match, to: v2, percentage: number });
  }
}

/** What a route does, as far as the contributions say it. */
interface Outcome {
  readonly answer: string | number | undefined;
  readonly weights: readonly (number | undefined)[];
  readonly delay: boolean;
  readonly abort: number | undefined;
  readonly copies: readonly number[];
}

/** What becomes of a request, from the meaning of each construct alone. */
function meant(
  contributions: readonly Contribution[],
  sent: SentRequest,
  ports: number,
  all: readonly SentRequest[],
): Outcome {
  const here = contributions.filter(
    ({ port }) => ports === 1 || port === undefined || (port === 'http' ? 80 : 9000) === sent.port,
  );
  const size = ({ when }: Contribution) => all.filter((each) => when.holds(each)).length;
  const narrowest = (...kinds: readonly Contribution['kind'][]) =>
    here.filter((each) => kinds.includes(each.kind) && each.when.holds(sent)).sort((a, b) => size(a) - size(b))[0];
  const answer = narrowest('redirect', 'respond');
  const nothing = { weights: [], delay: false, abort: undefined, copies: [] };
  if (answer)
    return { ...nothing, answer: answer.kind === 'redirect' ? `/moved/${answer.number}` : 500 + answer.number };
  const preview = narrowest('canary');
  const route = narrowest('route');
  const split = here.find((each) => each.kind === 'canary');
  const holding = contributions.filter((each) => each.when.holds(sent));
  const faults = holding.filter((each) => each.kind === 'fault');
  return {
    answer: undefined,
    weights: preview
      ? [undefined]
      : route
        ? [route.number, 10]
        : split
          ? [50 - split.number, 50 + split.number]
          : [undefined],
    delay: faults.some((each) => each.number === 1),
    abort: faults.filter((each) => each.number !== 1).map((each) => 500 + each.number)[0],
    copies: holding
      .filter((each) => each.kind === 'mirror')
      .map((each) => each.number)
      .sort(),
  };
}

function happens(routes: CollectedRoutes['routes'], sent: SentRequest): Outcome | undefined {
  const route = firstMatch(routes, sent);
  if (!route) return undefined;
  return {
    answer: route.redirect?.uri ?? route.directResponse?.status,
    weights: (route.route ?? []).map((each) => each.weight),
    delay: route.fault?.delay !== undefined,
    abort: route.fault?.abort?.httpStatus,
    copies: (route.mirrors ?? []).map((each) => each.percentage?.value ?? -1).sort(),
  };
}

/** Every request of the small world, by which matches are compared. */
const WORLD: readonly SentRequest[] = fc.sample(request, { numRuns: 600, seed: 1 });

const contributions = fc.array(contribution, { minLength: 1, maxLength: 5 });
const portCount = fc.constantFrom(1, 2);

test('the order in which constructs are made never changes routes or problems', () => {
  fc.assert(
    fc.property(
      contributions.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
      ),
      portCount,
      ([list, order], ports) => {
        const shuffled = made(list, order, ports).routing.collected();
        const plain = made(list, [...list.keys()], ports).routing.collected();
        expect([shuffled.routes, shuffled.problems]).toEqual([plain.routes, plain.problems]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a request is treated as the constructs say: destination, answer, faults and copies', () => {
  let sound = 0;
  fc.assert(
    fc.property(
      contributions,
      portCount,
      fc.array(request, { minLength: 20, maxLength: 20 }),
      (list, ports, requests) => {
        const app = made(list, [...list.keys()], ports);
        const { routes, problems } = app.routing.collected();
        if (problems.length > 0) return;
        sound++;
        for (const each of requests) {
          const sent = { ...each, port: ports === 1 ? 80 : each.port };
          expect([sent, happens(routes, sent)]).toEqual([sent, meant(list, sent, ports, WORLD)]);
        }
      },
    ),
    { numRuns: 250 },
  );
  expect(sound).toBeGreaterThan(40);
});

test('each contribution is visible in the collected routes where nothing is in conflict', () => {
  fc.assert(
    fc.property(contributions, portCount, (list, ports) => {
      const { plan, problems } = made(list, [...list.keys()], ports).routing.collected();
      if (problems.length > 0) return;
      const sources = plan.flatMap((route) => route.sources);
      list.forEach((_, index) => expect(sources).toContain(`${index % 2 === 0 ? 'shop' : 'other'}/c${index}`));
    }),
    { numRuns: 150 },
  );
});

test('what is said of the relation of two matches holds for every request', () => {
  const relation = fc.record({ a: said, b: said });
  fc.assert(
    fc.property(relation, ({ a, b }) => {
      const related = relateMatches(a.match, b.match);
      const only = (x: Said, y: Said) => WORLD.some((each) => x.holds(each) && !y.holds(each));
      if (related === 'disjoint') expect(WORLD.some((each) => a.holds(each) && b.holds(each))).toBe(false);
      if (related === 'equal' || related === 'inside') expect(only(a, b)).toBe(false);
      if (related === 'equal' || related === 'contains') expect(only(b, a)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('pain 4 and 7: whatever charts say of a service is one VirtualService and one DestinationRule, in its namespace', () => {
  const root = new App();
  const [chart, other] = [new Chart(root, 'shop'), new Chart(root, 'other')];
  const app = twoVersions(chart);
  new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  new FaultInjection(other, 'down', { app, when: HttpMatch.exact('/a'), abort: { httpStatus: 503 } });
  new HttpRouting(other, 'api', { app, match: HttpMatch.prefix('/api'), to: [{ to: app.version('v2') }] });
  const [own, others] = [chart, other].map((each) => Testing.synth(each) as Written[]);
  const rules = own?.filter((each) => ['VirtualService', 'DestinationRule'].includes(each.kind));
  expect(rules?.map((each) => [each.kind, each.metadata.name, each.metadata.namespace]).sort()).toEqual([
    ['DestinationRule', 'reviews', 'shop'],
    ['VirtualService', 'reviews', 'shop'],
  ]);
  expect(others).toEqual([]);
});

test('the collected routes are plain data: names, paths of constructs, ports, matches and what is done', () => {
  const root = new App();
  const chart = new Chart(root, 'shop');
  const app = twoVersions(chart);
  new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/a'), to: [{ to: app.version('v2') }] });
  new FaultInjection(chart, 'down', { app, when: HttpMatch.method('PUT'), abort: { httpStatus: 503 } });
  expect(app.routing.collected().plan[0]).toEqual({
    name: 'api-down',
    sources: ['shop/api', 'shop/down'],
    phase: 'match',
    layer: 'http',
    port: { name: 'http', number: 8080, protocol: 'http' },
    statesPort: false,
    match: [{ uri: { kind: 'exact', text: '/a' }, method: { kind: 'exact', text: 'PUT' } }],
    destinations: [{ version: 'v2' }],
    fault: { abort: { httpStatus: 503, percentage: { value: 100 } } },
  });
});

describe('copies that may meet in any combination', () => {
  const copies = (count: number) => (chart: Chart) => {
    const app = twoVersions(chart);
    for (const id of 'abcdefghijklmnopqrstuvwxyz'.slice(0, count)) {
      new TrafficMirror(chart, id, { app, when: HttpMatch.header(id).isPresent(), to: app.version('v2') });
    }
  };

  test('make 64 routes of one at the most', () => {
    const { http } = specOf(written(copies(6)), 'VirtualService') as { readonly http: readonly unknown[] };
    expect(http).toHaveLength(64);
  });

  test.each([7, 26])('are an error that names them where they would make more: %i', (count) => {
    const names = [...'abcdefghijklmnopqrstuvwxyz'.slice(0, count)].map((id) => `shop/${id}`).join(', ');
    expect(failure(copies(count))).toBe(
      `shop/reviews/routing: route default would become more than 64 routes, one for each combination of ${names}: make their matches exclude each other`,
    );
  });

  test('name only those that the route may meet', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      const when = (id: string) => HttpMatch.header(id).isPresent();
      for (const id of 'abcdefg') {
        new TrafficMirror(chart, id, { app, when: when(id).and(HttpMatch.method('GET')), to: app.version('v2') });
      }
      new TrafficMirror(chart, 'other', { app, when: HttpMatch.method('PUT'), to: app.version('v2') });
      new HttpRouting(chart, 'x', { app, match: HttpMatch.method('GET'), to: [{ to: app.version('v1') }] });
    });
    expect(message.split('\n').find((line) => line.includes('route x '))).not.toContain('shop/other');
  });
});

test('a VirtualService that is asked for and has no route to write is an error', () => {
  const message = failure(
    (chart) => twoVersions(chart, 'db', { ports: [MeshPort.tcp(1)] }).routing.virtualService.metadata,
  );
  expect(message).toContain(
    'shop/db/routing: the VirtualService that was asked for would have no route, for no port of db is HTTP and nothing routes its connections: tcp (tcp)',
  );
});
