/** Small meshes for tests, in as few words as they can be said. */
import { Mesh, type MeshOptions } from '../../lib/mesh/mesh';
import { type Outcome } from '../../lib/simulation/outcome';
import { type MeshRequest } from '../../lib/simulation/request';

/** A manifest. */
export type Fields = Readonly<Record<string, unknown>>;

type Labels = Readonly<Record<string, string>>;

/** `shop/web` apart. */
export function named(name: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', own = ''] = name.split('/');
  return { namespace, name: own };
}

const GROUPS: Readonly<Record<string, string>> = {
  Sidecar: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  WorkloadEntry: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  ProxyConfig: 'networking.istio.io/v1beta1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  Telemetry: 'telemetry.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
};

/** An object of Istio. @param created - seconds, where the manifest says it */
export function istio(kind: string, name: string, spec: Fields, created?: number): Fields {
  const creationTimestamp = created === undefined ? undefined : new Date(created * 1000).toISOString();
  return { apiVersion: GROUPS[kind], kind, metadata: { ...named(name), creationTimestamp }, spec };
}

/** A namespace with sidecars, unless its labels say otherwise. */
export function namespace(name: string, labels: Labels = { 'istio-injection': 'enabled' }): Fields {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A Deployment of pods that listen on 8080. */
export function deployment(
  name: string,
  more: {
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly replicas?: number;
    readonly spec?: Fields;
    readonly ports?: readonly Fields[];
  } = {},
): Fields {
  const { name: app } = named(name);
  const { labels = {}, annotations = {}, replicas = 1, spec = {}, ports = [] } = more;
  const containers = [{ name: 'app', image: 'example.invalid/app', ports }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: named(name),
    spec: {
      replicas,
      template: {
        metadata: { labels: { app, ...labels }, annotations },
        spec: { serviceAccountName: app, containers, ...spec },
      },
    },
  };
}

/** A Service of pods with the label `app`, from port 80 to 8080 unless it says otherwise. */
export function service(name: string, spec: Fields = {}): Fields {
  const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named(name),
    spec: { selector: { app: named(name).name }, ports, ...spec },
  };
}

/** A Deployment and its Service. */
export function app(name: string, spec: Fields = {}, more: Parameters<typeof deployment>[1] = {}): Fields[] {
  return [service(name, spec), deployment(name, more)];
}

/** Proxies of a gateway in `edge`, with a Service that leads ports 80, 443 and 9000 to their own. */
export const INGRESS: readonly Fields[] = [
  namespace('edge', {}),
  deployment('edge/ingress', {
    labels: { istio: 'ingress', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'inject.istio.io/templates': 'gateway' },
  }),
  service('edge/ingress', {
    selector: { istio: 'ingress' },
    ports: [80, 443, 9000].map((port) => ({ name: `tcp-${port}`, port, targetPort: port + 8000 })),
  }),
];

/** `shop` with sidecars and the caller `shop/web`. */
export const SHOP: readonly Fields[] = [namespace('shop'), deployment('shop/web')];

/** What a mesh answers. */
export function ask(
  objects: readonly Fields[],
  request: Omit<MeshRequest, 'from'> & { readonly from?: string },
  options: MeshOptions = {},
): readonly Outcome[] {
  return Mesh.fromObjects(objects, { externals: [], ...options }).ask({ from: 'shop/web', ...request }).outcomes;
}

/** An outcome in a line: `200 shop/cart`, with its share where there are several, or the question. */
export function lines(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ result, backend, unknown, flags, probability }) => {
    const what =
      unknown?.question ?? [result, backend ?? flags].filter((part) => part !== undefined && part !== '').join(' ');
    return probability > 1 - 1e-9 ? what : `${what} ${Math.round(probability * 1000) / 10} %`;
  });
}

/** The answers as lines; the URL may stand alone. */
export function answer(
  objects: readonly Fields[],
  request: string | Parameters<typeof ask>[1],
  options: MeshOptions = {},
): string {
  return lines(ask(objects, typeof request === 'string' ? { url: request } : request, options)).join(', ');
}

/** A route to a host, or to several with weights. */
export function to(host: string, more: Fields = {}): Fields {
  return { destination: { host, ...more } };
}
