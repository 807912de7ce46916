/** Values of a schema by chance, made so that a rule over them is now true, now false. */
import { type Schema } from '../../lib/validation/schema';

/** Numbers from 0 to 1, the same for the same seed. Source: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TEXTS: readonly string[] = [
  ...[
    '',
    'a',
    'b',
    'A',
    '*',
    '*.a',
    'a.b',
    'a_b',
    '/',
    '/a',
    'a/b',
    '-',
    '1s',
    '0s',
    '2h',
    '5',
    '.5s',
    '1us',
    '80',
    '0x50',
    ' 80',
  ],
  ...[
    '0',
    '65535',
    '65536',
    '10.0.0.1',
    '::1',
    '10.0.0.0/8',
    'unix://',
    'unix:///a',
    'unix://@a/',
    'http://a',
    'HTTPS://a:b',
    'oci://a',
  ],
  ...[
    'http:x',
    'http://a b',
    'é',
    '🍵',
    'x'.repeat(63),
    'a.cluster.local',
    '/a//b',
    '/a/../b',
    '/%2f',
    '/a#',
    'constructor',
    '__proto__',
  ],
];

/** Makes values that have to do with a rule: its words are likelier as names and texts. */
export class ValueMaker {
  private readonly words: ReadonlySet<string>;
  private readonly literals: readonly string[];

  public constructor(
    rule: string,
    private readonly next: () => number,
  ) {
    this.words = new Set(rule.match(/[A-Za-z]\w*/g));
    this.literals = [...rule.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '');
  }

  public value(schema: Schema, depth = 0): unknown {
    if (schema.isIntOrString) return this.next() < 0.5 ? this.number(schema) : this.text();
    if (schema.enum) return this.enumerated(schema.enum);
    switch (schema.type) {
      case 'string':
        return this.text();
      case 'integer':
        return this.number(schema);
      case 'number':
        return this.number(schema) + this.pick([0, 0.5]);
      case 'boolean':
        return this.next() < 0.5;
      case 'array':
        return Array.from({ length: this.pick([0, 1, 1, 2, 2, 3]) }, () =>
          this.value(schema.items as Schema, depth + 1),
        );
      default:
        return this.object(schema, depth);
    }
  }

  private object(schema: Schema, depth: number): unknown {
    const made: [string, unknown][] = [];
    for (const [name, part] of schema.properties ?? []) {
      const share = schema.required.includes(name) ? 0.95 : this.words.has(name) ? 0.6 : depth > 1 ? 0.02 : 0.1;
      if (this.next() < share) made.push([name, this.value(part, depth + 1)]);
    }
    if (schema.values) {
      const { values } = schema;
      const count = this.pick([0, 1, 1, 2]);
      for (let entry = 0; entry < count; entry++) made.push([this.text(), this.value(values, depth + 1)]);
    }
    return Object.fromEntries(made);
  }

  private enumerated(values: readonly unknown[]): unknown {
    const named = values.filter((each) => this.literals.includes(each as string));
    return this.pick(named.length > 0 && this.next() < 0.7 ? named : values);
  }

  private text(): string {
    return this.pick(this.literals.length > 0 && this.next() < 0.4 ? this.literals : TEXTS);
  }

  private number({ bounds: { minimum = 0, maximum = 70_000 } }: Schema): number {
    return this.pick([minimum, minimum + 1, 80, 65_535, 65_536, maximum]);
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)] as T;
  }
}
