import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { WorkloadAccess } from '../security/workload-access';
import { WorkloadMtls } from '../security/workload-mtls';
import { ServiceRouting } from '../traffic/service-routing';
import { ConstructError, refuse } from '../tree/construct-error';
import { type BoundPort, type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { distinctPorts, type MeshPort, meshPortCheck } from '../tree/mesh-port';
import { all, checkProps, kind, known, listOf, mapOf, type PropChecks, required, value } from '../tree/props';
import { checkDnsLabel, checkServiceName } from '../values/dns-label';
import { given } from '../values/given';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { isUnresolved } from '../values/unresolved';
import { AppBase } from './app-base';
import { Injection } from './injection';
import { proxyAnnotations, proxyCheck, type ProxySettings } from './proxy-settings';
import { hasSidecar, idleInjection } from './sidecar-presence';

/** What {@link AdoptedApp} is told about a workload beside what the workload says. */
export interface AdoptedAppProps<V extends string = string> {
  /** An `ApiObject` with a pod template, or a construct that makes one, such as a workload of cdk8s-plus. */
  readonly workload: Construct;

  /** Where it lives; if the workload says a namespace itself, it has to be the same. @default - the namespace of the workload */
  readonly namespace?: IMeshNamespace | undefined;

  /** Name of the Service that leads to it, made elsewhere. @default - the name of the workload */
  readonly service?: string | undefined;

  /** The ports of that Service. */
  readonly ports: readonly MeshPort[];

  /**
   * Its version.
   *
   * @default - what its pods' label `version` says, else `v1`; a label that is missing is added
   */
  readonly version?: V | undefined;

  /** Name of the ServiceAccount that it runs as. @default - what its pod template says, else `default` */
  readonly serviceAccount?: string | undefined;

  /** Labels that select its pods, those of all versions. @default - its pods' label `app` or `app.kubernetes.io/name` */
  readonly selector?: Readonly<Record<string, string>> | undefined;

  /** Settings of the sidecars. @default - the mesh's */
  readonly proxy?: ProxySettings | undefined;

  /** Whether the pods get a sidecar. @default - as the namespace says */
  readonly injection?: Injection | undefined;
}

const CHECKS: PropChecks<AdoptedAppProps> = {
  workload: required(kind('an ApiObject or a construct that makes one', (each) => Construct.isConstruct(each))),
  namespace: kind('a MeshNamespace', isMeshNamespace),
  service: value(checkServiceName),
  ports: required(known(all(listOf(meshPortCheck, { min: 1 }), distinctPorts))),
  version: known(value(checkDnsLabel)),
  serviceAccount: value(checkServiceName),
  selector: known(mapOf(checkLabelKey, required(value(checkLabelValue)))),
  proxy: known(proxyCheck),
  injection: kind('an Injection, such as Injection.byNamespace()', (each) => each instanceof Injection),
};

/**
 * An app whose workload is made elsewhere: a Deployment, StatefulSet or DaemonSet that stays as it is, but for the labels and
 * annotations that Istio goes by. Made by `MeshApp.fromWorkload`.
 *
 * @example
 * const deployment = new ApiObject(this, 'legacy', {
 *   apiVersion: 'apps/v1',
 *   kind: 'Deployment',
 *   metadata: { name: 'legacy' },
 *   spec: { template: { metadata: { labels: { app: 'legacy' } } } },
 * });
 * const legacy = MeshApp.fromWorkload(deployment, { namespace: shop, ports: [MeshPort.http(8080)] });
 */
export class AdoptedApp<const V extends string = string> extends AppBase<V> {
  public readonly serviceName: string;
  public readonly namespace: IMeshNamespace;
  public readonly selector: Readonly<Record<string, string>>;
  public readonly ports: readonly BoundPort[];
  public readonly versionNames: readonly V[];
  public readonly versionReplicas: readonly { readonly version: V; readonly replicas: number | undefined }[];
  public readonly routing: ServiceRouting;
  public readonly mtls: WorkloadMtls;
  public readonly access: WorkloadAccess;

  /** Whether its pods have a sidecar. */
  public readonly hasSidecar: boolean;

  /** The workload. */
  public readonly workload: ApiObject;

  protected readonly serviceAccount: string;
  private readonly ownVersionLabels: Readonly<Record<string, string>>;

  /** @throws ConstructError listing what is wrong with `props`, and what the workload does not say and has to be given. */
  public constructor(scope: Construct, id: string, props: AdoptedAppProps<V>) {
    super(scope, id);
    checkProps<AdoptedAppProps>(this, props, CHECKS);
    const object = apiObjectOf(props.workload);
    const said = object && readWorkload(object);
    if (!object || !said) throw new ConstructError(this.node.path, [noTemplate(props.workload, object)]);
    const namespace = props.namespace ?? said.namespace;
    const selector = props.selector ?? said.selector;
    const version = props.version ?? said.version ?? 'v1';
    if (!namespace || !selector)
      throw new ConstructError(this.node.path, [...missing({ namespace, selector }), ...contradictions(props, said)]);
    const labels = { ...props.injection?.labels };
    const annotations = proxyAnnotations(props.proxy ?? {});
    refuse(this, [
      ...contradictions(props, said),
      ...idleInjection({ ...props, namespace }),
      ...unpatchable({ ...labels, ...annotations }),
    ]);

    this.workload = object;
    this.serviceName = props.service ?? object.name;
    this.namespace = namespace;
    this.selector = selector;
    this.ports = props.ports.map((each) => each.bind(this));
    this.versionNames = [version as V];
    this.versionReplicas = [{ version: version as V, replicas: said.replicas }];
    this.hasSidecar = hasSidecar({ ...props, namespace });
    this.serviceAccount = props.serviceAccount ?? said.serviceAccount ?? 'default';
    this.ownVersionLabels = { [said.versionLabel ?? 'version']: version };

    add(object, 'labels', said.labels, { ...this.ownVersionLabels, ...labels });
    add(object, 'annotations', said.annotations, annotations);
    this.routing = new ServiceRouting(this, 'routing', this);
    this.mtls = new WorkloadMtls(this, 'mtls', this);
    this.access = new WorkloadAccess(this, 'access', this);
  }

  /** The labels of its pods, by which a subset knows them. */
  public versionLabels(): Readonly<Record<string, string>> {
    return this.ownVersionLabels;
  }
}

/** Labels by which Istio tells apps and versions apart, the first before the second. */
const APP_LABELS = ['app', 'app.kubernetes.io/name'];
const VERSION_LABELS = ['version', 'app.kubernetes.io/version'];

/** What a workload says about itself. */
interface SaidByWorkload {
  readonly namespace: IMeshNamespace | undefined;
  readonly labels: Fields | undefined;
  readonly annotations: Fields | undefined;
  readonly selector: Readonly<Record<string, string>> | undefined;

  /** The key of the label that says the version. */
  readonly versionLabel: string | undefined;
  readonly version: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly replicas: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Workloads of other libraries have their object as default child. */
function apiObjectOf(workload: Construct): ApiObject | undefined {
  try {
    return ApiObject.of(workload);
  } catch {
    return undefined;
  }
}

function readWorkload(object: ApiObject): SaidByWorkload | undefined {
  const { spec } = fieldsOf(object);
  if (spec?.template === undefined) return undefined;
  const { metadata = {}, spec: pod = {} } = spec.template;
  const labels = metadata.labels ?? {};
  const [appLabel, versionLabel] = [APP_LABELS, VERSION_LABELS].map((keys) => keys.find((key) => isText(labels[key])));
  const { namespace } = object.metadata;
  return {
    namespace: namespace === undefined ? undefined : { namespaceName: namespace, dataPlane: undefined },
    labels: metadata.labels,
    annotations: metadata.annotations,
    selector: appLabel === undefined ? undefined : { [appLabel]: labels[appLabel] as string },
    versionLabel,
    version: versionLabel === undefined ? undefined : (labels[versionLabel] as string),
    serviceAccount: pod.serviceAccountName,
    replicas: spec.replicas,
  };
}

interface WorkloadFields {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly metadata?: { readonly labels?: Fields; readonly annotations?: Fields };
      readonly spec?: { readonly serviceAccountName?: string };
    };
  };
}

/** As it is written; where a value is only known after deployment, as it was given. */
function fieldsOf(object: ApiObject): WorkloadFields {
  try {
    return object.toJson() as WorkloadFields;
  } catch {
    return (object as unknown as { readonly props: WorkloadFields }).props;
  }
}

function noTemplate(workload: Construct, object: ApiObject | undefined): string {
  return object
    ? `workload must have a pod template (spec.template), got ${object.kind} ${object.name}`
    : `workload must be an ApiObject or a construct whose default child is one, got ${given(workload)} at ${workload.node.path}`;
}

function missing(needed: { readonly namespace?: unknown; readonly selector?: unknown }): string[] {
  return [
    ...(needed.namespace === undefined ? ['namespace must be given, for the workload does not say its own'] : []),
    ...(needed.selector === undefined
      ? [`selector must be given, for the pods of the workload have none of the labels ${APP_LABELS.join(', ')}`]
      : []),
  ];
}

/** One line for each prop that says something else than the workload. */
function contradictions(props: AdoptedAppProps, said: SaidByWorkload): string[] {
  const { labels = {} } = said;
  const expected = { ...props.selector, ...props.injection?.labels };
  return [
    ...differing('namespace', props.namespace?.namespaceName, said.namespace?.namespaceName),
    ...differing('version', props.version, said.version),
    ...differing('serviceAccount', props.serviceAccount, said.serviceAccount),
    ...Object.entries(expected).flatMap(([key, each]) =>
      differing(`label ${key} of the pods`, each, labels[key]).concat(
        key in (props.selector ?? {}) && !(key in labels)
          ? [`selector must match the pods of the workload, which have no label ${key}`]
          : [],
      ),
    ),
  ];
}

/** An engine fills in values in objects, not in the patches of objects. */
function unpatchable(fields: Fields): string[] {
  return Object.entries(fields)
    .filter(([, each]) => isUnresolved(each))
    .map(([key]) => `${key} must be known at synthesis, because it is patched into a workload that is made elsewhere`);
}

function differing(what: string, wanted: unknown, found: unknown): string[] {
  if (wanted === undefined || found === undefined || isUnresolved(wanted) || isUnresolved(found)) return [];
  return wanted === found ? [] : [`${what} must be as the workload says, ${given(found)}, got ${given(wanted)}`];
}

/** Adds to the labels or annotations of the pods, by patches, so that the workload may be of any library. */
function add(object: ApiObject, part: 'labels' | 'annotations', present: Fields | undefined, more: Fields): void {
  const fields = Object.entries(more).filter(([key]) => present?.[key] === undefined || part === 'annotations');
  if (fields.length === 0) return;
  const { metadata } = fieldsOf(object).spec?.template ?? {};
  if (metadata === undefined) object.addJsonPatch(JsonPatch.add('/spec/template/metadata', {}));
  if (present === undefined) object.addJsonPatch(JsonPatch.add(`/spec/template/metadata/${part}`, {}));
  for (const [key, value] of fields) {
    const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1');
    object.addJsonPatch(JsonPatch.add(`/spec/template/metadata/${part}/${pointer}`, value));
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !isUnresolved(value);
}
