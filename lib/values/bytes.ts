/** Lengths of texts in UTF-8, which Go counts. */

// No character takes more than three bytes for each of JavaScript's 16-bit units.
const MOST_FOR_UNIT = 3;

/** A text of at most `most` bytes, or none. */
export function checkBytes(value: string | null | undefined, most: number): string | undefined {
  if (value === undefined || value === null || value.length * MOST_FOR_UNIT <= most) return undefined;
  const bytes = Buffer.byteLength(value);
  return bytes <= most ? undefined : `must be at most ${most} bytes long, got ${bytes}`;
}
