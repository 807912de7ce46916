/** What manifests do not contain, and a mesh is told in a few words. */
import { type Manifest } from './manifest';

/** Somebody outside of the mesh who answers. */
export interface DeclaredExternal {
  /** What outcomes call it: `external/weather`. */
  readonly name: string;

  /** Names by which DNS knows it. @default - none: it is only reached by its address */
  readonly hosts?: readonly string[] | undefined;

  /** Its address. @default - none that manifests name */
  readonly ip?: string | undefined;

  /**
   * Whether its certificate is one that everybody trusts, or only who has its own authority: what TLS that a proxy opens depends on.
   *
   * @default - not known
   */
  readonly certificate?: 'public' | 'private' | undefined;
}

/** Gateway proxies that are installed elsewhere, by a Helm chart perhaps. */
export interface DeclaredGateway {
  readonly namespace: string;

  /** Of the Deployment and its Service. */
  readonly name: string;

  /** What Gateways select them by, such as `{ istio: 'ingress' }`. */
  readonly labels: Readonly<Record<string, string>>;

  /** @default - the name */
  readonly serviceAccount?: string | undefined;

  /** Ports of the Service. @default - 80 and 443, of pods the same */
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | undefined }[] | undefined;
}

/** A namespace, for its labels. */
export interface DeclaredNamespace {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** A Service of the cluster that other manifests make, with one workload behind it. */
export interface DeclaredHost {
  readonly namespace: string;
  readonly name: string;
  readonly ports: readonly {
    readonly port: number;
    readonly targetPort?: number | undefined;

    /** Says the protocol, such as `http` or `tcp-redis`. @default "http" */
    readonly name?: string | undefined;
  }[];

  /** @default "default" */
  readonly serviceAccount?: string | undefined;

  /** Whether its pods have a sidecar. @default true */
  readonly sidecar?: boolean | undefined;

  /** Of its pods. @default - `app`, with the name */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** All that can be declared. */
export interface MeshDeclarations {
  /** Where given, nothing else is outside of the mesh. @default - anything may be */
  readonly externals?: readonly DeclaredExternal[] | undefined;
  readonly gateways?: readonly DeclaredGateway[] | undefined;
  readonly namespaces?: readonly DeclaredNamespace[] | undefined;
  readonly hosts?: readonly DeclaredHost[] | undefined;
}

const GATEWAY_PORTS = [{ port: 80 }, { port: 443 }];

/** The manifests that stand for what is declared. */
export function declaredManifests({ namespaces = [], gateways = [], hosts = [] }: MeshDeclarations): Manifest[] {
  return [
    ...namespaces.map(({ name, labels = {} }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
    ...gateways.flatMap((gateway) =>
      gatewayManifests({
        ...gateway,
        serviceAccount: gateway.serviceAccount ?? gateway.name,
        ports: gateway.ports ?? GATEWAY_PORTS,
      }),
    ),
    ...hosts.flatMap(hostManifests),
  ];
}

/** A Deployment of gateway proxies and its Service. */
export function gatewayManifests({
  namespace,
  name,
  labels,
  serviceAccount,
  ports,
}: {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly ports: readonly { readonly port: number; readonly targetPort?: number | undefined }[];
}): Manifest[] {
  return [
    {
      ...deployment(
        namespace,
        name,
        serviceAccount,
        { ...labels, 'sidecar.istio.io/inject': 'true' },
        {
          'inject.istio.io/templates': 'gateway',
        },
      ),
    },
    service(
      namespace,
      name,
      labels,
      // TCP, whatever they carry: sidecars that call a gateway pass bytes on.
      ports.map(({ port, targetPort = port }) => ({ name: `tcp-${port}`, port, targetPort })),
    ),
  ];
}

function hostManifests({
  namespace,
  name,
  ports,
  serviceAccount = 'default',
  sidecar = true,
  labels = { app: name },
}: DeclaredHost): Manifest[] {
  return [
    deployment(namespace, name, serviceAccount, { ...labels, 'sidecar.istio.io/inject': String(sidecar) }, {}),
    service(
      namespace,
      name,
      labels,
      ports.map(({ port, targetPort = port, name: portName = 'http' }) => ({ name: portName, port, targetPort })),
    ),
  ];
}

function deployment(
  namespace: string,
  name: string,
  serviceAccountName: string,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): Manifest {
  const container = { name: 'app', image: 'declared.invalid/app' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: { template: { metadata: { labels, annotations }, spec: { serviceAccountName, containers: [container] } } },
  };
}

function service(
  namespace: string,
  name: string,
  selector: Readonly<Record<string, string>>,
  ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number }[],
): Manifest {
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec: { selector, ports } };
}
