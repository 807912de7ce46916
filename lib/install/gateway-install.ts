import { present } from '../model/present';
import { GatewayProxies } from '../tree/gateway-proxies';
import { type IMeshNamespace } from '../tree/handles';
import {
  all,
  type Check,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
import { checkPort } from '../values/port';
import { isUnresolved } from '../values/unresolved';

/** A port of the Service of gateway proxies. */
export interface GatewayInstallPort {
  /** Name of the port, which tells its protocol: `http2`, `https`, `tcp-mysql`. */
  readonly name: string;

  /** The port of the Service. */
  readonly number: number;

  /**
   * The port that the proxies listen on, each one once: above 1024, for they do not run as root.
   *
   * @default - the same number, if it is above 1024
   */
  readonly targetPort?: number | undefined;
}

/** Gateway proxies that an IstioInstall brings. */
export interface GatewayInstallProps {
  /**
   * Their namespace.
   *
   * @default - that of istiod
   */
  readonly namespace?: string | undefined;

  /**
   * How the world reaches them (`service.type`).
   *
   * @default - LoadBalancer for ingress, ClusterIP for egress
   */
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP' | undefined;

  /**
   * More ports than 15021 (health), 80 and 443.
   *
   * @default - none
   */
  readonly ports?: readonly GatewayInstallPort[] | undefined;

  /** How many proxies there are at least. @default 1 */
  readonly minReplicas?: number | undefined;

  /** How many proxies there are at most. @default 5 */
  readonly maxReplicas?: number | undefined;

  /**
   * How many proxies of your own stand before them, such as a load balancer that writes `X-Forwarded-For`: the address of a client is
   * taken from that many entries before the end of the header (`gatewayTopology.numTrustedProxies`). Policies with
   * `remoteIpBlocks` go by it; too many, and clients choose their address themselves.
   *
   * @default 0 - the header is not believed
   */
  readonly trustedProxies?: number | undefined;
}

const WRITTEN = 'files and scripts of the installation are written from it';

/** Checks {@link GatewayInstallProps}. */
export const gatewayCheck: Check = known(
  shape<GatewayInstallProps>({
    namespace: known(value(checkDnsLabel)),
    serviceType: known(oneOf('LoadBalancer', 'NodePort', 'ClusterIP')),
    ports: known(
      all(
        listOf(
          known(
            shape<GatewayInstallPort>({
              name: required(known(value(checkDnsLabel))),
              number: required(known(value(checkPort), WRITTEN)),
              targetPort: known(wholeNumber(1025, 65535), WRITTEN),
            }),
          ),
        ),
        freePorts,
      ),
    ),
    minReplicas: known(wholeNumber(1, 1000)),
    maxReplicas: known(wholeNumber(1, 1000)),
    trustedProxies: known(wholeNumber(0, 100)),
  } satisfies PropChecks<GatewayInstallProps>),
);

/** Gateway proxies as both ways of installing know them. */
export class GatewayInstall {
  /** Labels of their pods, the same whichever way they are installed. */
  public readonly labels: Readonly<Record<string, string>>;

  /** `istio-ingressgateway` or `istio-egressgateway`: name of the Deployment, the Service and the Helm release. */
  public readonly name: string;

  /** The name that istioctl gives; the Helm chart is told to use it, too. */
  public readonly serviceAccount: string;

  public constructor(
    public readonly direction: 'ingress' | 'egress',
    public readonly namespace: IMeshNamespace,
    private readonly props: GatewayInstallProps,
  ) {
    this.name = `istio-${direction}gateway`;
    this.labels = { app: this.name, istio: `${direction}gateway` };
    this.serviceAccount = `${this.name}-service-account`;
  }

  /** The proxies, for a Gateway to configure and for policies to know. */
  public get proxies(): GatewayProxies {
    return GatewayProxies.of({
      namespace: this.namespace,
      labels: this.labels,
      serviceAccount: this.serviceAccount,
      ports: this.ports(8080, 8443)
        .filter((port) => port.port !== 15021)
        .map(({ port, targetPort }) => ({ number: port, targetPort })),
    });
  }

  /** An entry of `components.ingressGateways` or `egressGateways` of an IstioOperator file. */
  public istioOperator(): Readonly<Record<string, unknown>> {
    const { minReplicas = 1, maxReplicas = 5 } = this.props;
    return {
      enabled: true,
      name: this.name,
      namespace: this.namespace.namespaceName,
      label: this.labels,
      k8s: {
        ...this.podAnnotations,
        hpaSpec: { minReplicas, maxReplicas },
        service: { type: this.serviceType, ports: this.ports(8080, 8443) },
      },
    };
  }

  /** Values of the Helm chart `gateway`. */
  public helmValues(revision: string | undefined): Readonly<Record<string, unknown>> | undefined {
    const { minReplicas = 1, maxReplicas = 5 } = this.props;
    return present({
      name: this.name,
      revision,
      labels: this.labels,
      serviceAccount: { create: true, name: this.serviceAccount },
      ...this.podAnnotations,
      autoscaling: { enabled: true, minReplicas, maxReplicas },
      service: { type: this.serviceType, ports: this.ports(80, 443) },
    });
  }

  private get podAnnotations(): { readonly podAnnotations?: Readonly<Record<string, string>> } {
    const { trustedProxies: numTrustedProxies } = this.props;
    if (numTrustedProxies === undefined) return {};
    const config = JSON.stringify({ gatewayTopology: { numTrustedProxies } });
    return { podAnnotations: { 'proxy.istio.io/config': config } };
  }

  private get serviceType(): string {
    return this.props.serviceType ?? (this.direction === 'ingress' ? 'LoadBalancer' : 'ClusterIP');
  }

  private ports(
    http: number,
    https: number,
  ): readonly { readonly name: string; readonly port: number; readonly targetPort: number }[] {
    return [
      { name: 'status-port', port: 15021, targetPort: 15021 },
      { name: 'http2', port: 80, targetPort: http },
      { name: 'https', port: 443, targetPort: https },
      ...(this.props.ports ?? []).map(({ name, number, targetPort }) => ({
        name,
        port: number,
        targetPort: targetPort ?? number,
      })),
    ];
  }
}

// What the Service has anyway, and where the proxies listen for themselves: administration, metrics, health.
const TAKEN = {
  name: ['status-port', 'http2', 'https'],
  number: [15021, 80, 443],
  targetPort: [8080, 8443, 15000, 15001, 15006, 15020, 15021, 15090],
} as const;

/** A Service has each name and number once, and a port of the proxies belongs to one port of it. */
function freePorts(list: unknown, at: string): string[] {
  if (!Array.isArray(list)) return [];
  const ports = list
    .filter((each): each is GatewayInstallPort => typeof each === 'object' && each !== null)
    .map((each) => ({ ...each, targetPort: each.targetPort ?? each.number }));
  return ports.flatMap((port, index) => [
    ...(!isUnresolved(port.targetPort) && port.targetPort <= 1024 && port.targetPort === port.number
      ? [
          `${at}[${index}].targetPort must be given for port ${port.number}: above 1024, for the proxies do not run as root`,
        ]
      : []),
    ...(['name', 'number', 'targetPort'] as const)
      .filter((field) =>
        [...TAKEN[field], ...ports.slice(0, index).map((other) => other[field])].includes(port[field] as never),
      )
      .map(
        (field) =>
          `${at}[${index}].${field} is taken already, got ${isUnresolved(port[field]) ? given(port[field]) : port[field]}`,
      ),
  ]);
}
