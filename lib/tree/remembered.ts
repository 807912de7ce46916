/** The last result of a computation that is asked for several times, by validations and again by the rendering. */
export class Remembered<T> {
  private last: { readonly key: readonly unknown[]; readonly value: T } | undefined;

  /** What `make` gave for a key with the same parts, if that was the last one; else what it gives now. */
  public get(key: readonly unknown[], make: () => T): T {
    if (this.last === undefined || key.some((part, index) => part !== this.last?.key[index])) {
      this.last = { key, value: make() };
    }
    return this.last.value;
  }
}
