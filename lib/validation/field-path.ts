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

  /** `spec.subsets[0].labels[app]`: an entry of a map, as CEL, list keys and istiod name it. */
  public key(name: string): FieldPath {
    return new FieldPath(this, name, 'key');
  }

  /**
   * As the API server writes it. Its schema writes entries of maps with dots (`metadata.labels.a`), everything else with brackets.
   *
   * @param keys - how entries of maps are written.
   */
  public toString(keys: 'brackets' | 'dots' = 'brackets'): string {
    if (this.parent === undefined) return '';
    const before = this.parent.toString(keys);
    if (this.how === 'item' || (this.how === 'key' && keys === 'brackets')) return `${before}[${this.step}]`;
    return before === '' ? String(this.step) : `${before}.${this.step}`;
  }
}
