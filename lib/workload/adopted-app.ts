import { type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { WorkloadAccess } from '../security/workload-access';
import { WorkloadMtls } from '../security/workload-mtls';
import { ServiceRouting } from '../traffic/service-routing';
import { ConstructError, refuse } from '../tree/construct-error';
import { type BoundPort, type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { distinctPorts, MeshPort, meshPortCheck } from '../tree/mesh-port';
import { MeshSettings } from '../tree/mesh-settings';
import { all, checkProps, kind, known, listOf, mapOf, type PropChecks, required, value } from '../tree/props';
import { report } from '../tree/report';
import { checkDnsLabel, checkServiceName } from '../values/dns-label';
import { given } from '../values/given';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { isUnresolved } from '../values/unresolved';
import { endlessJob, unseenEnd } from './adopted-job';
import { type AdoptedService, readService } from './adopted-service';
import { addToPods, type AdoptedWorkload, APP_LABELS, objectOf, readWorkload } from './adopted-workload';
import { AppBase } from './app-base';
import { tooNewForCluster } from './app-problems';
import { captureProblems } from './capture-problems';
import { Injection } from './injection';
import { proxyAnnotations, proxyCheck, type ProxySettings } from './proxy-settings';
import { hasSidecar, idleInjection, runsSidecar } from './sidecar-presence';
import { stoppingProblems } from './stopping';

/** What {@link AdoptedApp} is told about a workload beside what the workload says. */
export interface AdoptedAppProps<V extends string = string> {
  /** An `ApiObject` with a pod template, or a construct that makes one, such as a workload of cdk8s-plus. */
  readonly workload: Construct;

  /** Where it lives; if the workload says a namespace itself, it has to be the same. @default - the namespace of the workload */
  readonly namespace?: IMeshNamespace | undefined;

  /**
   * The Service that leads to it, made elsewhere: an `ApiObject` or a construct that makes one, whose ports are read as it is now, or its
   * name.
   *
   * @default - the name of the workload
   */
  readonly service?: Construct | string | undefined;

  /** The ports of that Service. @default - as `service` says; none for a Job or CronJob */
  readonly ports?: readonly MeshPort[] | undefined;

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
  service: (service, at) => {
    if (!Construct.isConstruct(service)) return value(checkServiceName)(service, at);
    return isService(service) ? [] : [`${at} must be a Service or the name of one, got ${given(service)}`];
  },
  ports: known(all(listOf(meshPortCheck, { min: 1 }), distinctPorts)),
  version: known(value(checkDnsLabel)),
  serviceAccount: value(checkServiceName),
  selector: known(mapOf(checkLabelKey, required(value(checkLabelValue)))),
  proxy: known(proxyCheck),
  injection: kind('an Injection, such as Injection.byNamespace()', (each) => each instanceof Injection),
};

function isService(service: unknown): service is Construct {
  return Construct.isConstruct(service) && objectOf(service)?.kind === 'Service';
}

/**
 * An app whose workload is made elsewhere: a Deployment, StatefulSet, DaemonSet, Job or CronJob that stays as it is, but for the labels
 * and annotations that Istio goes by. Made by `MeshApp.fromWorkload`.
 *
 * The pods of a Job cannot be changed once it is there: it has to be made anew to get them.
 *
 * @example
 * const deployment = new ApiObject(this, 'legacy', {
 *   apiVersion: 'apps/v1',
 *   kind: 'Deployment',
 *   metadata: { name: 'legacy' },
 *   spec: {
 *     selector: { matchLabels: { app: 'legacy' } },
 *     template: {
 *       metadata: { labels: { app: 'legacy' } },
 *       spec: { containers: [{ name: 'legacy', image: 'legacy:1' }] },
 *     },
 *   },
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

  /** Whether its Service is headless, where that is known. */
  public readonly headless: boolean;

  /** The workload. */
  public readonly workload: ApiObject;

  protected readonly serviceAccount: string;
  private readonly ownVersionLabels: Readonly<Record<string, string>>;

  /** @throws ConstructError listing what is wrong with `props`, and what the workload does not say and has to be given. */
  public constructor(scope: Construct, id: string, props: AdoptedAppProps<V>) {
    super(scope, id);
    checkProps<AdoptedAppProps>(this, props, CHECKS);
    const object = objectOf(props.workload);
    const said = object && readWorkload(object);
    if (!said) throw new ConstructError(this.node.path, [noTemplate(props.workload, object)]);
    const serviceObject = isService(props.service) ? objectOf(props.service) : undefined;
    const service = serviceObject && readService(serviceObject, said);
    const namespace = props.namespace ?? said.namespace;
    const selector = props.selector ?? said.selector ?? service?.selector;
    const version = props.version ?? said.version ?? 'v1';
    if (!namespace || !selector)
      throw new ConstructError(this.node.path, [...missing({ namespace, selector }), ...contradictions(props, said)]);
    const ports = service?.ports ?? props.ports ?? [];
    const labels = { ...props.injection?.labels };
    const annotations = proxyAnnotations(props.proxy ?? {});
    refuse(this, [
      ...contradictions(props, said),
      ...portsProblems(props, service, said.ends),
      ...(service?.problems ?? []),
      ...idleInjection({ ...props, namespace }),
      ...captureProblems(props.proxy ?? {}, ports),
      ...stoppingProblems({ said: 'terminationGracePeriodSeconds of the workload', seconds: said.gracePeriod }, props),
      ...unpatchable({ ...labels, ...annotations }),
    ]);

    this.workload = said.object;
    this.serviceName = service?.name ?? (props.service as string | undefined) ?? said.object.name;
    this.namespace = namespace;
    this.selector = selector;
    this.ports = ports.map((each) => (each instanceof MeshPort ? each.bind(this) : { workload: this, ...each }));
    this.versionNames = [version as V];
    this.versionReplicas = [{ version: version as V, replicas: said.replicas }];
    this.hasSidecar = hasSidecar({ injection: injectionOf(props, said), namespace });
    this.headless = service?.headless ?? false;
    this.serviceAccount = props.serviceAccount ?? said.serviceAccount ?? 'default';
    this.ownVersionLabels = { [said.versionLabel ?? 'version']: version };

    addToPods(said, 'labels', { ...this.ownVersionLabels, ...labels });
    addToPods(said, 'annotations', annotations);
    this.judgeSidecar(said, props);
    this.routing = new ServiceRouting(this, 'routing', this);
    this.mtls = new WorkloadMtls(this, 'mtls', this);
    this.access = new WorkloadAccess(this, 'access', this);
  }

  /** What the releases of the mesh say is only known at the end. */
  private judgeSidecar(said: AdoptedWorkload, props: AdoptedAppProps): void {
    const sidecar = { workload: said, native: nativeSidecarOf(props, said) };
    const settings = () => MeshSettings.of(this);
    const ends = said.ends && runsSidecar(this);
    this.node.addValidation({
      validate: () => [...tooNewForCluster(props, settings), ...(ends ? endlessJob(sidecar, settings) : [])],
    });
    const warning = ends ? unseenEnd(sidecar) : undefined;
    if (warning) report(this, warning);
  }

  /** The labels of its pods, by which a subset knows them. */
  public versionLabels(): Readonly<Record<string, string>> {
    return this.ownVersionLabels;
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

/** Ports are said once; the pods of a job may have none. */
function portsProblems({ ports }: AdoptedAppProps, service: AdoptedService | undefined, ends: boolean): string[] {
  if (service !== undefined && ports !== undefined)
    return ['ports must be left out where service is a Service, which says them'];
  return service === undefined && ports === undefined && !ends
    ? ['ports must be given, or service as the Service that says them']
    : [];
}

/** One line for each prop that says something else than the workload. */
function contradictions(props: AdoptedAppProps, said: AdoptedWorkload): string[] {
  const { labels } = said;
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

function differing(what: string, wanted: unknown, found: unknown): string[] {
  if (wanted === undefined || found === undefined || isUnresolved(wanted) || isUnresolved(found)) return [];
  return wanted === found ? [] : [`${what} must be as the workload says, ${given(found)}, got ${given(wanted)}`];
}

/** Whether its pods get a sidecar, as the caller says, else their own label. */
function injectionOf({ injection }: AdoptedAppProps, { labels }: AdoptedWorkload): Injection | undefined {
  const label = labels['sidecar.istio.io/inject'];
  if (injection !== undefined || label === undefined) return injection;
  return label === 'false' ? Injection.off() : Injection.byPodLabel();
}

/** Whether its sidecars are native ones, as far as that is said. */
function nativeSidecarOf({ proxy }: AdoptedAppProps, { annotations }: AdoptedWorkload): boolean | undefined {
  const annotation = annotations['sidecar.istio.io/nativeSidecar'];
  return proxy?.nativeSidecar ?? (annotation === undefined ? undefined : annotation === 'true');
}

/** What is patched into its pods; an engine fills in values in objects, not in the patches of objects. */
function unpatchable(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields)
    .filter(([, each]) => isUnresolved(each))
    .map(([key]) => `${key} must be known at synthesis, because it is patched into a workload that is made elsewhere`);
}
