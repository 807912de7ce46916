import { judged } from '../tree/judged';
import {
  all,
  type Check,
  known,
  listOf,
  mapOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { type LocalityLbSetting } from './istio-types';

/** What {@link Locality.failover} may say beside regions. */
export interface FailoverOptions {
  /**
   * Labels that rank pods before regions do: see {@link Locality.failoverPriority}. Those of region, zone and subzone would
   * contradict the regions, and are refused.
   *
   * @default - pods are ranked by region, zone and subzone
   */
  readonly priority?: readonly string[] | undefined;
}

/** Labels by which nodes say where they are. */
const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/**
 * Which pods are preferred by where they are (`loadBalancer.localityLbSetting`).
 *
 * Envoy counts localities only where pods are ejected, so whoever sets a locality gets outlier detection with it.
 *
 * @example
 * LoadBalancing.leastRequest({ locality: Locality.failover({ 'eu-west': 'eu-central' }) })
 */
export class Locality {
  /**
   * Where requests go when no healthy pod is left in the caller's region (`failover`).
   *
   * @param regions - for each region the one that takes over.
   */
  public static failover(regions: Readonly<Record<string, string>>, options: FailoverOptions = {}): Locality {
    const problems = [
      ...required(known(all(mapOf(checkRegion, required(value(checkRegion))), notEmpty)))(regions, 'failover'),
      ...shape(FAILOVER_OPTIONS)(options, 'failover'),
      ...toItself(regions),
    ];
    if (problems.length > 0) return new Locality({}, problems);
    const failover = Object.entries(regions).map(([from, to]) => ({ from, to }));
    return new Locality({ failover, failoverPriority: options.priority }, []);
  }

  /**
   * Pods are preferred that have the same values of these labels as the caller, the first label first (`failoverPriority`). A
   * label may name the value to be compared with: `version=v1`.
   */
  public static failoverPriority(labels: readonly string[]): Locality {
    const problems = required(known(listOf(value(checkPriority), { min: 1 })))(labels, 'failoverPriority');
    return new Locality({ failoverPriority: labels }, problems);
  }

  /**
   * Fixed shares by locality (`distribute`).
   *
   * @param shares - for the locality of callers, as `region/zone/subzone` where the last may be `*`, the percentages of localities
   *   of pods: whole numbers from 1 to 100, which add up to 100.
   */
  public static distribute(shares: Readonly<Record<string, Readonly<Record<string, number>>>>): Locality {
    const targets = mapOf(checkLocality, required(wholeNumber(1, 100)));
    const problems = required(
      known(all(mapOf(checkLocality, known(all(required(targets), sumsUp, distinct))), notEmpty, distinct)),
    )(shares, 'distribute');
    if (problems.length > 0) return new Locality({}, problems);
    return new Locality({ distribute: Object.entries(shares).map(([from, to]) => ({ from, to })) }, []);
  }

  /** Localities do not count, whatever the mesh says (`enabled: false`). */
  public static off(): Locality {
    return new Locality({ enabled: false }, []);
  }

  private constructor(
    /** `loadBalancer.localityLbSetting`. @internal */
    public readonly spec: LocalityLbSetting,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}
}

/** Checks that a value is a {@link Locality} without problems. */
export const localityCheck: Check = judged(
  "a Locality that is known at synthesis, such as Locality.failover({ 'eu-west': 'eu-central' })",
  (each) => each instanceof Locality,
);

const FAILOVER_OPTIONS: PropChecks<FailoverOptions> = {
  priority: known(listOf(value(checkPriorityBesideRegions), { min: 1 })),
};

const notEmpty: Check = (map, at) =>
  typeof map === 'object' && map !== null && !isUnresolved(map) && Object.keys(map).length === 0
    ? [`${at} must have at least one entry`]
    : [];

const sumsUp: Check = (shares, at) => {
  if (typeof shares !== 'object' || shares === null) return [];
  const numbers: unknown[] = Object.values(shares);
  if (numbers.some((each) => typeof each !== 'number' || isUnresolved(each))) return [];
  const sum = (numbers as number[]).reduce((total, each) => total + each, 0);
  return sum === 100 ? [] : [`${at}: percentages must add up to 100, got ${sum}`];
};

/** No locality lies within another. */
const distinct: Check = (localities, at) => {
  if (typeof localities !== 'object' || localities === null) return [];
  const names = Object.keys(localities);
  return names.flatMap((one, index) =>
    names
      .slice(index + 1)
      .filter((other) => within(one, other) || within(other, one))
      .map((other) => `${at}: localities must not overlap, got ${one} and ${other}`),
  );
};

function within(inner: string, outer: string): boolean {
  const [a, b] = [segments(inner), segments(outer)];
  return b.every((segment, index) => segment === a[index]);
}

function segments(locality: string): readonly string[] {
  return locality.split('/').filter((segment) => segment !== '*');
}

function checkLocality(locality: unknown): string | undefined {
  const parts = String(locality).split('/');
  const sound =
    parts.length <= 3 &&
    parts.every((part, index) => (index < parts.length - 1 ? isPlace(part) : part === '*' || isPlace(part)));
  return sound
    ? undefined
    : `must be a locality (region, region/zone or region/zone/subzone, of which the last may be *), got ${given(locality)}`;
}

function isPlace(part: string): boolean {
  return part !== '' && !part.includes('*');
}

function checkRegion(region: unknown): string | undefined {
  if (isUnresolved(region)) return undefined;
  return typeof region === 'string' && isPlace(region) && !region.includes('/')
    ? undefined
    : `must be a region, without zone or *, got ${given(region)}`;
}

function toItself(regions: unknown): string[] {
  if (typeof regions !== 'object' || regions === null || isUnresolved(regions)) return [];
  return Object.entries(regions)
    .filter(([from, to]) => from === to)
    .map(([from]) => `failover.${from} must be another region, got ${from} again`);
}

function checkPriority(label: unknown): string | undefined {
  if (isUnresolved(label)) return undefined;
  if (typeof label !== 'string') return `must be a label, got ${given(label)}`;
  const [key = '', ...rest] = label.split('=');
  return checkLabelKey(key) ?? (rest.length > 0 ? checkLabelValue(rest.join('=')) : undefined);
}

function checkPriorityBesideRegions(label: unknown): string | undefined {
  const key = typeof label === 'string' ? label.split('=')[0] : undefined;
  if (key !== undefined && TOPOLOGY.includes(key))
    return `must not be ${key} where regions are given, which rank by it themselves`;
  return checkPriority(label);
}
