import { hostOnly, parsedRequest, pathOnly, queryParams } from '../../lib/simulation/request';
import { type MeshRequest } from '../../lib/simulation/request';

const parsed = (url: string, more: Partial<MeshRequest> = {}) => parsedRequest({ from: 'shop/web', url, ...more });

describe('a URL', () => {
  it.each([
    [
      'http://cart',
      { protocol: 'http', isTls: false, host: 'cart', port: 80, authority: 'cart', path: '/', method: 'GET' },
    ],
    ['http://Cart.shop:8080/A?b=1', { host: 'cart.shop', port: 8080, authority: 'cart.shop:8080', path: '/A?b=1' }],
    ['http://cart?b=1', { path: '/?b=1' }],
    ['https://a.example/', { protocol: 'http', isTls: true, port: 443, authority: 'a.example', sni: 'a.example' }],
    ['grpc://cart:9000/shop.Cart/Get', { protocol: 'http', isGrpc: true, method: 'POST', path: '/shop.Cart/Get' }],
    ['grpcs://cart/x', { isGrpc: true, isTls: true, port: 443 }],
    ['tcp://db:5432', { protocol: 'tcp', isTls: false, port: 5432, sni: undefined }],
    ['tls://db:5432', { protocol: 'tcp', isTls: true, sni: 'db' }],
    ['http://[fd00::1]:81/', { host: '[fd00::1]', port: 81 }],
  ])('%s', (url, expected) => {
    expect(parsed(url)).toMatchObject(expected);
  });

  it.each([
    '',
    'cart',
    'ftp://cart/',
    'http://',
    'tcp://db',
    'http://cart:0/',
    'http://cart:65536/',
    'http://a b/',
    'http://u@cart/',
  ])('is none: %j', (url) => {
    expect(() => parsed(url)).toThrow(`got ${JSON.stringify(url)}`);
  });

  it('is not where the Host header has to point', () => {
    const { host, authority, headers } = parsed('http://cart/', { headers: { Host: 'Next:81', 'X-A': '1' } });
    expect([host, authority, [...headers]]).toEqual(['cart', 'Next:81', [['x-a', '1']]]);
  });

  it('is of gRPC by its content type too', () => {
    expect(parsed('http://cart/', { headers: { 'content-type': 'application/grpc+proto' } }).isGrpc).toBe(true);
  });

  it('has the server name that is asked for', () => {
    expect(parsed('https://a/', { tls: { sni: 'B' } }).sni).toBe('b');
  });
});

it('query parameters are the first of a name, as they are written', () => {
  expect([...queryParams('/a?x=1&x=2&y&=3&z=%20')]).toEqual([
    ['x', '1'],
    ['y', ''],
    ['z', '%20'],
  ]);
  expect(queryParams('/a').size).toBe(0);
  expect(pathOnly('/a?b?c')).toBe('/a');
});

it.each([
  ['Cart', 'cart'],
  ['cart:80', 'cart'],
  ['[fd00::1]', '[fd00::1]'],
  ['[fd00::1]:80', '[fd00::1]'],
])('the host of %s is %s', (authority, host) => {
  expect(hostOnly(authority)).toBe(host);
});
