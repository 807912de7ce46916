import { ApiObject, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { type SidecarSpec } from '../../imports/istio/sidecar';
import { PROTOCOLS } from '../model/protocol';
import { refuse } from '../tree/construct-error';
import {
  type BoundPort,
  type IMeshNamespace,
  type IMeshWorkload,
  isBoundPort,
  isMeshNamespace,
  isMeshWorkload,
  isService,
} from '../tree/handles';
import { serviceHost } from '../tree/host';
import {
  checkProps,
  kind,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';
import { ofRoot } from '../tree/root-state';
import { checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { derive } from '../values/unresolved';

/** A Service that sidecars may know: an app, or a `MeshService`. */
export interface IReachableService {
  readonly serviceName: string;
  readonly namespace: IMeshNamespace;
}

/** A port on which the sidecar takes requests for the app. */
export interface IngressListener {
  /** The port of the app. */
  readonly port: BoundPort;

  /**
   * The port on which the application itself listens on the loopback address (`ingress[].defaultEndpoint`).
   *
   * @default - the same port, on the address of the pod
   */
  readonly forwardTo?: number | undefined;
}

/** Props of {@link SidecarScope}. */
export interface SidecarScopeProps {
  /** The namespace whose sidecars are meant, or one app. */
  readonly appliesTo: IMeshNamespace | IMeshWorkload;

  /** What they may know: whole namespaces, and single services (`egress[].hosts`). */
  readonly hosts: readonly (IMeshNamespace | IReachableService)[];

  /**
   * The ports on which they take requests, only where it applies to one app.
   *
   * @default - every port of the app
   */
  readonly ingress?: readonly IngressListener[] | undefined;

  /**
   * What becomes of calls to hosts that they do not know (`outboundTrafficPolicy.mode`): `REGISTRY_ONLY` fails them,
   * `ALLOW_ANY` passes them through as they are, without mTLS.
   *
   * @default - as the mesh says
   */
  readonly outboundTrafficPolicy?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;

  /**
   * Name of the Sidecar.
   *
   * @default - the id
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<SidecarScopeProps> = {
  appliesTo: required(kind('a MeshNamespace or a MeshApp', (each) => isMeshNamespace(each) || isMeshWorkload(each))),
  hosts: required(
    known(
      listOf(
        kind('a MeshNamespace, a MeshApp or a MeshService', (each) => isMeshNamespace(each) || isService(each)),
        { min: 1 },
      ),
    ),
  ),
  ingress: known(
    listOf(
      known(
        shape<IngressListener>({
          port: required(kind("a port, such as app.port('http')", isBoundPort)),
          forwardTo: wholeNumber(1, 65535),
        }),
      ),
      { min: 1 },
    ),
  ),
  outboundTrafficPolicy: oneOf('REGISTRY_ONLY', 'ALLOW_ANY'),
  name: value(checkDnsSubdomain),
};

/**
 * Limits what sidecars know of the mesh, which is what they need memory for, and what they may reach.
 *
 * Each scope may have one: of several, Istio takes the oldest.
 *
 * @example
 * new SidecarScope(this, 'sidecar', { appliesTo: web, hosts: [web.namespace, payments], outboundTrafficPolicy: 'REGISTRY_ONLY' });
 */
export class SidecarScope extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: SidecarScopeProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { appliesTo, hosts, ingress, outboundTrafficPolicy, name } = props;
    const namespace = isMeshWorkload(appliesTo) ? appliesTo.namespace : appliesTo;
    refuse(this, [
      ...foreignListeners(appliesTo, ingress ?? []),
      ...secondScope(this, appliesTo),
      ...noSidecars(namespace),
    ]);
    new ApiObject(this, 'object', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: name ?? id, namespace: namespace.namespaceName },
      spec: {
        workloadSelector: isMeshWorkload(appliesTo) ? { labels: appliesTo.selector } : undefined,
        ingress: ingress?.map(({ port, forwardTo }) => ({
          port: { number: port.targetPort, name: port.name, protocol: printProtocol(port) },
          defaultEndpoint: forwardTo === undefined ? undefined : derive([forwardTo], (known) => `127.0.0.1:${known}`),
        })),
        egress: [
          { hosts: Lazy.any({ produce: () => hosts.map((each) => egressHost(this, each)) }) as readonly string[] },
        ],
        outboundTrafficPolicy: outboundTrafficPolicy && { mode: outboundTrafficPolicy },
      } satisfies SidecarSpec,
    });
  }
}

/** `namespace/dnsName`: a host without a namespace is refused. */
function egressHost(construct: IConstruct, host: IMeshNamespace | IReachableService): string {
  if (isMeshNamespace(host)) return derive([host.namespaceName], (namespace) => `${namespace}/*`);
  return derive(
    [host.namespace.namespaceName, serviceHost(construct, host)],
    (namespace, name) => `${namespace}/${name}`,
  );
}

function printProtocol(port: BoundPort): string {
  return PROTOCOLS[port.protocol].sidecar;
}

function foreignListeners(appliesTo: IMeshNamespace | IMeshWorkload, ingress: readonly IngressListener[]): string[] {
  if (ingress.length > 0 && !isMeshWorkload(appliesTo))
    return ['ingress must be left out where it applies to a namespace'];
  const seen = new Set<number>();
  return ingress.flatMap(({ port }, index) => {
    const twice = seen.has(port.targetPort);
    seen.add(port.targetPort);
    if (port.workload !== appliesTo)
      return [`ingress[${index}].port must be of the app, got ${port.name} of ${port.workload.serviceName}`];
    return twice ? [`ingress[${index}].port must be used once, got ${given(port.targetPort)} again`] : [];
  });
}

function noSidecars({ namespaceName, dataPlane }: IMeshNamespace): string[] {
  return dataPlane?.kind === 'ambient'
    ? [
        `appliesTo: namespace ${String(namespaceName)} is ambient: its pods have no sidecars, and ztunnel takes no notice of a Sidecar`,
      ]
    : [];
}

function secondScope(construct: SidecarScope, appliesTo: IMeshNamespace | IMeshWorkload): string[] {
  const scopes = ofRoot(construct, 'sidecar-scopes', () => new Map<unknown, string>());
  const key = isMeshNamespace(appliesTo) ? appliesTo.namespaceName : appliesTo;
  const other = scopes.get(key);
  scopes.set(key, construct.node.path);
  return other === undefined ? [] : [`appliesTo: ${other} limits the same sidecars already: say it in one place`];
}
