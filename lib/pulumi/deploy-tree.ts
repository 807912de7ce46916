/** How a tree of constructs becomes resources: everything is rendered and judged first, then registered. */
import * as pulumi from '@pulumi/pulumi';
import { type IConstruct } from 'constructs';
import { type DeployableObject } from '../program/deployable';
import { type ConstructFinding, printFinding } from '../program/findings';
import { MeshProgram, type MeshProgramProps } from '../program/mesh-program';
import { KubernetesObject } from './kubernetes-object';
import { identityOf, printIdentity } from './object-identity';
import { OutputResolver } from './output-resolver';
import { rehydrate, TokenMisuse } from './rehydrate';
import { edgesOf, registrationOrder } from './resource-edges';
import { resourceName } from './resource-names';
import { tokens } from './token-registry';

/** How a tree is deployed. */
export interface DeployOptions {
  /** What names of resources begin with: that of the component. */
  readonly name: string;

  /** What everything depends on: a component's own option goes no further than itself. */
  readonly dependsOn?: pulumi.ComponentResourceOptions['dependsOn'] | undefined;
}

/** A program in which constructs take Outputs. */
export function newProgram(props: MeshProgramProps = {}): MeshProgram {
  return new MeshProgram({ ...props, resolvers: [new OutputResolver(), ...(props.resolvers ?? [])] });
}

/** A tree that is found to be right, and not yet registered. */
export class PlannedTree {
  /** @internal */
  public constructor(
    private readonly objects: readonly PlannedObject[],
    private readonly remarks: readonly ConstructFinding[],
    private readonly options: DeployOptions,
  ) {}

  /** Registers all objects as children of `parent`, dependencies first. */
  public register(parent: pulumi.ComponentResource): DeployedTree {
    for (const each of this.remarks) void pulumi.log.warn(printFinding(each), parent);
    const edges = edgesOf(this.objects.map(({ json }) => json));
    const resources = new Map<number, KubernetesObject>();
    const byConstruct = new Map<IConstruct, KubernetesObject[]>();
    for (const index of registrationOrder(edges)) {
      const object = this.objects[index];
      if (!object) continue;
      const targets = [...(edges[index] ?? [])].flatMap((target) => resources.get(target) ?? []);
      const dependsOn = targets.length > 0 ? targets : this.options.dependsOn;
      const resource = new KubernetesObject(object.name, object.manifest, {
        parent,
        ...(dependsOn !== undefined && { dependsOn }),
      });
      resources.set(index, resource);
      byConstruct.set(object.construct, [...(byConstruct.get(object.construct) ?? []), resource]);
    }
    return new DeployedTree(byConstruct);
  }
}

/** What became of a tree. */
export class DeployedTree {
  /** @internal */
  public constructor(private readonly resources: ReadonlyMap<IConstruct, readonly KubernetesObject[]>) {}

  /** All resources of a construct and of those in it. */
  public all(construct: IConstruct): readonly KubernetesObject[] {
    return construct.node.findAll().flatMap((each) => this.resources.get(each) ?? []);
  }
}

interface PlannedObject extends DeployableObject {
  readonly name: string;

  /** With Outputs in the place of their tokens. */
  readonly manifest: DeployableObject['json'];
}

/**
 * Renders and checks a program.
 *
 * @throws Error listing all that is wrong with the tree, its objects, and the use of Outputs in it.
 */
export function planTree(program: MeshProgram, options: DeployOptions): PlannedTree {
  const { objects, constructs, invalid, findings } = program.deployable();
  const problems = [...tokensInPaths(constructs), ...invalid];
  problems.push(...findings.filter((each) => each.finding.severity === 'error').map((each) => printFinding(each)));
  const planned = objects.map((object): PlannedObject => {
    const name = resourceName(options.name, identityOf(object.json));
    return { ...object, name, manifest: restored(object, problems) };
  });
  problems.push(...twins(planned));
  if (problems.length > 0) throw new Error(`${options.name} cannot be deployed:\n  ${problems.join('\n  ')}`);
  return new PlannedTree(
    planned,
    findings.filter((each) => each.finding.severity === 'warning'),
    options,
  );
}

/** {@link planTree}, then all of it registered. */
export function deployTree(
  program: MeshProgram,
  parent: pulumi.ComponentResource,
  options: DeployOptions,
): DeployedTree {
  return planTree(program, options).register(parent);
}

function restored({ json, construct }: DeployableObject, problems: string[]): DeployableObject['json'] {
  try {
    return rehydrate(json, `${construct.node.path}: `) as DeployableObject['json'];
  } catch (error) {
    if (!(error instanceof TokenMisuse)) throw error;
    problems.push(error.message);
    return json;
  }
}

/** Ids make names of files and errors, and of objects where none is given. */
function tokensInPaths(constructs: readonly IConstruct[]): string[] {
  return constructs
    .filter(({ node }) => tokens.includes(node.id))
    .map(
      ({ node }) => `${node.scope?.node.path ?? ''}: the id of a construct must be known, got one with an Output in it`,
    );
}

function twins(objects: readonly PlannedObject[]): string[] {
  const makers = new Map<string, PlannedObject>();
  return objects.flatMap((object) => {
    const identity = printIdentity(identityOf(object.json));
    const other = makers.get(identity);
    makers.set(identity, other ?? object);
    return other
      ? [
          `${other.construct.node.path} and ${object.construct.node.path} both make ${identity}: rename or remove one of them`,
        ]
      : [];
  });
}
