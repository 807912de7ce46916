/** Random small meshes and requests, for what holds of all of them. */
import * as fc from 'fast-check';
import { type MeshRequest } from '../../lib/simulation/request';
import { deployment, type Fields, INGRESS, istio, namespace, service } from './meshes';

const NAMESPACES = ['alpha', 'beta', 'gamma'] as const;
const APPS = ['one', 'two'] as const;
const VERSIONS = ['v1', 'v2'] as const;
const PATHS = ['/', '/a', '/a/b', '/b', '/admin'] as const;

const inNamespace = fc.constantFrom(...NAMESPACES);
const appName = fc.constantFrom(...APPS);
const version = fc.constantFrom(...VERSIONS);
const created = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 3 });
const full = fc.tuple(appName, inNamespace).map(([app, place]) => `${app}.${place}.svc.cluster.local`);
const host = fc.oneof(appName, full);
const exportTo = fc.option(fc.constantFrom(['.'], ['*'], ['alpha'], ['beta', '.']), { nil: undefined, freq: 3 });

/** With fields that are undefined left out, as YAML has it. */
function written<T extends Record<string, unknown>>(fields: T): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const destination = fc.record({ host, subset: optional(version) }).map(written);
const route = fc.oneof(
  destination.map((each) => [{ destination: each }]),
  fc.tuple(destination, destination, fc.integer({ min: 0, max: 100 })).map(([one, other, weight]) => [
    { destination: one, weight },
    { destination: other, weight: 100 - weight },
  ]),
);
const match = fc
  .record({
    uri: optional(fc.constantFrom({ prefix: '/a' }, { exact: '/b' }, { regex: '/a.*' })),
    headers: optional(fc.constantFrom({ 'x-user': { exact: 'beta' } }, { 'x-user': {} })),
    sourceLabels: optional(fc.constantFrom({ app: 'one' })),
    port: optional(fc.constant(80)),
  })
  .map(written);
const httpRoute = fc
  .record({
    match: optional(fc.array(match, { minLength: 1, maxLength: 2 })),
    route,
    timeout: optional(fc.constant('1s')),
    retries: optional(fc.constantFrom({ attempts: 0 }, { attempts: 2, retryOn: '5xx' })),
    fault: optional(fc.constantFrom({ abort: { httpStatus: 418, percentage: { value: 25 } } })),
    rewrite: optional(fc.constant({ uri: '/x' })),
    mirror: optional(destination),
  })
  .map(written);

/** An object of a kind in a random namespace; two of one name are one. */
function objects(kind: string, spec: fc.Arbitrary<Fields>, maxLength = 2): fc.Arbitrary<Fields[]> {
  const object = fc
    .tuple(inNamespace, fc.constantFrom('x', 'y', 'z'), spec, created)
    .map(([place, name, own, age]) => istio(kind, `${place}/${name}`, own, age));
  return fc.uniqueArray(object, { maxLength, selector: identity });
}

function identity({ kind, metadata }: Fields): string {
  const { namespace: place, name } = metadata as Fields;
  return `${String(kind)} ${String(place)}/${String(name)}`;
}

const virtualServices = objects(
  'VirtualService',
  fc
    .record({
      hosts: fc.array(host, { minLength: 1, maxLength: 1 }),
      http: fc.array(httpRoute, { minLength: 1, maxLength: 2 }),
      gateways: optional(fc.constantFrom(['mesh'], ['edge/all'], ['mesh', 'edge/all'])),
      exportTo,
    })
    .map(written),
  3,
);
const destinationRules = objects(
  'DestinationRule',
  fc
    .record({
      host,
      subsets: optional(
        fc
          .uniqueArray(version, { minLength: 1, maxLength: 2 })
          .map((names) => names.map((name) => ({ name, labels: { version: name } }))),
      ),
      trafficPolicy: optional(
        fc.constantFrom<Fields>(
          { tls: { mode: 'DISABLE' } },
          { tls: { mode: 'ISTIO_MUTUAL' } },
          { outlierDetection: {} },
        ),
      ),
      exportTo,
    })
    .map(written),
);
const sidecars = objects(
  'Sidecar',
  fc
    .record({
      egress: fc.constantFrom([{ hosts: ['./*'] }], [{ hosts: ['*/*'] }], [{ hosts: ['./*', 'alpha/*'] }]),
      workloadSelector: optional(appName.map((app) => ({ labels: { app } }))),
      outboundTrafficPolicy: optional(fc.constantFrom({ mode: 'REGISTRY_ONLY' }, { mode: 'ALLOW_ANY' })),
    })
    .map(written),
  1,
);
const selector = optional(appName.map((app) => ({ matchLabels: { app } })));
const peerAuthentications = objects(
  'PeerAuthentication',
  fc
    .record({ selector, mtls: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE').map((mode) => ({ mode })) })
    .map(written),
);

/** A rule of an AuthorizationPolicy. */
export const policyRule: fc.Arbitrary<Fields> = fc
  .record({
    from: optional(
      fc.constantFrom(
        [{ source: { namespaces: ['alpha'] } }],
        [{ source: { principals: ['cluster.local/ns/beta/sa/one-v1'] } }],
        [{ source: { notNamespaces: ['gamma'] } }],
      ),
    ),
    to: optional(
      fc.constantFrom(
        [{ operation: { methods: ['GET'] } }],
        [{ operation: { paths: ['/a*'] } }],
        [{ operation: { notPaths: ['/admin'] } }],
      ),
    ),
  })
  .map(written);
const policies = objects(
  'AuthorizationPolicy',
  fc
    .record({
      selector,
      action: fc.constantFrom('ALLOW', 'DENY'),
      rules: fc.array(policyRule, { minLength: 1, maxLength: 2 }),
    })
    .map(written),
);
const serviceEntries = objects(
  'ServiceEntry',
  fc
    .record({
      hosts: fc.constantFrom(['api.example'], ['*.example']),
      resolution: fc.constantFrom('DNS', 'NONE'),
      ports: fc.constant([{ number: 80, name: 'http', protocol: 'HTTP' }]),
      exportTo,
    })
    .map(written),
  1,
);

/** Which pods there are, and who has sidecars. */
const workloads = fc
  .tuple(
    fc.constantFrom<Readonly<Record<string, string>>>({ 'istio-injection': 'enabled' }, {}),
    fc.uniqueArray(fc.tuple(inNamespace, appName, version), {
      minLength: 1,
      maxLength: 5,
      selector: (parts) => parts.join('/'),
    }),
  )
  .map(([labels, pods]) => [
    namespace('alpha'),
    namespace('beta'),
    namespace('gamma', labels),
    ...pods.map(([place, app, own]) => deployment(`${place}/${app}-${own}`, { labels: { app, version: own } })),
    ...[...new Set(pods.map(([place, app]) => `${place}/${app}`))].map((name) => service(name)),
  ]);

const INGRESS_GATEWAY = istio('Gateway', 'edge/all', {
  selector: { istio: 'ingress' },
  servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
});

/** The manifests of a mesh of three namespaces and a gateway. */
export const meshObjects: fc.Arbitrary<readonly Fields[]> = fc
  .tuple(workloads, virtualServices, destinationRules, sidecars, peerAuthentications, policies, serviceEntries)
  .map((kinds) => [...INGRESS, INGRESS_GATEWAY, ...kinds.flat()]);

/** A request of any workload, or from outside. */
export function requests(manifests: readonly Fields[]): MeshRequest[] {
  const callers = manifests
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata }) => metadata as { readonly namespace: string; readonly name: string })
    .filter(({ namespace: place }) => place !== 'edge')
    .map(({ namespace: place, name }) => ({ from: `${place}/${name}` }));
  const hosts = ['one', 'two.alpha', 'one.beta.svc.cluster.local', 'two.gamma', 'api.example'];
  return [...callers, { from: 'outside', via: 'edge/ingress' }].flatMap((caller, place) =>
    hosts.map((name, index) => ({
      ...caller,
      url: `http://${name}${PATHS[(place + index) % PATHS.length] ?? '/'}`,
      ...(index % 2 === 0 && { headers: { 'x-user': 'beta' } }),
      ...(index === 1 && { backend: { status: 503, first: 1 } }),
    })),
  );
}

/** What is outside of random meshes. */
export const RANDOM_OUTSIDE = { externals: [{ name: 'api', hosts: ['api.example'], ip: '192.0.2.1' }] };
