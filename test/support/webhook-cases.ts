import { type Found } from './webhook';

/** A row of a table of what the webhook finds in a spec. */
export type WebhookCase = readonly [title: string, spec: object, found: readonly Found[], metadata?: object];

/** A test for each row. */
export function testCases(
  cases: readonly WebhookCase[],
  says: (spec: object, metadata?: object) => readonly Found[],
): void {
  it.each(cases.map((row) => [row[0], row] as const))('%s', (_, [, spec, found, metadata]) => {
    expect(says(spec, metadata)).toEqual(found);
  });
}

/** The rules of a kind, apart from `elsewhere`, that no row finds. */
export function rulesWithoutCase(
  rules: Readonly<Record<string, string>>,
  kind: string,
  cases: readonly WebhookCase[],
  elsewhere: readonly string[] = [],
): readonly string[] {
  const found = new Set(cases.flatMap(([, , each]) => each.map(([rule]) => rule)));
  return Object.keys(rules).filter(
    (rule) =>
      rule.startsWith(`${kind}/`) &&
      !found.has(rule) &&
      !elsewhere.some((prefix) => rule.startsWith(`${kind}/${prefix}`)),
  );
}
