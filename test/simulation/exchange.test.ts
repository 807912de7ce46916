import * as fc from 'fast-check';
import { type Endpoint, podAt } from '../../lib/simulation/endpoints';
import { type Arrival, type Candidate, exchange, type ExchangeLimits } from '../../lib/simulation/exchange';
import { retryPolicy } from '../../lib/simulation/retry-policy';
import { type Fields, deployment } from './meshes';
import { modelOf, workloadOf } from './stage-facts';

const MODEL = modelOf([deployment('shop/a'), deployment('shop/b')]);
const [A, B]: readonly [Endpoint, Endpoint] = [
  podAt(workloadOf(MODEL, 'shop/a'), 80),
  podAt(workloadOf(MODEL, 'shop/b'), 80),
];
const AT = {
  trace: undefined,
  seen: undefined,
  peer: null,
  transport: 'plaintext',
  hasServerProxy: true,
  authorization: undefined,
} as const;
const APPLICATION: Arrival = { kind: 'application', ...AT };
const BARE: Arrival = { ...APPLICATION, hasServerProxy: false };
const DEAD: Arrival = { kind: 'failure', failure: 'connect', seconds: 10, ...AT };
const RESET: Arrival = { kind: 'failure', failure: 'reset', seconds: 0, ...AT };
const REFUSED: Arrival = { kind: 'answer', status: 403, ...AT };

const alone = (arrival: Arrival): Candidate[] => [{ endpoint: A, share: 1, arrival }];
const limits = (more: Partial<ExchangeLimits> = {}): ExchangeLimits => ({
  retries: undefined,
  timeout: undefined,
  behaviour: undefined,
  ...more,
});
const retries = (value: Fields) => retryPolicy(value);

function only(candidates: readonly Candidate[], more: Partial<ExchangeLimits> = {}) {
  const ends = exchange(candidates, limits(more));
  expect(ends).toHaveLength(1);
  const [{ result, flags, attempts, elapsed } = { result: 0, flags: '', attempts: 0, elapsed: 0 }] = ends;
  return [result, flags, attempts, Math.round(elapsed * 10) / 10];
}

describe('an exchange', () => {
  it.each<[title: string, arrival: Arrival, more: Partial<ExchangeLimits>, expected: readonly unknown[]]>([
    ['is answered', APPLICATION, {}, [200, '', 1, 0]],
    ['is answered as the application does', APPLICATION, { behaviour: { status: 404 } }, [404, '', 1, 0]],
    ['takes as long as it does', APPLICATION, { behaviour: { delay: 3 } }, [200, '', 1, 3]],
    ['fails to connect', DEAD, {}, [503, 'UF', 0, 10]],
    ['is closed', RESET, {}, [503, 'UC', 0, 0]],
    ['is refused by the server', REFUSED, {}, [403, '', 0, 0]],
    ['8: a reset application is a 503 of its proxy', APPLICATION, { behaviour: { reset: true } }, [503, '', 1, 0]],
    ['8: and a closed connection without one', BARE, { behaviour: { reset: true } }, [503, 'UC', 1, 0]],
    ['ends by the timeout', APPLICATION, { timeout: 1, behaviour: { delay: 2 } }, [504, 'UT', 1, 1]],
    ['ends in time', APPLICATION, { timeout: 2, behaviour: { delay: 2 } }, [200, '', 1, 2]],
    ['tries again, three times in all', DEAD, { retries: retryPolicy(undefined) }, [503, 'URX,UF', 0, 30.1]],
    [
      'tries again until it is answered',
      APPLICATION,
      { retries: retries({ attempts: 3, retryOn: '5xx' }), behaviour: { status: 500, first: 2 } },
      [200, '', 3, 0.1],
    ],
    [
      'tries again in vain',
      APPLICATION,
      { retries: retries({ attempts: 1, retryOn: '5xx' }), behaviour: { status: 500 } },
      [500, 'URX', 2, 0],
    ],
    [
      '9: ends a try that takes too long',
      APPLICATION,
      { retries: retries({ attempts: 2, retryOn: '503', perTryTimeout: '0.5s' }), behaviour: { delay: 2 } },
      [504, 'UT', 1, 0.5],
    ],
    [
      'ends each try that takes too long',
      APPLICATION,
      { retries: retries({ attempts: 2, retryOn: '5xx', perTryTimeout: '0.5s' }), behaviour: { delay: 2 } },
      [504, 'URX,UT', 3, 1.6],
    ],
    [
      'ends by the timeout over all tries',
      APPLICATION,
      {
        timeout: 1.2,
        retries: retries({ attempts: 5, retryOn: '5xx', perTryTimeout: '0.5s' }),
        behaviour: { delay: 2 },
      },
      [504, 'UT', 3, 1.2],
    ],
    [
      'behaves so for one workload only',
      APPLICATION,
      { behaviour: { status: 500, workload: 'shop/b' } },
      [200, '', 1, 0],
    ],
  ])('%s', (_, arrival, more, expected) => {
    expect(only(alone(arrival), more)).toEqual(expected);
  });

  it('avoids endpoints that were tried', () => {
    const both = [
      { endpoint: A, share: 0.5, arrival: DEAD },
      { endpoint: B, share: 0.5, arrival: APPLICATION },
    ];
    const shareOf200 = (value: Fields | undefined) =>
      exchange(both, limits({ retries: retryPolicy(value) }))
        .filter(({ result }) => result === 200)
        .reduce((sum, { probability }) => sum + probability, 0);
    expect(shareOf200({ attempts: 0 })).toBeCloseTo(0.5);
    expect(shareOf200({ attempts: 1, retryIgnorePreviousHosts: false })).toBeCloseTo(0.75);
    expect(shareOf200({ attempts: 1 })).toBeGreaterThan(0.98);
  });

  it('has ends whose probabilities sum to one', () => {
    const arrival = fc.constantFrom(APPLICATION, BARE, DEAD, RESET, REFUSED);
    const behaviour = fc.record({ status: fc.constantFrom(200, 500, 503), first: fc.constantFrom(1, 2) });
    fc.assert(
      fc.property(
        arrival,
        arrival,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.nat({ max: 4 }),
        behaviour,
        (one, other, share, attempts, behaves) => {
          const candidates = [
            { endpoint: A, share, arrival: one },
            { endpoint: B, share: 1 - share, arrival: other },
          ];
          const ends = exchange(
            candidates,
            limits({ retries: retries({ attempts, retryOn: '5xx' }), behaviour: behaves }),
          );
          expect(ends.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
