/** What the constructs of a program declare beside their objects, as one list a kind. */
import { type IConstruct } from 'constructs';
import {
  type DeclaredCall,
  type DeclaredCutOff,
  type DeclaredExposure,
  type DeclaredIntent,
  type DeclaredPlainText,
  INTENT_METADATA,
} from '../model/intents';
import { isUnresolved } from '../values/unresolved';

/** An intent, and who declares it. */
export type ProgramIntent<T extends DeclaredIntent> = T & {
  /** Paths of the constructs that declare it, in alphabetical order: several where they say the same. */
  readonly constructs: readonly string[];
};

/**
 * All that the constructs of a program declare. Plain data: what it holds can be written as JSON, but for values that are only known
 * after deployment, which stand where they were given.
 *
 * Lists of ports, methods, paths and hosts are sets: sorted, each entry once. What two constructs declare alike is one entry. The
 * order never depends on that in which constructs were made.
 */
export interface ProgramIntents {
  /** Which app calls which. */
  readonly calls: readonly ProgramIntent<DeclaredCall>[];

  /** Which app is reached from outside the mesh, and by which gateway. */
  readonly exposures: readonly ProgramIntent<DeclaredExposure>[];

  /** Which ports take callers without an identity. */
  readonly plainText: readonly ProgramIntent<DeclaredPlainText>[];

  /** Which apps a policy may cut off from callers that are declared. */
  readonly cutOffs: readonly ProgramIntent<DeclaredCutOff>[];
}

interface Merged {
  readonly intent: DeclaredIntent;

  /** The intent as text, without what is not known: what the list is sorted by. */
  readonly order: string;
  readonly constructs: Set<string>;
}

/** The intents of all nodes. */
export function intentsOf(constructs: Iterable<IConstruct>): ProgramIntents {
  const merged = new Map<string, Merged>();
  const unresolved = new Map<unknown, number>();
  for (const construct of constructs) {
    for (const entry of construct.node.metadata) {
      if (entry.type !== INTENT_METADATA) continue;
      const intent = normal(entry.data) as DeclaredIntent;
      const key = textOf(intent, (value) => numberOf(value, unresolved));
      const same = merged.get(key) ?? { intent, order: textOf(intent, () => 0), constructs: new Set() };
      merged.set(key, same);
      same.constructs.add(construct.node.path);
    }
  }
  const intents = [...merged.values()].map(({ constructs: paths, order, intent }) => ({
    order: `${order} ${[...paths].sort().join(' ')}`,
    intent: { ...intent, constructs: [...paths].sort() },
  }));
  intents.sort((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)));
  const ofKind = <T extends DeclaredIntent>(kind: T['kind']) =>
    intents.filter(({ intent }) => intent.kind === kind).map(({ intent }) => intent as unknown as ProgramIntent<T>);
  return {
    calls: ofKind<DeclaredCall>('call'),
    exposures: ofKind<DeclaredExposure>('exposure'),
    plainText: ofKind<DeclaredPlainText>('plain-text'),
    cutOffs: ofKind<DeclaredCutOff>('cut-off'),
  };
}

/** A copy with keys in order and without what is undefined; lists are sets. Unresolved values stay themselves. */
function normal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || isUnresolved(value)) return value;
  if (Array.isArray(value)) return asSet(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, normal(each)]));
}

/** Unless it is not known in full. */
function asSet(list: readonly unknown[]): readonly unknown[] {
  if (list.some(isUnresolved)) return list.map(normal);
  const byText = new Map(list.map(normal).map((each) => [JSON.stringify(each), each] as const));
  return [...byText]
    .sort(([a, first], [b, second]) =>
      typeof first === 'number' && typeof second === 'number' ? first - second : a < b ? -1 : 1,
    )
    .map(([, each]) => each);
}

/** As JSON, with a number in the place of an object that is not known: it may lead to anything, also to itself. */
function textOf(intent: DeclaredIntent, numberFor: (value: unknown) => number): string {
  return JSON.stringify(intent, (_, value: unknown) =>
    typeof value === 'object' && isUnresolved(value) ? { unresolved: numberFor(value) } : value,
  );
}

function numberOf(value: unknown, numbers: Map<unknown, number>): number {
  const number = numbers.get(value) ?? numbers.size;
  numbers.set(value, number);
  return number;
}
