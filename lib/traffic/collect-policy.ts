/** What constructs say about the connections to one service, made into the policies of its DestinationRule. */
import { type IConstruct } from 'constructs';
import { isDeepStrictEqual } from 'node:util';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type PortLevelSettings, type TrafficPolicy } from './istio-types';

/** One construct's contribution. */
export interface PolicyContribution {
  readonly source: IConstruct;

  /** For requests to any version, on any port. */
  readonly policy: TrafficPolicy;

  /** What differs for single versions. */
  readonly perVersion: Readonly<Record<string, TrafficPolicy>>;

  /** What differs for single ports of the Service, by their names: numbers may not be known yet. */
  readonly perPort?: Readonly<Record<string, PortPolicy>> | undefined;
}

/** What is said about one port. */
export interface PortPolicy {
  readonly number: number;
  readonly policy: TrafficPolicy;
}

/** The collected policies, and one line for every field of which two constructs say different things. */
export interface CollectedPolicy {
  readonly policy: TrafficPolicy;
  readonly perVersion: Readonly<Record<string, TrafficPolicy>>;
  readonly problems: readonly string[];
}

/**
 * All contributions in one, over those `beneath`: the service's own, where `contributions` are those of one client.
 *
 * In Istio a subset's `connectionPool` or `outlierDetection` replaces the one above it as a whole: a subset that only says
 * `http2MaxRequests` would lose every other limit. An entry of `portLevelSettings` replaces all there is. So each version's policy and
 * each port's is written out with what it takes over. What a version says counts before what a port says.
 */
export function collectPolicy(
  contributions: readonly PolicyContribution[],
  beneath: readonly PolicyContribution[] = [],
): CollectedPolicy {
  const problems: string[] = [];
  const said = layered(gathered(beneath, []), gathered(contributions, problems));
  const policy = { ...said.policy, ...portLevel(said, said.policy) };
  const perVersion = mapped(said.perVersion, (own) => {
    const whole = inherited(said.policy, own);
    return Object.keys(whole).length === 0 ? whole : { ...whole, ...portLevel(said, said.policy, own) };
  });
  return { policy, perVersion, problems: [...problems, ...contradictions(policy, perVersion)] };
}

/** What is said on each level, nothing taken over yet. */
interface Said {
  readonly policy: TrafficPolicy;
  readonly perVersion: Readonly<Record<string, TrafficPolicy>>;
  readonly perPort: Readonly<Record<string, TrafficPolicy>>;

  /** Numbers of these ports. */
  readonly numbers: Readonly<Record<string, number>>;
}

function gathered(contributions: readonly PolicyContribution[], problems: string[]): Said {
  const sorted = [...contributions].sort((a, b) => (a.source.node.path < b.source.node.path ? -1 : 1));
  const of = (at: string, part: (each: PolicyContribution) => TrafficPolicy | undefined) =>
    agreed(
      sorted.map((each) => [each.source, part(each) ?? {}]),
      problems,
      at,
    );
  const versions = [...new Set(sorted.flatMap((each) => Object.keys(each.perVersion)))].sort();
  const ports = new Map(
    sorted.flatMap(({ perPort = {} }) => Object.entries(perPort).map(([port, { number }]) => [port, number] as const)),
  );
  return {
    policy: of('', (each) => each.policy),
    perVersion: Object.fromEntries(
      versions.map((version) => [version, of(`${version}: `, (each) => each.perVersion[version])]),
    ),
    perPort: Object.fromEntries(
      [...ports.keys()].map((port) => [port, of(`port ${port}: `, (each) => each.perPort?.[port]?.policy)]),
    ),
    numbers: Object.fromEntries(ports),
  };
}

function layered(lower: Said, upper: Said): Said {
  const level = (part: 'perVersion' | 'perPort') => {
    const names = [...new Set([...Object.keys(lower[part]), ...Object.keys(upper[part])])].sort();
    return Object.fromEntries(
      names.map((name) => [name, over<TrafficPolicy>(lower[part][name] ?? {}, upper[part][name] ?? {})]),
    );
  };
  return {
    policy: over(lower.policy, upper.policy),
    perVersion: level('perVersion'),
    perPort: level('perPort'),
    numbers: { ...lower.numbers, ...upper.numbers },
  };
}

function mapped<T>(record: Readonly<Record<string, T>>, fn: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fn(value)]));
}

/** The fields that an entry of `portLevelSettings` replaces; `tls` is added where the rule is printed. */
const PORT_FIELDS = ['connectionPool', 'loadBalancer', 'outlierDetection'] as const;

/** An entry for each port that somebody says something about, with all that holds there, by the names of the ports. */
function portLevel(
  { perPort, numbers }: Said,
  above: TrafficPolicy,
  own: TrafficPolicy = {},
): { readonly portLevelSettings?: readonly PortLevelSettings[] } {
  const entries = Object.keys(perPort)
    .sort()
    .map((name) => {
      const whole = over(over(above, perPort[name] ?? {}), own);
      const fields = PORT_FIELDS.flatMap((field) =>
        whole[field] === undefined ? [] : [[field, whole[field]] as const],
      );
      return { port: { number: numbers[name] }, ...Object.fromEntries(fields) };
    });
  return entries.length === 0 ? {} : { portLevelSettings: entries };
}

type Statements = readonly (readonly [IConstruct, TrafficPolicy])[];

/** The fields of all, with a problem for each on which two constructs differ. */
function agreed(said: Statements, problems: string[], at: string): TrafficPolicy {
  const makers = new Map<string, IConstruct>();
  let together: Tree = {};
  for (const [source, policy] of said) {
    together = merge(together, policy as Tree, '', (path, first, second) => {
      if (second !== undefined && first !== undefined && !isDeepStrictEqual(first, second)) {
        const other = makers.get(path)?.node.path ?? 'another construct';
        problems.push(
          `${at}${path} is ${shown(first)} by ${other} and ${shown(second)} by ${source.node.path}: say it in one place`,
        );
      }
      if (second !== undefined) makers.set(path, source);
    });
  }
  return together;
}

/** `own` with what its pools take over from `above`. */
function inherited(above: TrafficPolicy, own: TrafficPolicy): TrafficPolicy {
  const pools = ['connectionPool', 'outlierDetection'] as const;
  const merged = pools.flatMap((pool) => {
    const lower = (own as Tree)[pool];
    const upper = (above as Tree)[pool];
    if (lower === undefined) return [];
    return [[pool, upper === undefined ? lower : over(upper, lower)] as const];
  });
  return { ...own, ...Object.fromEntries(merged) };
}

/** `lower` over `upper`, field by field, also where one of the two is only known after deployment. */
function over<T>(upper: T, lower: T): T {
  if (lower === undefined || upper === undefined) return lower ?? upper;
  if (!isObject(upper) || !isObject(lower)) return lower;
  return derive([upper as Tree, lower as Tree], (above, own) => {
    // What was not known before may turn out to be one value.
    if (!isTree(above) || !isTree(own)) return own;
    const keys = [...new Set([...Object.keys(above), ...Object.keys(own)])];
    return Object.fromEntries(
      keys.map((key) => [key, key === ONE_CHOICE ? (own[key] ?? above[key]) : over(above[key], own[key])]),
    );
  }) as T;
}

type Tree = { readonly [key: string]: unknown };

/** How pods are chosen: half of one construct's choice and half of another's would be neither. */
const ONE_CHOICE = 'loadBalancer';

/** `b` over `a`, field by field; `meet` sees every leaf of `b`. */
function merge(a: Tree, b: Tree, at: string, meet: (path: string, first: unknown, second: unknown) => void): Tree {
  const entries = Object.entries(b).map(([key, second]) => {
    const path = at === '' ? key : `${at}.${key}`;
    const first = a[key];
    if (isTree(second) && key !== ONE_CHOICE && (first === undefined || isTree(first)))
      return [key, merge(first ?? {}, second, path, meet)] as const;
    meet(path, first, second);
    return [key, second ?? first] as const;
  });
  return { ...a, ...Object.fromEntries(entries) };
}

/** What istiod refuses in a pool, which two constructs may have brought together. */
function contradictions(policy: TrafficPolicy, perVersion: Readonly<Record<string, TrafficPolicy>>): string[] {
  const all = [
    ['', policy] as const,
    ...Object.entries(perVersion).map(([name, each]) => [`${name}: `, each] as const),
  ];
  return all.flatMap(([at, each]) => [
    ...upgradeOfClientProtocol(each, at),
    ...(each.portLevelSettings ?? []).flatMap((port) =>
      upgradeOfClientProtocol(port, `${at}port ${given(port.port?.number)}: `),
    ),
  ]);
}

function upgradeOfClientProtocol({ connectionPool }: Pick<TrafficPolicy, 'connectionPool'>, at: string): string[] {
  const { h2UpgradePolicy, useClientProtocol } = connectionPool?.http ?? {};
  return h2UpgradePolicy === 'UPGRADE' && useClientProtocol === true
    ? [`${at}connectionPool: useClientProtocol leaves nothing to upgrade: leave it or h2UpgradePolicy: UPGRADE out`]
    : [];
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTree(value: unknown): value is Tree {
  return isObject(value) && !isUnresolved(value);
}

function shown(value: unknown): string {
  if (isUnresolved(value)) return 'a value known after deployment';
  return JSON.stringify(value, (_, each: unknown) => (isUnresolved(each) ? 'a value known after deployment' : each));
}
