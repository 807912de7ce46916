/**
 * The handles by which constructs refer to each other. They are interfaces, so that what the program makes and what it only
 * refers to (`MeshNamespace.fromName`) are interchangeable.
 */
import { type DataPlane } from '../model/data-plane';
import { type AppReference } from '../model/intents';
import { type Protocol } from '../model/protocol';

/** A namespace. */
export interface IMeshNamespace {
  /** `metadata.name` of the Namespace. */
  readonly namespaceName: string;

  /** How its pods join the mesh; undefined where the program does not own the namespace and did not say. */
  readonly dataPlane: DataPlane | undefined;
}

/** A port of a Service, bound to the workload behind it: what policies and routes name instead of a number. */
export interface BoundPort {
  /** The app or service whose port it is. */
  readonly workload: IPortedService;

  /** The name of the port in the Service, such as `http` or `http-metrics`. */
  readonly name: string;

  /** The port of the Service, which clients call and routes name. */
  readonly number: number;

  /** The port that the container listens on, which policies name. */
  readonly targetPort: number;

  readonly protocol: Protocol;
}

/** A Service and its ports, whoever runs the pods behind it. */
export interface IPortedService {
  /** Name of the Service, and of what belongs to it. */
  readonly serviceName: string;

  readonly namespace: IMeshNamespace;

  readonly ports: readonly BoundPort[];
}

/** Pods behind a Service that policies can select. */
export interface IMeshWorkload extends IPortedService {
  /** The labels that select the pods of all versions. */
  readonly selector: Readonly<Record<string, string>>;
}

/** Someone who calls: what ALLOW and DENY rules know callers by. */
export interface IMeshPeer {
  /** The caller's identities, as fields of `source` in an AuthorizationPolicy rule. */
  readonly peer: PeerSource;
}

/** Where a caller comes from. The lists are alternatives. */
export interface PeerSource {
  /** Service accounts, whose principals are written with the trust domain of the mesh. */
  readonly serviceAccounts?: readonly { readonly namespace: string; readonly name: string }[] | undefined;

  /** Principals as they stand in the policy, without `spiffe://`. */
  readonly principals?: readonly string[] | undefined;

  /** Whole namespaces. */
  readonly namespaces?: readonly string[] | undefined;

  /** Addresses of the direct peer, as CIDRs. */
  readonly ipBlocks?: readonly string[] | undefined;

  /** Addresses of the client behind proxies, as CIDRs. */
  readonly remoteIpBlocks?: readonly string[] | undefined;

  /** Whoever calls, with an identity or without. */
  readonly anyone?: boolean | undefined;
}

/** Whether `value` is an {@link IMeshNamespace}. */
export function isMeshNamespace(value: unknown): value is IMeshNamespace {
  return isObject(value) && 'namespaceName' in value && 'dataPlane' in value;
}

/** An app or service as intents name it. */
export function appReference(service: Pick<IPortedService, 'serviceName' | 'namespace'>): AppReference {
  return { namespace: service.namespace.namespaceName, name: service.serviceName };
}

/** Whether `value` is a Service by its name and namespace, whatever is known of its ports. */
export function isService(
  value: unknown,
): value is { readonly serviceName: string; readonly namespace: IMeshNamespace } {
  return isObject(value) && 'serviceName' in value && 'namespace' in value && isMeshNamespace(value.namespace);
}

/** Whether `value` is an {@link IPortedService}. */
export function isPortedService(value: unknown): value is IPortedService {
  return isObject(value) && 'serviceName' in value && 'ports' in value;
}

/** Whether `value` is an {@link IMeshWorkload}. */
export function isMeshWorkload(value: unknown): value is IMeshWorkload {
  return isPortedService(value) && 'selector' in value;
}

/** Whether `value` is a {@link BoundPort}. */
export function isBoundPort(value: unknown): value is BoundPort {
  return isObject(value) && 'workload' in value && 'number' in value && 'targetPort' in value;
}

/** Whether `value` is an {@link IMeshPeer}. */
export function isMeshPeer(value: unknown): value is IMeshPeer {
  return isObject(value) && 'peer' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
