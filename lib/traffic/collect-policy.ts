/** What constructs say about the connections to one service, made into the policy and subsets of its DestinationRule. */
import { type IConstruct } from 'constructs';
import { isDeepStrictEqual } from 'node:util';
import { derive, isUnresolved } from '../values/unresolved';
import { type TrafficPolicy } from './istio-types';

/** One construct's contribution. */
export interface PolicyContribution {
  readonly source: IConstruct;

  /** For requests to any version. */
  readonly policy: TrafficPolicy;

  /** What differs for single versions. */
  readonly perVersion: Readonly<Record<string, TrafficPolicy>>;
}

/** The collected policies, and one line for every field of which two constructs say different things. */
export interface CollectedPolicy {
  readonly policy: TrafficPolicy;
  readonly perVersion: Readonly<Record<string, TrafficPolicy>>;
  readonly problems: readonly string[];
}

/**
 * All contributions in one.
 *
 * In Istio a subset's `connectionPool` or `outlierDetection` replaces the one above it as a whole: a subset that only says
 * `http2MaxRequests` would lose every other limit. So each version's policy is written out with what it takes over.
 */
export function collectPolicy(contributions: readonly PolicyContribution[]): CollectedPolicy {
  const sorted = [...contributions].sort((a, b) => (a.source.node.path < b.source.node.path ? -1 : 1));
  const problems: string[] = [];
  const policy = agreed(
    sorted.map((each) => [each.source, each.policy]),
    problems,
  );
  const versions = [...new Set(sorted.flatMap((each) => Object.keys(each.perVersion)))].sort();
  const perVersion = versions.map((version) => {
    const own = agreed(
      sorted.map((each) => [each.source, each.perVersion[version] ?? {}]),
      problems,
      `${version}: `,
    );
    return [version, inherited(policy, own)] as const;
  });
  return { policy, perVersion: Object.fromEntries(perVersion), problems };
}

type Said = readonly (readonly [IConstruct, TrafficPolicy])[];

/** The fields of all, with a problem for each on which two constructs differ. */
function agreed(said: Said, problems: string[], at = ''): TrafficPolicy {
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

/** `own` over `above`, except for a load balancer, which is one choice. */
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

/** Also where one of the two is only known after deployment. */
function over(upper: unknown, lower: unknown): unknown {
  return derive([upper as Tree, lower as Tree], (above, own) => merge(above, own, '', () => undefined));
}

type Tree = { readonly [key: string]: unknown };

/** `b` over `a`, field by field; `meet` sees every leaf of `b`. */
function merge(a: Tree, b: Tree, at: string, meet: (path: string, first: unknown, second: unknown) => void): Tree {
  const entries = Object.entries(b).map(([key, second]) => {
    const path = at === '' ? key : `${at}.${key}`;
    const first = a[key];
    if (isTree(second) && (first === undefined || isTree(first)))
      return [key, merge(first ?? {}, second, path, meet)] as const;
    meet(path, first, second);
    return [key, second ?? first] as const;
  });
  return { ...a, ...Object.fromEntries(entries) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnresolved(value);
}

function shown(value: unknown): string {
  return isUnresolved(value) ? 'a value known after deployment' : JSON.stringify(value);
}
