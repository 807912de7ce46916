import { fault } from '../../lib/simulation/fault';
import { answer, app, istio, SHOP, to } from './meshes';

const half = { percentage: { value: 50 } };

describe('faults', () => {
  it.each<[title: string, value: unknown, expected: unknown]>([
    ['none', undefined, undefined],
    ['3: no percentage never happens', { delay: { fixedDelay: '1s' }, abort: { httpStatus: 500 } }, undefined],
    ['0 %', { abort: { httpStatus: 500, percentage: {} } }, undefined],
    ['a delay', { delay: { fixedDelay: '1s', ...half } }, { delayShare: 0.5, delaySeconds: 1, abortShare: 0 }],
    ['the older percent', { delay: { fixedDelay: '1s', percent: 10 } }, { delayShare: 0.1 }],
    ['an abort', { abort: { httpStatus: 418, ...half } }, { abortShare: 0.5, abortStatus: 418 }],
    ['one of gRPC', { abort: { grpcStatus: 'UNAVAILABLE', ...half } }, { abortStatus: 200, abortGrpcStatus: 14 }],
  ])('%s', (_, value, expected) => {
    const read = fault(value);
    if (expected === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(expected as object);
  });

  it('are thrown independently of each other', () => {
    const both = { delay: { fixedDelay: '1s', ...half }, abort: { httpStatus: 418, percentage: { value: 20 } } };
    const route = istio('VirtualService', 'shop/cart', {
      hosts: ['cart'],
      http: [{ fault: both, route: [to('cart')] }],
    });
    const lines = answer([...SHOP, ...app('shop/cart')].concat(route), 'http://cart/')
      .split(', ')
      .sort();
    expect(lines).toEqual(
      ['200 shop/cart 40 %', '200 shop/cart 40 %', '418 DI,FI 10 %'.replace(', ', ','), '418 FI 10 %'].sort(),
    );
  });
});
