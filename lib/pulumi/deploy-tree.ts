/** How a tree of constructs becomes resources: everything is rendered and judged first, then registered. */
import * as pulumi from '@pulumi/pulumi';
import { type IConstruct } from 'constructs';
import { type DeployableObject, type DeployableProgram } from '../program/deployable';
import { type ConstructFinding, printFinding } from '../program/findings';
import { MeshProgram, type MeshProgramProps } from '../program/mesh-program';
import { identityOf, printIdentity } from '../model/identity';
import { HELM_METADATA, type HelmRelease } from '../model/metadata';
import { type Manifest } from '../model/manifest';
import { CLOSING_RANK, rankOf } from '../model/rank';
import { listed } from '../values/listed';
import { ObjectAliases, type YamlComponent } from './aliases';
import { HelmReleaseResource, RELEASE_TYPE } from './helm-release-resource';
import { type Claimant, type IdentityClaims } from './identity-claims';
import { KubernetesObject } from './kubernetes-object';
import { OutputResolver } from './output-resolver';
import { registrationOrder } from './registration-order';
import { rehydrate, TokenMisuse } from './rehydrate';
import { edgesOf, type Edges } from './resource-edges';
import { resourceName } from './resource-names';
import { saidEdges } from './said-edges';
import { tokens } from './token-registry';
import { typeToken } from './type-token';
import { lostMetadata, tokensInIds, unknownIdentity } from './unknown-identity';

/** How a tree is deployed. */
export interface DeployOptions {
  /** What names of resources begin with: that of the component. */
  readonly name: string;

  /** What everything depends on: of a component's own option Pulumi tells its children nothing. */
  readonly dependsOn?: pulumi.ComponentResourceOptions['dependsOn'] | undefined;

  /** @default - none */
  readonly deployedBefore?: readonly YamlComponent[] | undefined;

  /** Whether charts are installed. @default true */
  readonly installs?: boolean | undefined;

  /** The component, as messages name it. */
  readonly owner: string;

  /** Which objects are others' already. */
  readonly claims: IdentityClaims;

  /** What of the tree others have registered. @default - everything is new, and stands below the component */
  readonly stack?: StackView | undefined;
}

/** Where a resource is registered. */
export interface Place {
  /** What its name begins with. */
  readonly name: string;

  /** @default - the component that is deployed */
  readonly parent?: pulumi.ComponentResource | undefined;
  readonly dependsOn?: DeployOptions['dependsOn'];
}

/** What a resource waits for. */
export interface Waits {
  /** Whether for something that other components do not know: Outputs in it, what its component depends on. */
  readonly isOpen: boolean;

  /** Identities of the resources of components. */
  readonly targets: readonly string[];
}

/** What a stack has already of a tree that holds again what other components have registered. */
export interface StackView {
  /** What speaks against the tree: what was found to be wrong with it, and what the stack has. */
  problems(found: readonly string[], objects: readonly DeployableObject[]): readonly string[];

  /** Whether warnings about the construct of this path are news. */
  concerns(path: string): boolean;

  /** Where what a construct makes stands. */
  placeOf(source: IConstruct): Place;

  /** Others have the object: it is not registered again, and what refers to it depends on the resource, where there is one. */
  existing(identity: string): { readonly resource: pulumi.CustomResource | undefined } | undefined;

  /** Told of all that is registered, and what it waits for. */
  registered(identity: string, resource: pulumi.CustomResource, source: IConstruct, waits: Waits): void;

  /** What is registered later and comes before what a construct makes all the same. */
  latecomers(identity: string): Promise<readonly pulumi.Resource[]> | undefined;

  /** Told that what is there should have come after others, which are new. */
  overtakes(identity: string, others: readonly string[]): void;
}

/** A program in which constructs take Outputs. */
export function newProgram(props: MeshProgramProps = {}): MeshProgram {
  return new MeshProgram({ ...props, resolvers: [new OutputResolver(), ...(props.resolvers ?? [])] });
}

/** A resource that is not registered yet. */
interface PlannedResource {
  readonly source: IConstruct;
  readonly type: string;
  readonly name: string;

  /** For messages, and to find twins. */
  readonly identity: string;
  readonly place: Place;
  readonly claimant: Claimant;

  /** Whether it shuts out whoever is not admitted by others. */
  readonly closes?: boolean | undefined;

  /** Whether there are Outputs in it. */
  readonly hasOutputs?: boolean | undefined;
  readonly create: (opts: pulumi.CustomResourceOptions) => pulumi.CustomResource;
}

/**
 * Renders and checks a program.
 *
 * @throws Error listing all that is wrong with the tree, its objects, and the use of Outputs in it.
 */
export function planTree(program: MeshProgram, options: DeployOptions): PlannedTree {
  if (tokens.includes(options.name))
    throw new Error(
      'the name of a component must be known, for it is in the names of all its resources; got an Output',
    );
  refuse(options, program.node.findAll().flatMap(lostMetadata));
  const deployable = program.deployable();
  const { objects, constructs, invalid, findings, settings } = deployable;
  const problems = [...constructs.flatMap(tokensInIds), ...objects.flatMap(unknownIdentity), ...invalid];
  problems.push(...findings.filter((each) => each.finding.severity === 'error').map((each) => printFinding(each)));
  const releases = options.installs === false ? [] : constructs.flatMap(releasesOf);
  const planned = [...plannedObjects(deployable, options, problems), ...plannedReleases(releases, objects, options)];
  problems.push(...twins(planned));
  refuse(options, [...(options.stack?.problems(problems, objects) ?? problems), ...foreign(planned, options)]);
  const { rootNamespace } = settings;
  const implied = edgesOf({ objects: objects.map(({ json }) => json), releases, rootNamespace });
  const makers = planned.map(({ source }) => source);
  const order = registrationOrder(implied, saidEdges(constructs, makers, implied));
  const { stack } = options;
  const warnings = findings.filter(
    (each) => each.finding.severity === 'warning' && (stack?.concerns(each.construct) ?? true),
  );
  return new PlannedTree(planned, order, warnings, options);
}

function refuse({ name }: DeployOptions, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${name} cannot be deployed:\n  ${problems.join('\n  ')}`);
}

/** A tree that is found to be right, and not yet registered. */
export class PlannedTree {
  /** @internal */
  public constructor(
    private readonly resources: readonly PlannedResource[],
    private readonly plan: { readonly order: readonly number[]; readonly edges: Edges },
    private readonly warnings: readonly ConstructFinding[],
    private readonly options: DeployOptions,
  ) {}

  /** Registers everything as children of `parent`, dependencies first. */
  public register(parent: pulumi.ComponentResource): DeployedTree {
    const { stack, claims } = this.options;
    for (const each of this.warnings) void pulumi.log.warn(printFinding(each), parent);
    const made = new Map<number, pulumi.CustomResource>();
    const there = new Map<number, Existing>();
    const bySource = new Map<IConstruct, pulumi.CustomResource[]>();
    for (const position of this.plan.order) {
      const planned = this.resources[position];
      if (!planned) continue;
      const edges = [...(this.plan.edges[position] ?? [])];
      const known = stack?.existing(planned.identity);
      if (known) {
        // It is there without waiting for what is new: who waits for it waits for that as well.
        const behind = edges.flatMap((target) => (made.has(target) ? [target] : (there.get(target)?.behind ?? [])));
        there.set(position, { resources: known.resource ? [known.resource] : [], behind });
        if (planned.closes === true) stack?.overtakes(planned.identity, this.openersAmong(behind));
        continue;
      }
      const waitsFor = (target: number) => {
        const { resources = [], behind = [] } = there.get(target) ?? {};
        return made.get(target) ?? [...resources, ...behind.flatMap((each) => made.get(each) ?? [])];
      };
      const targets = [...new Set(edges.flatMap(waitsFor))];
      const { place } = planned;
      // What depends on another of these waits by way of it.
      const waits = edges.some((target) => made.has(target)) || place.dependsOn === undefined;
      // Pulumi takes lists of lists, and promises of them.
      const late = planned.closes === true ? stack?.latecomers(planned.identity) : undefined;
      const dependsOn = [...targets, ...(waits ? [] : [place.dependsOn]), ...(late ? [late] : [])] as pulumi.Resource[];
      const resource = planned.create({
        parent: place.parent ?? parent,
        ...(dependsOn.length > 0 && { dependsOn }),
      });
      made.set(position, resource);
      claims.note(planned.identity, planned.claimant);
      stack?.registered(planned.identity, resource, planned.source, {
        isOpen: planned.hasOutputs === true || place.dependsOn !== undefined,
        targets: edges.flatMap((target) => this.resources[target]?.identity ?? []),
      });
      listed(bySource, planned.source).push(resource);
    }
    return new DeployedTree(bySource);
  }

  private openersAmong(positions: readonly number[]): readonly string[] {
    return positions
      .flatMap((each) => this.resources[each] ?? [])
      .filter(({ closes }) => closes !== true)
      .map(({ identity }) => identity);
  }
}

/** What is there already, and what is new and would have come before it. */
interface Existing {
  readonly resources: readonly pulumi.CustomResource[];
  readonly behind: readonly number[];
}

/** What became of a tree. */
export class DeployedTree {
  /** @internal */
  public constructor(private readonly resources: ReadonlyMap<IConstruct, readonly pulumi.CustomResource[]>) {}

  /** All resources of a construct and of those in it: objects, and releases of an installation. */
  public all(construct: IConstruct): readonly pulumi.CustomResource[] {
    return construct.node.findAll().flatMap((each) => this.resources.get(each) ?? []);
  }

  /** The objects among them. */
  public objects(construct: IConstruct): readonly KubernetesObject[] {
    return this.all(construct).filter((each) => each instanceof KubernetesObject);
  }
}

function plannedObjects(
  { objects, settings: { istioVersion }, schemas }: DeployableProgram,
  options: DeployOptions,
  problems: string[],
): PlannedResource[] {
  const aliases = new ObjectAliases({ istioVersion, schemas }, options.deployedBefore ?? []);
  return objects.map(({ json, written, construct }) => {
    const identity = identityOf(json);
    const manifest = restored({ json, construct }, problems);
    const claimant = { owner: options.owner, path: construct.node.path };
    const place = placeOf(construct, options);
    const name = resourceName(place.name, identity);
    return {
      source: construct,
      place,
      claimant,
      closes: rankOf(json) === CLOSING_RANK,
      hasOutputs: options.stack !== undefined && tokens.includes(JSON.stringify(json)),
      type: typeToken(json),
      name,
      identity: printIdentity(identity),
      create: (opts) => {
        const claimed = options.claims.claimed(json, manifest, claimant);
        return new KubernetesObject(name, claimed, { ...opts, aliases: aliases.of(json, written) });
      },
    };
  });
}

function placeOf(source: IConstruct, { name, dependsOn, stack }: DeployOptions): Place {
  return stack?.placeOf(source) ?? { name, dependsOn };
}

interface SourcedRelease {
  readonly source: IConstruct;
  readonly release: HelmRelease;
}

function releasesOf(construct: IConstruct): SourcedRelease[] {
  return construct.node.metadata
    .filter(({ type }) => type === HELM_METADATA)
    .map(({ data }) => ({ source: construct, release: data as HelmRelease }));
}

function plannedReleases(
  releases: readonly SourcedRelease[],
  objects: readonly DeployableObject[],
  options: DeployOptions,
): PlannedResource[] {
  const namespaces = new Set(
    objects.filter(({ json }) => json.kind === 'Namespace').map(({ json }) => identityOf(json).name),
  );
  return releases.map(({ source, release }) => {
    const identity = { group: 'helm.sh', kind: 'Release', namespace: release.namespace, name: release.name };
    const place = placeOf(source, options);
    const name = resourceName(place.name, identity);
    return {
      source,
      place,
      claimant: { owner: options.owner, path: source.node.path },
      type: RELEASE_TYPE,
      name,
      identity: printIdentity(identity),
      create: (opts) => new HelmReleaseResource(name, release, !namespaces.has(release.namespace), opts),
    };
  });
}

function restored({ json, construct }: Pick<DeployableObject, 'json' | 'construct'>, problems: string[]): Manifest {
  try {
    return rehydrate(json, `${construct.node.path}: `) as Manifest;
  } catch (error) {
    if (!(error instanceof TokenMisuse)) throw error;
    problems.push(error.message);
    return json;
  }
}

/** Others of the same provider make it as well. */
function foreign(resources: readonly PlannedResource[], { claims, stack }: DeployOptions): string[] {
  return resources
    .filter(({ identity }) => stack?.existing(identity) === undefined)
    .flatMap(({ identity, claimant }) => claims.rivals(identity, claimant));
}

function twins(resources: readonly PlannedResource[]): string[] {
  const byIdentity = new Map<string, PlannedResource>();
  const byName = new Map<string, PlannedResource>();
  return resources.flatMap((resource) => {
    const same = byIdentity.get(resource.identity);
    byIdentity.set(resource.identity, same ?? resource);
    const key = `${resource.type} ${resource.name}`;
    const namesake = byName.get(key);
    byName.set(key, namesake ?? resource);
    if (same) return [`${pathsOf(same, resource)} both make ${resource.identity}: rename or remove one of them`];
    if (!namesake) return [];
    return [
      `${pathsOf(namesake, resource)} would both be ${resource.name} in the state, for their names are Outputs: put one of them into a ConstructGroup of its own`,
    ];
  });
}

function pathsOf(one: PlannedResource, other: PlannedResource): string {
  return `${one.source.node.path} and ${other.source.node.path}`;
}
