/** A small mesh for routes of the Gateway API: applications with sidecars, and what routes are made of, in few words. */
import { Mesh } from '../../../lib/mesh/mesh';
import { type Outcome } from '../../../lib/simulation/outcome';
import { type MeshRequest } from '../../../lib/simulation/request';

export type Fields = Readonly<Record<string, unknown>>;

/** A namespace with sidecars. */
export function namespace(name: string, labels: Fields = {}): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'istio-injection': 'enabled', ...labels } },
  };
}

/** A Deployment and its Service, by `namespace/name`. */
export function app(
  where: string,
  ports: readonly Fields[] = [{ name: 'http', port: 80, targetPort: 8080 }],
): Fields[] {
  const [place = '', name = ''] = where.split('/');
  const metadata = { namespace: place, name };
  const labels = { app: name };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'example.invalid/app' }] } },
      },
    },
  ];
}

/** An object of the Gateway API. @param created - seconds; undefined where the manifest does not say */
export function gatewayApi(kind: string, where: string, spec: Fields, created?: number): Fields {
  return object('gateway.networking.k8s.io/v1', kind, where, spec, created);
}

export function object(apiVersion: string, kind: string, where: string, spec: Fields, created?: number): Fields {
  const [place = '', name = ''] = where.split('/');
  const creationTimestamp = created === undefined ? undefined : new Date(created * 1000).toISOString();
  return { apiVersion, kind, metadata: { namespace: place, name, creationTimestamp }, spec };
}

/** `parentRefs` of a Service of the route's namespace, or of another. */
export function ofService(name: string, more: Fields = {}): Fields {
  return { group: '', kind: 'Service', name, ...more };
}

/** `backendRefs`: by name, or by `name=weight`. */
export function to(...backends: readonly string[]): Fields[] {
  return backends.map((each) => {
    const [name, weight] = each.split('=');
    return { name, port: 80, ...(weight !== undefined && { weight: Number(weight) }) };
  });
}

/** A rule for a path, such as `Exact /a`. */
export function path(written: string, ...backends: readonly string[]): Fields {
  const [type, value] = written.split(' ');
  return { matches: [{ path: { type, value } }], backendRefs: to(...backends) };
}

const SHOP = [
  namespace('shop'),
  namespace('bank'),
  ...['shop/web', 'shop/cart', 'shop/a', 'shop/b', 'bank/teller', 'bank/vault'].flatMap((each) => app(each)),
];

export function shop(...objects: readonly Fields[]): Mesh {
  return Mesh.fromObjects([...SHOP, ...objects], { externals: [] });
}

export type Asked = Omit<MeshRequest, 'from' | 'url'> & { readonly from?: string };

/** What happens to a request of shop/web. */
export function ask(mesh: Mesh, url: string, more: Asked = {}): readonly Outcome[] {
  return mesh.ask({ from: 'shop/web', url, ...more }).outcomes;
}

/** The ways in which it may end, in short: `200 shop/a`, `404`, `gRPC 12`, `unknown: which is older, ...?`. */
export function ends(mesh: Mesh, url: string, more: Asked = {}): string {
  const shares = new Map<string, number>();
  for (const end of ask(mesh, url, more)) {
    const what = short(end);
    shares.set(what, (shares.get(what) ?? 0) + end.probability);
  }
  return [...shares].map(([what, share]) => (share > 0.9999 ? what : `${what} ${share.toFixed(2)}`)).join(', ');
}

function short({ unknown, result, backend, grpcStatus }: Outcome): string {
  if (unknown !== undefined) return `unknown: ${unknown.question}`;
  if (grpcStatus !== undefined && backend === undefined) return `gRPC ${grpcStatus}`;
  return `${result} ${backend ?? ''}`.trim();
}
