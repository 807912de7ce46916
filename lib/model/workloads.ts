import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';
import { addTo } from '../values/listed';
import { type Injection, injectionOf } from './injection';
import { type MeshConfiguration } from './mesh-configuration';
import { type MeshObject, selects } from './mesh-object';
import { type Namespaces } from './namespaces';
import { podTemplateOf } from './pod-template';

/** Pods of one template: whoever calls, and whoever answers. */
export interface Workload {
  /** Such as `Deployment`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;

  /** Of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly replicas: number;
  readonly injection: Injection;

  /** Whether its proxy is a gateway: it has the servers of Gateways and no application. */
  readonly isGateway: boolean;

  /** Ports of its containers by name. */
  readonly namedPorts: ReadonlyMap<string, number>;

  /** `region/zone/subzone` as far as the manifests say it. */
  readonly locality: string | undefined;

  /** Addresses of its pods, where the manifests say them. */
  readonly addresses: readonly string[];

  /** Undefined for a declared one. */
  readonly object: MeshObject | undefined;
}

/** `shop/reviews-v1`. */
export function workloadName({ namespace, name }: Pick<Workload, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** The workloads of a mesh, by name and by label. */
export class Workloads {
  private readonly byName = new Map<string, Workload>();
  private readonly byNamespace = new Map<string, Workload[]>();
  private readonly byLabel = new Map<string, Workload[]>();
  private readonly byAddress = new Map<string, Workload>();

  public add(workload: Workload): void {
    const name = workloadName(workload);
    // A Deployment and a Job may have one name: the first counts, as callers name it.
    if (!this.byName.has(name)) this.byName.set(name, workload);
    addTo(this.byNamespace, workload.namespace, workload);
    for (const address of workload.addresses) this.byAddress.set(address, workload);
    for (const label in workload.labels)
      addTo(this.byLabel, labelKey(workload.namespace, label, workload.labels[label] ?? ''), workload);
  }

  /** The workload of a name such as `shop/reviews-v1`. */
  public get(name: string): Workload | undefined {
    return this.byName.get(name);
  }

  /** The workload of which a pod has an address. */
  public at(address: string): Workload | undefined {
    return this.byAddress.get(address);
  }

  public names(): Iterable<string> {
    return this.byName.keys();
  }

  public all(): Iterable<Workload> {
    return this.byName.values();
  }

  /** Those of a namespace whose labels a selector selects; all of it where the selector is empty. */
  public selected(namespace: string, selector: Readonly<Record<string, string>>): readonly Workload[] {
    let fewest: readonly Workload[] | undefined;
    for (const label in selector) {
      const found = this.byLabel.get(labelKey(namespace, label, selector[label] ?? '')) ?? [];
      if (fewest === undefined || found.length < fewest.length) fewest = found;
    }
    return (fewest ?? this.byNamespace.get(namespace) ?? []).filter(({ labels }) => selects(selector, labels));
  }
}

function labelKey(namespace: string, label: string, value: string): string {
  return `${namespace}\n${label}\n${value}`;
}

/** Labels of the nodes that manifests have, by name. */
export type Nodes = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The workload that an object makes; undefined for kinds without pods. */
export function workloadOf(
  object: MeshObject,
  namespaces: Namespaces,
  config: MeshConfiguration,
  nodes: Nodes,
): Workload | undefined {
  const template = podTemplateOf(object);
  if (template === undefined) return undefined;
  const { labels, annotations, spec } = template;
  const { kind, namespace, name, manifest } = object;
  return {
    kind,
    namespace,
    name,
    labels,
    annotations,
    serviceAccount: textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount) ?? 'default',
    replicas: kind === 'DaemonSet' || kind === 'Pod' ? 1 : (numberOf(object.spec.replicas) ?? 1),
    injection: injectionOf(template, namespaces.get(namespace), config),
    isGateway: isGatewayTemplate(annotations, spec),
    namedPorts: namedPorts(spec),
    locality: localityOf(labels, spec, nodes),
    addresses: addressesOf(annotations, fieldsOf(manifest.status)),
    object,
  };
}

/** By the injection template, or by how the proxy is started. */
function isGatewayTemplate(
  annotations: Readonly<Record<string, string>>,
  spec: Readonly<Record<string, unknown>>,
): boolean {
  const templates = annotations['inject.istio.io/templates'];
  if (templates?.split(',').some((each) => each.trim() === 'gateway') === true) return true;
  return itemsOf(spec.containers).some((container) => itemsOf(fieldsOf(container).args).includes('router'));
}

function namedPorts(spec: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const container of [...itemsOf(spec.containers), ...itemsOf(spec.initContainers)]) {
    for (const port of itemsOf(fieldsOf(container).ports)) {
      const { name, containerPort } = fieldsOf(port);
      const number = numberOf(containerPort);
      if (typeof name === 'string' && number !== undefined) ports.set(name, number);
    }
  }
  return ports;
}

/** By the label that Istio takes for it, else by the labels of the node that the pods are tied to, as far as they are said. */
function localityOf(
  labels: Readonly<Record<string, string>>,
  spec: Readonly<Record<string, unknown>>,
  nodes: Nodes,
): string | undefined {
  // Dots stand for slashes, which labels cannot have.
  const label = labels['istio-locality'] ?? labels['topology.istio.io/locality'];
  if (label !== undefined) return label.replaceAll('.', '/');
  const selected = fieldsOf(spec.nodeSelector);
  const node = nodes.get(textOf(spec.nodeName) ?? textOf(selected['kubernetes.io/hostname']) ?? '');
  const of = (key: string) => textOf(selected[key]) ?? node?.[key];
  const parts = [
    of('topology.kubernetes.io/region'),
    of('topology.kubernetes.io/zone'),
    of('topology.istio.io/subzone'),
  ];
  const last = parts.findLastIndex((part) => part !== undefined);
  return last === -1
    ? undefined
    : parts
        .slice(0, last + 1)
        .map((part) => part ?? '')
        .join('/');
}

/** What the cluster says of a running Pod, and what Calico is told about a future one. */
function addressesOf(
  annotations: Readonly<Record<string, string>>,
  status: Readonly<Record<string, unknown>>,
): readonly string[] {
  const running = itemsOf(status.podIPs).flatMap((each) => textOf(fieldsOf(each).ip) ?? []);
  const first = textOf(status.podIP);
  if (running.length > 0 || first !== undefined) return running.length > 0 ? running : [first ?? ''];
  return annotations['cni.projectcalico.org/ipAddrs']?.match(/[0-9a-fA-F.:]+/g) ?? [];
}
