import { type KindSchema, type KindTable } from './kind-table';

/** Schemas of kinds that the package does not have. */
export class Schemas {
  private constructor(private readonly tables: readonly KindTable[]) {}

  /** @internal */
  public find(apiVersion: string, kind: string): KindSchema | undefined {
    for (const table of this.tables) {
      const found = table.find(apiVersion, kind);
      if (found) return found;
    }
    return undefined;
  }
}
