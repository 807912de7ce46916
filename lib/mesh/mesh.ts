import { type MeshDeclarations } from '../model/declarations';
import { meshConfiguration } from '../model/mesh-configuration';
import { MeshModel } from '../model/mesh-model';
import { type Outcome } from '../simulation/outcome';
import { type MeshRequest } from '../simulation/request';
import { Simulator } from '../simulation/simulator';

/** Options of {@link Mesh.fromObjects}. */
export interface MeshOptions extends MeshDeclarations {
  readonly meshConfig?: Readonly<Record<string, unknown>> | undefined;
}

/** Answer of {@link Mesh.ask}. */
export interface Answer {
  readonly outcomes: readonly Outcome[];
}

/** A mesh, as its manifests have it. */
export class Mesh {
  public static fromObjects(objects: Iterable<unknown>, options: MeshOptions = {}): Mesh {
    const { meshConfig, ...declarations } = options;
    const config = meshConfiguration(meshConfig);
    return new Mesh(
      new MeshModel(
        [...objects].map((manifest) => ({ manifest })),
        { config, declarations },
      ),
    );
  }

  private readonly simulator: Simulator;

  private constructor(model: MeshModel) {
    this.simulator = new Simulator(model);
  }

  public ask(request: MeshRequest): Answer {
    return { outcomes: this.simulator.ask(request) };
  }
}
