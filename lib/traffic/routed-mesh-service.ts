import { type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { isDeepStrictEqual } from 'node:util';
import { ConstructError, refuse } from '../tree/construct-error';
import { findPort } from '../tree/find-port';
import { type BoundPort, type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { serviceHost } from '../tree/host';
import { distinctPorts, type MeshPort, meshPortCheck } from '../tree/mesh-port';
import {
  all,
  type Check,
  flag,
  kind,
  known,
  listOf,
  mapOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
} from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { compareText } from '../values/compare-text';
import { given } from '../values/given';
import { isUnresolved, mayBeSame } from '../values/unresolved';
import { type IMeshService, ServiceRouting } from './service-routing';
import { findVersion, type ServiceVersion } from './service-version';

/** A version of a service that the program does not own. */
export interface RoutedVersion {
  /** Labels of its pods. @default - `version` with the name as value */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** What `MeshService.fromName` is told of a service that rules are written for. */
export interface RoutedServiceOptions<V extends string = string> {
  /** Where in the program the rules stand: they are objects of its chart. */
  readonly scope: Construct;

  /** All ports of the Service: a rule for its host counts on each of them. */
  readonly ports: readonly MeshPort[];

  /**
   * Its versions; `{}` says that there are none.
   *
   * @default - not known, so that nothing may be said about connections for a client: see `as`
   */
  readonly versions?: { readonly [K in V]: RoutedVersion } | undefined;

  /**
   * Who follows the rules. `client`: the proxies in the namespace `client`, where the objects are written, with `exportTo: ['.']`. There they
   * hide what the service's own namespace says. `owner`: all callers, with the objects in the service's namespace; two programs that
   * both do so disturb each other.
   *
   * @default "client"
   */
  readonly as?: 'client' | 'owner' | undefined;

  /** The namespace whose workloads call the service: has to be given, unless `as` is `owner`. */
  readonly client?: IMeshNamespace | undefined;

  /** Whether the Service is headless. @default false */
  readonly headless?: boolean | undefined;
}

const versionCheck: Check = known(
  shape<RoutedVersion>({
    labels: known(all(mapOf(checkLabelKey, required(value(checkLabelValue))), notEmpty)),
  }),
);

const CHECKS: PropChecks<RoutedServiceOptions> = {
  scope: required(kind('a construct', (each) => Construct.isConstruct(each))),
  ports: required(known(all(listOf(meshPortCheck, { min: 1 }), distinctPorts))),
  versions: known(mapOf(checkDnsLabel, required(versionCheck))),
  as: known(oneOf('client', 'owner')),
  client: kind('a MeshNamespace', isMeshNamespace),
  headless: known(flag),
};

/** @throws ConstructError listing what is wrong with `options`; its path is `at`, where they name no scope. */
export function checkRouted(at: string, options: RoutedServiceOptions): void {
  const problems = shape(CHECKS)(options, 'options').map((problem) => problem.replace(/^options\./, ''));
  const { as = 'client', client, scope } = options;
  if (as === 'client' && client === undefined) problems.push(`client must be given, unless as is 'owner'`);
  if (as === 'owner' && client !== undefined) problems.push(`client must be left out where as is 'owner'`);
  const path = Construct.isConstruct(scope) && scope.node.path !== '' ? `${scope.node.path}: ${at}` : at;
  if (problems.length > 0) throw new ConstructError(path, problems);
}

/**
 * A Service that the program does not make and writes rules for: made by `MeshService.fromName`. Constructs take it like an app.
 *
 * @example
 * const ledger = MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
 *   scope: this,
 *   client: shop,
 *   ports: [MeshPort.http(80)],
 *   versions: { v1: {}, v2: {} },
 * });
 * new CanaryRoute(this, 'canary', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight: 5 });
 */
export class RoutedMeshService<V extends string = string> extends Construct implements IMeshService {
  public readonly routing: ServiceRouting;

  private readonly bound = new Map<string, BoundPort>();
  private readonly labels = new Map<V, RoutedVersion['labels']>();
  private statesVersions = false;
  private isHeadless = false;

  /** @internal */
  public constructor(
    /** The chart that has its objects. @internal */
    public readonly chart: Chart,
    public readonly serviceName: string,
    public readonly namespace: IMeshNamespace,
    options: RoutedServiceOptions<V>,
  ) {
    super(chart, nodeId(serviceName, namespace, options.client));
    this.extend(options);
    this.routing = new ServiceRouting(this, 'routing', this, {
      client: options.client,
      statesVersions: () => this.statesVersions,
    });
  }

  /** By name, so that the order of handles is no matter; numbers may not be known yet. */
  public get ports(): readonly BoundPort[] {
    return [...this.bound.values()].sort((a, b) => compareText(a.name, b.name));
  }

  public get versionNames(): readonly V[] {
    return [...this.labels.keys()].sort();
  }

  /** How many pods there are is not known. */
  public get versionReplicas(): readonly { readonly version: V; readonly replicas: undefined }[] {
    return this.versionNames.map((version) => ({ version, replicas: undefined }));
  }

  public get headless(): boolean {
    return this.isHeadless;
  }

  /** The fully qualified host of the Service, with the cluster domain that the program says until now. */
  public get host(): string {
    return serviceHost(this, this);
  }

  public versionLabels(version: string): Readonly<Record<string, string>> {
    return this.labels.get(version as V) ?? { version };
  }

  /**
   * A version, for routes.
   *
   * @throws ConstructError if it has no such version; TypeScript does not compile it.
   */
  public version(name: V): ServiceVersion<this> {
    return findVersion(this, name);
  }

  /**
   * A port, for routes and policies.
   *
   * @throws ConstructError if it has no such port.
   */
  public port(name: string): BoundPort {
    return findPort(this, name);
  }

  /** Adds what another handle says. @throws ConstructError where it contradicts what is known. @internal */
  public extend({ ports, versions, headless }: RoutedServiceOptions<V>): void {
    const names = Object.keys(versions ?? {}) as V[];
    refuse(this, [
      ...ports.flatMap((each) => this.portProblem(each)),
      ...names.flatMap((name) => this.versionProblem(name, versions?.[name]?.labels)),
    ]);
    for (const each of ports) if (!this.bound.has(each.name)) this.bound.set(each.name, each.bind(this));
    for (const name of names) this.labels.set(name, versions?.[name]?.labels);
    this.statesVersions ||= versions !== undefined;
    this.isHeadless ||= headless ?? false;
  }

  private portProblem({ number, name }: MeshPort): string[] {
    const other = [...this.bound.values()].find((each) => each.number === number) ?? this.bound.get(name);
    if (!other || (other.name === name && mayBeSame(other.number, number))) return [];
    const both = [`${other.name} ${given(other.number)}`, `${name} ${given(number)}`].sort().join(' and ');
    return [`ports: two handles say different things, ${both}: say it in one place`];
  }

  private versionProblem(name: V, labels: RoutedVersion['labels']): string[] {
    if (!this.labels.has(name) || isDeepStrictEqual(this.versionLabels(name), labels ?? { version: name })) return [];
    const both = [this.versionLabels(name), labels ?? { version: name }].map((each) => JSON.stringify(each)).sort();
    return [`versions.${name}: two handles say different labels, ${both.join(' and ')}: say it in one place`];
  }
}

function nodeId(name: string, namespace: IMeshNamespace, client: IMeshNamespace | undefined): string {
  const of = ({ namespaceName }: IMeshNamespace) => (isUnresolved(namespaceName) ? 'later' : namespaceName);
  return client ? `${name}.${of(namespace)} for ${of(client)}` : `${name}.${of(namespace)}`;
}

function notEmpty(labels: unknown, at: string): string[] {
  return typeof labels === 'object' && labels !== null && !isUnresolved(labels) && Object.keys(labels).length === 0
    ? [`${at} must have at least one label: without, every pod would be of the version`]
    : [];
}
