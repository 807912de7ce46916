/** What a Service that is made elsewhere says about the ports of an app. */
import { type ApiObject } from 'cdk8s';
import { type Protocol, PROTOCOLS } from '../model/protocol';
import { type BoundPort } from '../tree/handles';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type AdoptedWorkload, fieldsOf } from './adopted-workload';

/** A port as the Service says it, with the port of the container that it leads to. */
export type AdoptedPort = Omit<BoundPort, 'workload'>;

/** What a Service says. */
export interface AdoptedService {
  readonly name: string;
  readonly ports: readonly AdoptedPort[];

  /** Labels of the pods that it leads to. */
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly headless: boolean;

  /** What of it cannot be understood, or does not fit the workload. */
  readonly problems: readonly string[];
}

interface ServiceFields {
  readonly spec?: {
    readonly clusterIP?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
  };
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

/** What `object` says about the pods of `workload`. */
export function readService(object: ApiObject, workload: AdoptedWorkload): AdoptedService {
  const { spec = {} } = fieldsOf(object) as ServiceFields;
  const { selector } = spec;
  // Istio leaves other protocols than TCP alone.
  const read = (spec.ports ?? [])
    .map((port, index) => ({ port, index }))
    .filter(({ port: { protocol = 'TCP' } }) => protocol === 'TCP')
    .map(({ port, index }) => readPort(port, `service: ports[${index}]`, workload));
  return {
    name: object.name,
    ports: read.flatMap(({ port }) => (port ? [port] : [])),
    selector,
    headless: spec.clusterIP === 'None',
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...(read.length === 0 ? ['service must have a TCP port'] : []),
      ...unselected(object, selector ?? {}, workload),
    ],
  };
}

/** What was read of a port: itself, or why it cannot be understood. */
interface Read {
  readonly port?: AdoptedPort;
  readonly problems: readonly string[];
}

function readPort(port: ServicePort, place: string, workload: AdoptedWorkload): Read {
  const { name, port: number, targetPort = number, appProtocol } = port;
  const [later] = Object.entries({ name, appProtocol }).filter(([, each]) => isUnresolved(each));
  if (later) {
    return { problems: [`${place}.${later[0]} must be known at synthesis, because policies and routes go by it`] };
  }
  const at = `service: port ${name ?? given(number)}`;
  const protocol = protocolOf(port);
  const target = isUnresolved(targetPort)
    ? derive([targetPort], (later) => laterPort(later, workload, at))
    : containerPort(targetPort, workload);
  if (protocol !== undefined && target !== undefined) {
    return { port: { name: name ?? protocol, number, targetPort: target, protocol }, problems: [] };
  }
  return {
    problems: [
      ...(protocol === undefined
        ? [
            `${at} must say its protocol by appProtocol or by a name such as http-web, one of ${Object.keys(PROTOCOLS).join(', ')}, got ${given(appProtocol ?? name)}: Istio would guess it`,
          ]
        : []),
      ...(target === undefined ? [noTarget(at, targetPort)] : []),
    ],
  };
}

/** Names of Kubernetes for protocols that Istio names otherwise. */
const KUBERNETES_PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'kubernetes.io/h2c': 'http2',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'https',
};

/** As Istio selects it: by `appProtocol`, else by what stands before the first dash of the name, in any case (pkg/config/kube/conversion.go). */
function protocolOf({ name, appProtocol }: ServicePort): Protocol | undefined {
  const said = appProtocol ?? name ?? '';
  if (appProtocol !== undefined && appProtocol in KUBERNETES_PROTOCOLS) return KUBERNETES_PROTOCOLS[appProtocol];
  if (/^grpc-web/i.test(said)) return undefined;
  const [prefix = ''] = said.toLowerCase().split('-');
  return prefix in PROTOCOLS ? (prefix as Protocol) : undefined;
}

/** The port itself, or that of the name. */
function containerPort(port: number | string, { containers }: AdoptedWorkload): number | undefined {
  if (typeof port === 'number') return port;
  return containers.flatMap(({ ports = [] }) => ports).find((each) => each.name === port)?.containerPort;
}

/** @throws Error, while it is deployed, if the workload has no port of that name. */
function laterPort(port: number | string, workload: AdoptedWorkload, at: string): number {
  const found = containerPort(port, workload);
  if (found !== undefined) return found;
  throw new Error(noTarget(at, port));
}

function noTarget(at: string, port: unknown): string {
  return `${at}: targetPort must be a number or the name of a port of the workload's containers, got ${given(port)}`;
}

/** One line for each label by which the Service misses the pods; who selects none leads elsewhere. */
function unselected(
  service: ApiObject,
  selector: Readonly<Record<string, string>>,
  { labels, namespace }: AdoptedWorkload,
): string[] {
  const own = namespace?.namespaceName;
  const { namespace: other } = service.metadata;
  const missed = Object.entries(selector).filter(
    ([key, value]) => !isUnresolved(value) && !isUnresolved(labels[key]) && labels[key] !== value,
  );
  return [
    ...(Object.keys(selector).length === 0
      ? ['service must select the pods of the workload, and has no selector']
      : []),
    ...missed.map(
      ([key, value]) =>
        `service must select the pods of the workload, got ${key}: ${given(value)}, and they have ${given(labels[key])}`,
    ),
    ...(own !== undefined && other !== undefined && !isUnresolved(own) && !isUnresolved(other) && own !== other
      ? [`service must be in the namespace of the workload, ${given(own)}, got ${given(other)}`]
      : []),
  ];
}
