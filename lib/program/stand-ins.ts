import { type IResolver, type ResolutionContext } from 'cdk8s';
import { isUnresolved } from '../values/unresolved';

/**
 * Writes something in the place of each value that is only known after deployment, for an engine that puts the values back into the
 * rendered objects. Texts and numbers that stand for such a value already stay.
 *
 * It has to be the first resolver of the App, for others would look at the values.
 */
export class StandIns implements IResolver {
  /** @param standIn - a text for an object that is not known yet; the same text for the same object. */
  public constructor(public readonly standIn: (value: object) => string) {}

  /** Called by cdk8s for each value. */
  public resolve(context: ResolutionContext): void {
    const { value } = context as { readonly value: unknown };
    if (typeof value === 'object' && value !== null && isUnresolved(value)) context.replaceValue(this.standIn(value));
  }
}
