import { Chart } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type DeployableObject } from '../../program/deployable';
import { printFinding } from '../../program/findings';
import { type MeshProgram } from '../../program/mesh-program';
import { PublicHost } from '../../traffic/public-host';
import { type Blueprint, labelOf, rebuiltProps } from './blueprint';

/** A program with the constructs of several components, each in a chart of its own. */
export class RebuiltTree {
  private readonly constructs = new Map<Blueprint, IConstruct>();
  private readonly blueprints = new Map<IConstruct, Blueprint>();

  public constructor(private readonly program: MeshProgram) {}

  /** The construct of a component, made when it is first asked for. */
  public constructOf(blueprint: Blueprint): IConstruct {
    const known = this.constructs.get(blueprint);
    if (known) return known;
    const isTaken = this.program.node.tryFindChild(blueprint.name) !== undefined;
    const chart = new Chart(this.program, isTaken ? labelOf(blueprint) : blueprint.name);
    this.blueprints.set(chart, blueprint);
    const construct = blueprint.build(chart, (props) => rebuiltProps(props, (each) => this.constructOf(each)));
    this.constructs.set(blueprint, construct);
    return construct;
  }

  /**
   * The component that a construct belongs to: that of its chart; for what a gateway makes of a host, that of the app behind it, for
   * gateways know no apps.
   */
  public ownerOf(construct: IConstruct): Blueprint | undefined {
    const scopes = [...construct.node.scopes].reverse();
    const host = scopes.find((each) => each instanceof PublicHost);
    const [app] = host?.exposures.map((each) => each.app) ?? [];
    if (app) return this.ownerOf(app);
    return scopes.flatMap((each) => this.blueprints.get(each) ?? [])[0];
  }

  /** The objects as they are now, and what is wrong with the tree. */
  public rendered(): { readonly objects: readonly DeployableObject[]; readonly problems: readonly string[] } {
    if (this.constructs.size === 0) return { objects: [], problems: [] };
    const { objects, invalid, findings } = this.program.deployable();
    const errors = findings.filter((each) => each.finding.severity === 'error');
    return { objects, problems: [...invalid, ...errors.map((each) => printFinding(each))] };
  }
}
