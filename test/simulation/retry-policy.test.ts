import {
  type AnswerStatus,
  type Failure,
  retriesFailure,
  retriesStatus,
  retryPolicy,
} from '../../lib/simulation/retry-policy';
import { there } from './stage-facts';

const policy = (retryOn?: string) => there(retryPolicy({ attempts: 1, ...(retryOn !== undefined && { retryOn }) }));

describe('retries (semantics: VirtualService 6)', () => {
  it.each([
    ['twice where nothing is written', undefined, 2],
    ['as often as written', { attempts: 5 }, 5],
  ])('%s', (_, value, attempts) => {
    expect(retryPolicy(value)?.attempts).toBe(attempts);
  });

  it.each([{ attempts: 0 }, { attempts: -1 }, {}])('never by %j', (value) => {
    expect(retryPolicy(value)).toBeUndefined();
  });

  it('go to other endpoints, unless a hash decides or the policy says not', () => {
    expect(retryPolicy(undefined)?.avoidsPreviousHosts).toBe(true);
    expect(retryPolicy(undefined, true)?.avoidsPreviousHosts).toBe(false);
    expect(retryPolicy({ attempts: 1, retryIgnorePreviousHosts: false })?.avoidsPreviousHosts).toBe(false);
  });

  it.each<[retryOn: string | undefined, answer: AnswerStatus, expected: boolean]>([
    [undefined, { status: 503 }, false],
    [undefined, { status: 200, grpcStatus: 14 }, true],
    [undefined, { status: 200, grpcStatus: 1 }, true],
    [undefined, { status: 200, grpcStatus: 13 }, false],
    ['5xx', { status: 500 }, true],
    ['5xx', { status: 499 }, false],
    ['gateway-error', { status: 500 }, false],
    ['gateway-error', { status: 502 }, true],
    ['gateway-error', { status: 504 }, true],
    ['retriable-4xx', { status: 409 }, true],
    ['retriable-4xx', { status: 404 }, false],
    ['404, 503', { status: 503 }, true],
    ['404,503', { status: 500 }, false],
    ['deadline-exceeded', { status: 200, grpcStatus: 4 }, true],
    ['resource-exhausted', { status: 200, grpcStatus: 8 }, true],
    ['internal', { status: 200, grpcStatus: 13 }, true],
    ['reset', { status: 503 }, false],
  ])('retryOn %s on %j: %s', (retryOn, answer, expected) => {
    expect(retriesStatus(policy(retryOn), answer)).toBe(expected);
  });

  it.each<[retryOn: string | undefined, failures: readonly Failure[]]>([
    [undefined, ['connect']],
    ['connect-failure', ['connect']],
    ['5xx', ['connect', 'reset', 'per-try-timeout']],
    ['gateway-error', ['connect', 'reset', 'per-try-timeout']],
    ['reset', ['connect', 'reset', 'per-try-timeout']],
    ['reset-before-request', ['connect']],
    ['503', []],
  ])('retryOn %s covers %j', (retryOn, expected) => {
    const all: readonly Failure[] = ['connect', 'reset', 'per-try-timeout'];
    expect(all.filter((failure) => retriesFailure(policy(retryOn), failure))).toEqual(expected);
  });
});
