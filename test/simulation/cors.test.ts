import { corsEffect, corsPolicy } from '../../lib/simulation/cors';
import { type Fields, answer, app, istio, SHOP, to } from './meshes';
import { there } from './stage-facts';

const POLICY = {
  allowOrigins: [{ exact: 'https://a.example' }, { regex: 'https://.*\\.b\\.example' }],
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['x-a'],
  exposeHeaders: ['x-b'],
  maxAge: '24h',
  allowCredentials: true,
};
const effect = (policy: Fields, method: string, headers: Readonly<Record<string, string>>) =>
  corsEffect(there(corsPolicy(policy, 'spec.http[0].corsPolicy')), method, new Map(Object.entries(headers)));
const PREFLIGHT = { 'access-control-request-method': 'GET' };

describe('CORS', () => {
  it('answers preflights of an origin that is allowed', () => {
    expect(effect(POLICY, 'OPTIONS', { origin: 'https://x.b.example', ...PREFLIGHT })).toEqual({
      answers: true,
      replyHeaders: {
        'access-control-allow-origin': 'https://x.b.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'x-a',
        'access-control-max-age': '86400',
      },
    });
  });

  it('adds headers to answers for such an origin', () => {
    expect(effect(POLICY, 'GET', { origin: 'https://a.example' })).toEqual({
      answers: false,
      replyHeaders: {
        'access-control-allow-origin': 'https://a.example',
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'x-b',
      },
    });
  });

  it.each<[title: string, method: string, headers: Readonly<Record<string, string>>]>([
    ['no origin', 'OPTIONS', PREFLIGHT],
    ['another origin', 'GET', { origin: 'https://c.example' }],
    ['a preflight of another origin, which goes on', 'OPTIONS', { origin: 'https://c.example', ...PREFLIGHT }],
  ])('does nothing for %s', (_, method, headers) => {
    expect(effect(POLICY, method, headers)).toBeUndefined();
  });

  it('answers preflights of other origins where it is told to ignore them', () => {
    const policy = { ...POLICY, unmatchedPreflights: 'IGNORE' };
    expect(effect(policy, 'OPTIONS', { origin: 'https://c.example', ...PREFLIGHT })).toEqual({
      answers: true,
      replyHeaders: {},
    });
  });

  it('takes OPTIONS that ask for no method for a request', () => {
    expect(effect(POLICY, 'OPTIONS', { origin: 'https://a.example' })?.answers).toBe(false);
  });

  it('comes after faults', () => {
    const fault = { abort: { httpStatus: 418, percentage: { value: 100 } } };
    const route = istio('VirtualService', 'shop/cart', {
      hosts: ['cart'],
      http: [{ fault, corsPolicy: POLICY, route: [to('cart')] }],
    });
    const headers = { origin: 'https://a.example', ...PREFLIGHT };
    expect(answer([...SHOP, ...app('shop/cart'), route], { url: 'http://cart/', method: 'OPTIONS', headers })).toBe(
      '418 FI',
    );
  });
});
