/** A mesh of many services, each with what services have: versions, a canary, a policy. Nothing in it is random. */

/** Ten services a namespace. */
const PER_NAMESPACE = 10;

/** The namespace of a service. */
export function namespaceOf(service: number): string {
  return `team-${Math.floor(service / PER_NAMESPACE)}`;
}

/** The manifests of a mesh: six objects a service, two a namespace. */
export function meshObjects(services: number): object[] {
  const namespaces = Math.ceil(services / PER_NAMESPACE);
  return [
    ...Array.from({ length: namespaces }, (_, index) => namespaceObjects(`team-${index}`)).flat(),
    ...Array.from({ length: services }, (_, index) => serviceObjects(index)).flat(),
  ];
}

function namespaceObjects(name: string): object[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: name },
      spec: { mtls: { mode: 'STRICT' } },
    },
  ];
}

function serviceObjects(index: number): object[] {
  const [name, namespace] = [`app-${index}`, namespaceOf(index)];
  const metadata = { name, namespace };
  const to = (subset: string, weight: number) => ({ destination: { host: name, subset }, weight });
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { app: name },
        clusterIP: address(index),
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    },
    deployment(namespace, name, 'v1'),
    deployment(namespace, name, 'v2'),
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: { host: name, subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata,
      spec: {
        hosts: [name],
        http: [
          {
            match: [{ headers: { 'x-preview': { exact: 'on' } } }],
            route: [{ destination: { host: name, subset: 'v2' } }],
          },
          { match: [{ uri: { regex: '/items/[0-9]+' } }, { uri: { prefix: '/static/' } }], route: [to('v1', 1)] },
          { route: [to('v1', 90), to('v2', 10)], retries: { attempts: 2, retryOn: '5xx' } },
        ],
      },
    },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        rules: [
          { from: [{ source: { namespaces: [namespace, 'team-0'] } }], to: [{ operation: { methods: ['GET'] } }] },
        ],
      },
    },
  ];
}

function deployment(namespace: string, app: string, version: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name: `${app}-${version}` },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { app, version } },
        spec: {
          serviceAccountName: app,
          containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 8080 }] }],
        },
      },
    },
  };
}

function address(index: number): string {
  return `10.${96 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}
