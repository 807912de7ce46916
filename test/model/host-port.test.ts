import { servicePortLayer, writtenPortLayer } from '../../lib/model/host-port';

const of = (name: string, more: { number?: number; transport?: string; appProtocol?: string } = {}) => {
  const { number = 8000, transport = 'TCP', appProtocol } = more;
  return servicePortLayer({ number, name, transport, appProtocol }).layer;
};

describe('the protocol of a port', () => {
  it.each([
    ['http', 'http'],
    ['http-admin', 'http'],
    ['HTTP', 'http'],
    ['http2', 'http'],
    ['grpc', 'http'],
    ['grpc-api', 'http'],
    ['grpc-web', 'http'],
    ['https', 'tls'],
    ['tls-x', 'tls'],
    ['tcp', 'tcp'],
    ['mongo', 'tcp'],
    ['redis-x', 'tcp'],
    ['mysql', 'tcp'],
    ['udp', 'udp'],
    ['', 'auto'],
    ['web', 'auto'],
    ['httpx', 'auto'],
    ['admin-http', 'auto'],
  ])('named %j is %s', (name, layer) => {
    expect(of(name)).toBe(layer);
  });

  it('is that of appProtocol before the name', () => {
    expect(of('tcp', { appProtocol: 'http' })).toBe('http');
    expect(of('http', { appProtocol: 'tcp' })).toBe('tcp');
    expect(of('x', { appProtocol: 'kubernetes.io/h2c' })).toBe('http');
    expect(of('x', { appProtocol: 'kubernetes.io/wss' })).toBe('tls');
    expect(of('http', { appProtocol: 'example.com/x' })).toBe('auto');
  });

  it('is TCP where servers speak first, unless it says otherwise', () => {
    expect([25, 53, 3306, 27017].map((number) => of('', { number }))).toEqual(['tcp', 'tcp', 'tcp', 'tcp']);
    expect(of('http', { number: 3306 })).toBe('http');
    expect(of('', { number: 3307 })).toBe('auto');
  });

  it('is UDP by its transport', () => {
    expect(of('http', { transport: 'UDP' })).toBe('udp');
  });

  it('is what ServiceEntries and Gateways write', () => {
    expect(['HTTP', 'http2', 'GRPC', 'HTTPS', 'TLS', 'TCP', ''].map((each) => writtenPortLayer(each).layer)).toEqual([
      'http',
      'http',
      'http',
      'tls',
      'tls',
      'tcp',
      'auto',
    ]);
  });
});
