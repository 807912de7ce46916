/**
 * Where in an object a walk is. Made at every step, but only printed where something is found, so that walks over sound objects
 * do no text work.
 */
export class FieldPath {
  /** The object itself. */
  public static readonly ROOT = new FieldPath(undefined, '', 'field');

  private constructor(
    private readonly parent: FieldPath | undefined,
    private readonly step: string | number,
    private readonly how: 'field' | 'item' | 'key',
  ) {}

  /** `spec` or `spec.http`. */
  public field(name: string): FieldPath {
    return new FieldPath(this, name, 'field');
  }

  /** `spec.http[0]`. */
  public item(index: number): FieldPath {
    return new FieldPath(this, index, 'item');
  }

  /** `spec.subsets[0].labels[app]`: an entry of a map, as CEL and istiod name it; the schema's errors use {@link field}. */
  public key(name: string): FieldPath {
    return new FieldPath(this, name, 'key');
  }

  /** As the API server writes it. */
  public toString(): string {
    const before = this.parent?.toString() ?? '';
    if (this.parent === undefined) return '';
    if (this.how !== 'field') return `${before}[${this.step}]`;
    return before === '' ? String(this.step) : `${before}.${this.step}`;
  }
}
