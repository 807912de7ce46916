/** A mesh for matchers: web calls reviews, of which there are two versions. */
import { Mesh, type MeshOptions } from 'istio-constructs';
import { readManifestText } from '../../lib/reader/read-manifest-text';

const deployment = (name: string, app: string, version = 'v1') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    metadata: { labels: { app: ${app}, version: ${version} } }
    spec: { serviceAccountName: ${app}, containers: [{ name: app, image: ${app} }] }
`;

/** The documents of the apps. */
export const SHOP: readonly string[] = [
  'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }\n',
  deployment('web', 'web'),
  deployment('reviews-v1', 'reviews'),
  deployment('reviews-v2', 'reviews', 'v2'),
  `
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80 }] }
`,
  `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
`,
];

/** A VirtualService with one route; `more` is added to it. */
export function route(destinations: Readonly<Record<string, number>>, more = ''): string {
  const entries = Object.entries(destinations).map(
    ([subset, weight]) => `{ destination: { host: reviews, subset: ${subset} }, weight: ${weight} }`,
  );
  return `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route: [${entries.join(', ')}]
      ${more}
`;
}

/** An AuthorizationPolicy for reviews. */
export function policy(name: string, spec: string): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, ${spec} }
`;
}

/** A rule for all of the namespace. */
export const FROM_SHOP = 'rules: [{ from: [{ source: { namespaces: [shop] } }] }]';

/** The apps and these documents, as `mesh.yaml`. */
export function mesh(documents: readonly string[] = [], options?: MeshOptions): Mesh {
  return Mesh.fromSources(readManifestText([...SHOP, ...documents].join('---\n'), 'mesh.yaml').objects, options);
}

/** What web gets from reviews. */
export function call(documents: readonly string[] = [], options?: MeshOptions) {
  return mesh(documents, options).from('shop/web').get('http://reviews/');
}
