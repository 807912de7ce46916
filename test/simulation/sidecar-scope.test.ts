import {
  importsHost,
  importsVirtualService,
  knownHost,
  listenerFor,
  sidecarScope,
} from '../../lib/simulation/sidecar-scope';
import { deployment, type Fields, istio, namespace, service } from './meshes';
import { modelOf, there, workloadOf } from './stage-facts';

const sidecar = (name: string, spec: Fields, created?: number) => istio('Sidecar', name, spec, created);
const selecting = (app: string) => ({ workloadSelector: { labels: { app } } });
const scopeOf = (objects: readonly Fields[], meshConfig?: Fields) => {
  const model = modelOf([namespace('shop'), deployment('shop/web'), ...objects], meshConfig && { meshConfig });
  return sidecarScope(workloadOf(model, 'shop/web'), model);
};

describe('which Sidecar counts (semantics: Sidecar scope)', () => {
  it.each<[title: string, objects: readonly Fields[], expected: string | undefined]>([
    ['none', [], undefined],
    ['that of the root namespace', [sidecar('istio-system/default', {})], 'istio-system/default'],
    ['that of the namespace', [sidecar('istio-system/default', {}), sidecar('shop/default', {})], 'shop/default'],
    [
      'one that selects the client',
      [sidecar('shop/default', {}, 1), sidecar('shop/web', selecting('web'), 2)],
      'shop/web',
    ],
    ['not one that selects others', [sidecar('shop/x', selecting('x'))], undefined],
    ['not one of the root namespace that selects', [sidecar('istio-system/web', selecting('web'))], undefined],
    [
      'the oldest of several',
      [sidecar('shop/a', selecting('web'), 2), sidecar('shop/b', selecting('web'), 1)],
      'shop/b',
    ],
  ])('%s', (_, objects, expected) => {
    const found = scopeOf(objects).sidecar;
    expect(found && `${found.namespace}/${found.name}`).toBe(expected);
  });

  it('of two without creation times nobody knows', () => {
    expect(scopeOf([sidecar('shop/a', {}), sidecar('shop/b', {}, 1)]).rival).toBeDefined();
    expect(scopeOf([sidecar('shop/a', {}, 1), sidecar('shop/b', {}, 1)]).rival).toBeUndefined();
  });

  it.each<[title: string, spec: Fields, mesh: string, expected: string]>([
    ["the mesh's", {}, 'REGISTRY_ONLY', 'REGISTRY_ONLY'],
    ['its own', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }, 'REGISTRY_ONLY', 'ALLOW_ANY'],
    ['without a mode', { outboundTrafficPolicy: {} }, 'ALLOW_ANY', 'REGISTRY_ONLY'],
  ])('says what becomes of the unknown: %s', (_, spec, mode, expected) => {
    expect(scopeOf([sidecar('shop/default', spec)], { outboundTrafficPolicy: { mode } }).outboundTrafficPolicy).toBe(
      expected,
    );
  });
});

const HOSTS = [service('shop/cart'), service('bank/pay'), service('bank/vault'), service('secret/x', {})];
const known = (egress: readonly Fields[] | undefined) => {
  const model = modelOf([
    namespace('shop'),
    deployment('shop/web'),
    ...HOSTS,
    sidecar('shop/default', egress === undefined ? {} : { egress }),
  ]);
  const [listener] = sidecarScope(workloadOf(model, 'shop/web'), model).listeners;
  return model.hosts
    .all()
    .filter((host) => importsHost(there(listener), host, 'shop'))
    .map((host) => `${host.namespace}/${host.name}`)
    .join(' ');
};

describe('what a Sidecar imports (semantics: Sidecar scope)', () => {
  it.each<[hosts: readonly string[] | undefined, expected: string]>([
    [undefined, 'bank/pay bank/vault secret/x shop/cart'],
    [['*/*'], 'bank/pay bank/vault secret/x shop/cart'],
    [['./*'], 'shop/cart'],
    [['bank/*'], 'bank/pay bank/vault'],
    [['bank/pay.bank.svc.cluster.local'], 'bank/pay'],
    [['*/*.bank.svc.cluster.local'], 'bank/pay bank/vault'],
    [['bank/pay.bank.svc.cluster.local', '*/vault.bank.svc.cluster.local'], 'bank/pay bank/vault'],
    [['~/*'], ''],
    [['*/*', '~bank/pay.bank.svc.cluster.local'], 'bank/vault secret/x shop/cart'],
    [['~bank/*'], 'secret/x shop/cart'],
  ])('%j: %s', (hosts, expected) => {
    expect(
      known(hosts && [{ hosts }])
        .split(' ')
        .sort()
        .join(' '),
    ).toBe(expected);
  });

  it('has a listener for a port, else the first without one', () => {
    const scope = scopeOf([
      sidecar('shop/default', {
        egress: [
          { port: { number: 80, protocol: 'HTTP' }, hosts: ['./*'] },
          { port: { number: 81, protocol: 'HTTP' }, hosts: ['./*'], captureMode: 'NONE' },
          { hosts: ['bank/*'] },
        ],
      }),
    ]);
    expect([80, 81, 82].map((port) => listenerFor(scope, port)?.port)).toEqual([80, undefined, undefined]);
    const only = scopeOf([
      sidecar('shop/default', { egress: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['./*'] }] }),
    ]);
    expect(listenerFor(only, 82)).toBeUndefined();
  });

  it('imports VirtualServices whose hosts have a name in common, in both directions', () => {
    const imports = (hosts: readonly string[], vsHost: string) => {
      const model = modelOf([
        deployment('shop/web'),
        sidecar('shop/default', { egress: [{ hosts }] }),
        istio('VirtualService', 'bank/v', { hosts: [vsHost], http: [] }),
      ]);
      const [listener] = sidecarScope(workloadOf(model, 'shop/web'), model).listeners;
      return importsVirtualService(there(listener), there(model.virtualServices.ofMesh('shop')[0]));
    };
    expect(imports(['bank/pay.bank.svc.cluster.local'], 'pay')).toBe(true);
    expect(imports(['bank/pay.bank.svc.cluster.local'], '*.bank.svc.cluster.local')).toBe(true);
    expect(imports(['bank/*.bank.svc.cluster.local'], 'pay')).toBe(true);
    expect(imports(['bank/pay.bank.svc.cluster.local'], 'vault')).toBe(false);
    expect(imports(['./*'], 'pay')).toBe(false);
  });
});

it('of one name a client knows one host: its own, then a Service, then the oldest (semantics: ServiceEntry)', () => {
  const entry = (name: string, created: number) =>
    istio('ServiceEntry', name, { hosts: ['cart.shop.svc.cluster.local'], ports: [] }, created);
  const best = (objects: readonly Fields[], from: string) => {
    const found = knownHost(modelOf(objects).hosts.named('cart.shop.svc.cluster.local'), from, () => true);
    return found && `${found.kind} ${found.namespace}`;
  };
  const all = [entry('lab/e', 3), entry('bank/e', 2), service('shop/cart')];
  expect(best(all, 'lab')).toBe('ServiceEntry lab');
  expect(best(all, 'other')).toBe('Service shop');
  expect(best(all.slice(0, 2), 'other')).toBe('ServiceEntry bank');
});
