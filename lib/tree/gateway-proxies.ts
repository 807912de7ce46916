import { type DeclaredGateway } from '../model/declarations';
import { checkDnsLabel } from '../values/dns-label';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { given } from '../values/given';
import { checkPort } from '../values/port';
import { isUnresolved } from '../values/unresolved';
import { type IMeshNamespace, type IMeshPeer, isMeshNamespace, type PeerSource } from './handles';
import { all, kind, known, listOf, mapOf, type PropChecks, required, shape, value } from './props';

/** A port on which the Service of gateway proxies listens. */
export interface GatewayProxyPort {
  /** The port of the Service, which a Gateway names. */
  readonly number: number;

  /**
   * The port that the proxies listen on.
   *
   * @default - the same number
   */
  readonly targetPort?: number | undefined;
}

/** Where gateway proxies run and what is known of them. */
export interface GatewayProxiesProps {
  readonly namespace: IMeshNamespace;

  /** The labels of the proxies' pods, which a Gateway selects: at least one, and none that other proxies have, too. */
  readonly labels: Readonly<Record<string, string>>;

  /** Name of the ServiceAccount that the proxies run as: their identity towards the apps behind. */
  readonly serviceAccount: string;

  /**
   * The ports of the proxies' Service.
   *
   * @default - 80 and 443
   */
  readonly ports?: readonly GatewayProxyPort[] | undefined;
}

const CHECKS: PropChecks<GatewayProxiesProps> = {
  namespace: required(kind('a MeshNamespace', isMeshNamespace)),
  labels: required(known(all(mapOf(checkLabelKey, required(value(checkLabelValue))), atLeastOne))),
  serviceAccount: required(value(checkDnsLabel)),
  ports: known(
    all(
      listOf(shape<GatewayProxyPort>({ number: required(value(checkPort)), targetPort: value(checkPort) }), {
        min: 1,
      }),
      distinctNumbers,
    ),
  ),
};

/**
 * Gateway proxies: the Envoys that a Gateway configures. `install.ingress` and `install.egress` are such; proxies installed
 * elsewhere are described with {@link GatewayProxies.of}.
 */
export class GatewayProxies implements IMeshPeer {
  /**
   * Proxies that the program does not install itself.
   *
   * @throws Error listing what is wrong with `props`.
   */
  public static of(props: GatewayProxiesProps): GatewayProxies {
    const problems = shape(CHECKS)(props, 'proxies');
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return new GatewayProxies(
      props.namespace,
      props.labels,
      props.serviceAccount,
      props.ports ?? [{ number: 80 }, { number: 443 }],
    );
  }

  private constructor(
    public readonly namespace: IMeshNamespace,
    public readonly labels: Readonly<Record<string, string>>,
    public readonly serviceAccount: string,
    public readonly ports: readonly GatewayProxyPort[],
  ) {}

  /** The identity of the proxies, for rules that admit them. */
  public get peer(): PeerSource {
    return { serviceAccounts: [{ namespace: this.namespace.namespaceName, name: this.serviceAccount }] };
  }
}

/** The proxies as they are told to a mesh, of which no manifest makes them. @param name - of their Deployment and Service. */
export function declaredProxies(proxies: GatewayProxies, name: string): DeclaredGateway {
  const { namespace, labels, serviceAccount, ports } = proxies;
  return {
    namespace: namespace.namespaceName,
    name,
    labels,
    serviceAccount,
    ports: ports.map(({ number, targetPort }) => ({ port: number, targetPort })),
  };
}

/** Whether two handles stand for the same pods, or one for some of the other's: Gateways and policies select by labels. */
export function haveSameProxies(a: GatewayProxies, b: GatewayProxies): boolean {
  const within = (some: GatewayProxies, all: GatewayProxies) =>
    Object.entries(some.labels).every(([key, label]) => all.labels[key] === label);
  return a.namespace.namespaceName === b.namespace.namespaceName && (within(a, b) || within(b, a));
}

/** A Gateway without a selector is for every gateway proxy of the mesh. */
function atLeastOne(labels: unknown, at: string): string[] {
  const none =
    typeof labels === 'object' && labels !== null && !isUnresolved(labels) && Object.keys(labels).length === 0;
  return none ? [`${at} must have at least 1 label, or a Gateway would select all proxies`] : [];
}

function distinctNumbers(ports: unknown, at: string): string[] {
  if (!Array.isArray(ports)) return [];
  const numbers = (ports as readonly Partial<GatewayProxyPort>[]).map((port) => port.number);
  return numbers.flatMap((number, index) =>
    number !== undefined && numbers.indexOf(number) < index
      ? [`${at}[${index}].number must be used once, got ${given(number)} again`]
      : [],
  );
}
