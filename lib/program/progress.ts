const QUIET_MILLISECONDS = 2000;
const STRIDE = 500;

/** Says on a terminal how far a long run has come; on anything else, and in the first two seconds, nothing. */
export class Progress {
  private readonly started = Date.now();
  private shown = false;

  public constructor(
    private readonly doing: string,
    private readonly total: number,
    private readonly stream: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
  ) {}

  /** `done` of `total` are done. */
  public update(done: number): void {
    if (this.stream.isTTY !== true || done % STRIDE !== 0 || Date.now() - this.started < QUIET_MILLISECONDS) return;
    this.shown = true;
    this.stream.write(`\r${this.doing}: ${done} of ${this.total}`);
  }

  /** Clears the line. */
  public end(): void {
    if (this.shown) this.stream.write('\r\u001b[K');
  }
}
