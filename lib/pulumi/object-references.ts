/** Which objects an object names in its fields. */
import { type Manifest } from '../model/manifest';
import { groupAndVersion, kindOf, type ObjectIdentity } from '../model/identity';

type Fields = Readonly<Record<string, unknown>>;

const NETWORKING = 'networking.istio.io';
const GATEWAY_API = 'gateway.networking.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

/** What is named, and the hosts that are routed to or ruled over. */
export interface References {
  readonly objects: readonly ObjectIdentity[];

  /** Hosts as they are written: full names, or names of Services of the same namespace. */
  readonly hosts: readonly string[];
}

/** @param namespace - of the object. */
export function referencesOf({ apiVersion, kind, spec, ...rest }: Manifest, namespace: string): References {
  const fields = fieldsOf(spec);
  switch (kindOf({ apiVersion, kind })) {
    case `VirtualService.${NETWORKING}`:
      return {
        objects: [...gateways(fields, namespace), ...delegates(fields, namespace)],
        hosts: destinations(fields),
      };
    case `DestinationRule.${NETWORKING}`:
      return { objects: [], hosts: texts([fields['host']]) };
    case `Gateway.${NETWORKING}`:
      return named(
        'Secret',
        '',
        namespace,
        listOf(fields['servers']).map((server) => fieldsOf(server['tls'])['credentialName']),
      );
    case `Gateway.${GATEWAY_API}`:
      return named('GatewayClass', GATEWAY_API, '', [fields['gatewayClassName']]);
    case `HTTPRoute.${GATEWAY_API}`:
    case `GRPCRoute.${GATEWAY_API}`:
    case `TLSRoute.${GATEWAY_API}`:
    case `TCPRoute.${GATEWAY_API}`:
    case `UDPRoute.${GATEWAY_API}`:
      return { objects: routeReferences(fields, namespace), hosts: [] };
    case 'HorizontalPodAutoscaler.autoscaling':
      return { objects: [target(fieldsOf(fields['scaleTargetRef']), namespace)], hosts: [] };
    case `RoleBinding.${RBAC}`:
    case `ClusterRoleBinding.${RBAC}`:
      return { objects: boundObjects(rest, namespace), hosts: [] };
    case 'Pod':
      return { objects: podReferences(fields, namespace), hosts: [] };
    case 'CronJob.batch':
      return { objects: podReferences(podOf(fieldsOf(fieldsOf(fields['jobTemplate'])['spec'])), namespace), hosts: [] };
    case 'Deployment.apps':
    case 'StatefulSet.apps':
    case 'DaemonSet.apps':
    case 'Job.batch':
      return {
        objects: [
          ...podReferences(podOf(fields), namespace),
          ...named('Service', '', namespace, [fields['serviceName']]).objects,
        ],
        hosts: [],
      };
    default:
      return { objects: [], hosts: [] };
  }
}

function gateways(spec: Fields, namespace: string): ObjectIdentity[] {
  const matches = ['http', 'tls', 'tcp'].flatMap((protocol) =>
    listOf(spec[protocol]).flatMap((route) => listOf(route['match']).flatMap((match) => texts(match['gateways']))),
  );
  return [...new Set([...texts(spec['gateways']), ...matches])]
    .filter((name) => name !== 'mesh')
    .map((name) => {
      const slash = name.indexOf('/');
      const own = slash === -1 ? namespace : name.slice(0, slash);
      return {
        group: NETWORKING,
        kind: 'Gateway',
        namespace: own === '.' ? namespace : own,
        name: name.slice(slash + 1),
      };
    });
}

function delegates(spec: Fields, namespace: string): ObjectIdentity[] {
  return listOf(spec['http']).flatMap((route) => {
    const { name, namespace: other } = fieldsOf(route['delegate']);
    return texts([name]).map((each) => ({
      group: NETWORKING,
      kind: 'VirtualService',
      namespace: typeof other === 'string' && other !== '' ? other : namespace,
      name: each,
    }));
  });
}

function destinations(spec: Fields): string[] {
  const hosts = ['http', 'tls', 'tcp'].flatMap((protocol) =>
    listOf(spec[protocol]).flatMap((route) => [
      ...listOf(route['route']).map(({ destination }) => fieldsOf(destination)['host']),
      ...listOf(route['mirrors']).map(({ destination }) => fieldsOf(destination)['host']),
      fieldsOf(route['mirror'])['host'],
    ]),
  );
  return [...new Set(texts(hosts))];
}

function routeReferences(spec: Fields, namespace: string): ObjectIdentity[] {
  const parents = listOf(spec['parentRefs']).map((each) => reference(each, namespace, GATEWAY_API, 'Gateway'));
  const backends = listOf(spec['rules'])
    .flatMap((rule) => listOf(rule['backendRefs']))
    .map((each) => reference(each, namespace, '', 'Service'));
  return [...parents, ...backends];
}

function reference(fields: Fields, own: string, defaultGroup: string, defaultKind: string): ObjectIdentity {
  const { group = defaultGroup, kind = defaultKind, namespace = own, name } = fields;
  return { group: String(group), kind: String(kind), namespace: String(namespace), name: String(name) };
}

function target({ apiVersion, kind, name }: Fields, namespace: string): ObjectIdentity {
  return { group: groupAndVersion(apiVersion).group, kind: String(kind), namespace, name: String(name) };
}

function boundObjects({ roleRef, subjects }: Fields, namespace: string): ObjectIdentity[] {
  const { kind, name } = fieldsOf(roleRef);
  const role = { group: RBAC, kind: String(kind), namespace: kind === 'Role' ? namespace : '', name: String(name) };
  const accounts = listOf(subjects)
    .filter((each) => each['kind'] === 'ServiceAccount')
    .map((each) => reference(each, namespace, '', 'ServiceAccount'));
  return [role, ...accounts];
}

function podOf(spec: Fields): Fields {
  return fieldsOf(fieldsOf(spec['template'])['spec']);
}

/** What pods do not start without. */
function podReferences(pod: Fields, namespace: string): ObjectIdentity[] {
  const containers = [...listOf(pod['initContainers']), ...listOf(pod['containers'])];
  const sources = containers.flatMap((each) => [
    ...listOf(each['envFrom']),
    ...listOf(each['env']).map((variable) => fieldsOf(variable['valueFrom'])),
  ]);
  const volumes = listOf(pod['volumes']);
  const projected = volumes.flatMap((each) => listOf(fieldsOf(each['projected'])['sources']));
  const names = (parts: readonly Fields[], field: string, key: string) =>
    parts.map((each) => fieldsOf(each[field])[key]);
  return [
    ...named('ServiceAccount', '', namespace, [pod['serviceAccountName']]).objects,
    ...named('ConfigMap', '', namespace, [
      ...names(sources, 'configMapRef', 'name'),
      ...names(sources, 'configMapKeyRef', 'name'),
      ...names([...volumes, ...projected], 'configMap', 'name'),
    ]).objects,
    ...named('Secret', '', namespace, [
      ...names(sources, 'secretRef', 'name'),
      ...names(sources, 'secretKeyRef', 'name'),
      ...names(volumes, 'secret', 'secretName'),
      ...names(projected, 'secret', 'name'),
      ...listOf(pod['imagePullSecrets']).map(({ name }) => name),
    ]).objects,
    ...named('PersistentVolumeClaim', '', namespace, names(volumes, 'persistentVolumeClaim', 'claimName')).objects,
  ];
}

function named(kind: string, group: string, namespace: string, names: readonly unknown[]): References {
  return { objects: [...new Set(texts(names))].map((name) => ({ group, kind, namespace, name })), hosts: [] };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
