import { validateObject, type ValidateOptions } from '../validation/validate-object';
import { type ConstructFinding } from './findings';

/** Judges the objects of a program as they are rendered, each once. */
export class ObjectFindings {
  private readonly found: ConstructFinding[] = [];

  /** Kinds that were already said to have no schema. */
  private readonly unknownKinds = new Set<string>();

  public constructor(private readonly options: ValidateOptions) {}

  /** In the order in which the objects were rendered. */
  public get findings(): readonly ConstructFinding[] {
    return this.found;
  }

  /** @param construct - path of what made the object. */
  public judge(json: unknown, construct: string): void {
    for (const finding of validateObject(json, this.options)) {
      // What the server would only say later is said as a warning already.
      if (finding.rule === 'api-server/rules-not-checked') continue;
      if (finding.rule === 'unknown-kind') {
        if (this.unknownKinds.has(finding.message)) continue;
        this.unknownKinds.add(finding.message);
      }
      this.found.push({ construct, finding });
    }
  }
}
