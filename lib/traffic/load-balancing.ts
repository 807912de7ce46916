import { judged } from '../tree/judged';
import { type Duration } from 'cdk8s';
import { present } from '../model/present';
import { checkHeaderName } from '../values/http-header';
import { given } from '../values/given';
import { checkTableSize } from '../values/maglev-table';
import { derive, isUnresolved } from '../values/unresolved';
import {
  type Check,
  duration as durationCheck,
  known,
  mapOf,
  type PropChecks,
  required,
  shape,
  text,
  value,
  wholeNumber,
} from '../tree/props';
import { type LoadBalancer } from './istio-types';
import { type Locality, localityCheck } from './locality';
import { printDuration } from './retries';

/** How new pods come to their full share of requests (`loadBalancer.warmup`). */
export interface Warmup {
  /** How long it takes. */
  readonly duration: Duration;

  /** The share that a new pod starts with, in percent of its full one, 0 to 100. @default 10 - Istio's own */
  readonly minimumPercent?: number | undefined;

  /** The shape of the curve: 1 is a straight line, more is slower at first. @default 1 - Istio's own */
  readonly aggression?: number | undefined;
}

/** What every algorithm takes that chooses pods itself. */
export interface BalancingOptions {
  /** Which pods are preferred by where they are. @default - as the mesh says */
  readonly locality?: Locality | undefined;
}

/** What `leastRequest` and `roundRobin` take: the algorithms that Istio warms pods up with. */
export interface WarmupOptions extends BalancingOptions {
  /** How new pods come to their full share. @default - they have it at once */
  readonly warmup?: Warmup | undefined;
}

/** What consistent hashing takes: the table that hashes are looked up in. */
export interface HashOptions extends BalancingOptions {
  /**
   * A ring of hashes (`consistentHash.ringHash`): `minimumRingSize` is the least number of places in it.
   *
   * @default - a ring of at least 1024
   */
  readonly ringHash?: { readonly minimumRingSize?: number | undefined } | undefined;

  /**
   * A Maglev table (`consistentHash.maglev`), which is faster than a ring and moves more requests when pods change. `tableSize` is a
   * prime number up to 5000010, by default 65537.
   *
   * @default - a ring
   */
  readonly maglev?: { readonly tableSize?: number | undefined } | undefined;
}

/** What the cookie looks like that requests are told apart by. */
export interface HashCookieOptions extends HashOptions {
  /** How long the cookie lives. @default - until the browser is closed */
  readonly ttl?: Duration | undefined;

  /** The path that it is for. @default - that of the request */
  readonly path?: string | undefined;

  /**
   * Further attributes, such as `{ SameSite: 'Strict', Secure: true }`; `true` is for one without a value.
   *
   * @default - none
   */
  readonly attributes?: Readonly<Record<string, string | true>> | undefined;
}

const BALANCING: PropChecks<BalancingOptions> = { locality: localityCheck };

const WARMUP: PropChecks<WarmupOptions> = {
  ...BALANCING,
  warmup: shape<Warmup>({
    duration: required(durationCheck),
    minimumPercent: number(0, 100),
    aggression: number(1),
  }),
};

const HASH: PropChecks<HashOptions> = {
  ...BALANCING,
  ringHash: known(shape({ minimumRingSize: wholeNumber(1) })),
  maglev: known(shape({ tableSize: value(checkTableSize) })),
};

const COOKIE: PropChecks<HashCookieOptions> = {
  ...HASH,
  ttl: durationCheck,
  path: text,
  attributes: known(
    mapOf(
      checkHeaderName,
      required((each, at) => (each === true ? [] : text(each, at))),
    ),
  ),
};

/**
 * How a caller's proxy chooses among the pods of a service.
 *
 * @example
 * LoadBalancing.leastRequest({ warmup: { duration: Duration.seconds(30) } })
 */
export class LoadBalancing {
  /** The one with fewer requests under way, of two picked at random: Istio's own default. */
  public static leastRequest(options: WarmupOptions = {}): LoadBalancing {
    return simple('LEAST_REQUEST', options, WARMUP);
  }

  /** One after the other. */
  public static roundRobin(options: WarmupOptions = {}): LoadBalancing {
    return simple('ROUND_ROBIN', options, WARMUP);
  }

  /** Any, by chance. */
  public static random(options: BalancingOptions = {}): LoadBalancing {
    return simple('RANDOM', options, BALANCING);
  }

  /** The address that the application asked for, without balancing. */
  public static passthrough(): LoadBalancing {
    return new LoadBalancing({ simple: 'PASSTHROUGH' }, []);
  }

  /** The same pod for the same value of a header (`consistentHash.httpHeaderName`). */
  public static hashByHeader(name: string, options: HashOptions = {}): LoadBalancing {
    return sound([...named('header name', checkHeaderName(name)), ...tableProblems(options, HASH)], () =>
      hashed(options, { httpHeaderName: name }),
    );
  }

  /** The same pod for the same parameter of the query (`consistentHash.httpQueryParameterName`). */
  public static hashByQueryParameter(name: string, options: HashOptions = {}): LoadBalancing {
    const problems = [...required(text)(name, 'query parameter'), ...tableProblems(options, HASH)];
    return sound(problems, () => hashed(options, { httpQueryParameterName: name }));
  }

  /** The same pod for the same address of the caller (`consistentHash.useSourceIp`). */
  public static hashBySourceIp(options: HashOptions = {}): LoadBalancing {
    return sound(tableProblems(options, HASH), () => hashed(options, { useSourceIp: true }));
  }

  /** The same pod for the same cookie, which the proxy sets where it is missing (`consistentHash.httpCookie`). */
  public static hashByCookie(name: string, options: HashCookieOptions = {}): LoadBalancing {
    return sound([...named('cookie name', checkHeaderName(name)), ...tableProblems(options, COOKIE)], () => {
      const { ttl, path, attributes } = options;
      return hashed(options, {
        httpCookie: {
          name,
          path,
          // Without a lifetime Envoy would not set the cookie at all.
          ttl: ttl === undefined ? '0s' : printDuration(ttl),
          attributes:
            attributes &&
            Object.entries(attributes).map(([key, each]) =>
              each === true ? { name: key } : { name: key, value: each },
            ),
        },
      });
    });
  }

  /** @internal */
  public constructor(
    /** `trafficPolicy.loadBalancer`. @internal */
    public readonly spec: LoadBalancer,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}
}

/** Checks that a prop is a {@link LoadBalancing} without problems. */
export const loadBalancingCheck: Check = judged(
  'a LoadBalancing that is known at synthesis, such as LoadBalancing.roundRobin()',
  (each) => each instanceof LoadBalancing,
);

/** Nothing is printed of what is wrong. */
function sound(problems: readonly string[], print: () => LoadBalancer): LoadBalancing {
  return new LoadBalancing(problems.length > 0 ? {} : print(), problems);
}

function simple<O extends WarmupOptions>(
  algorithm: NonNullable<LoadBalancer['simple']>,
  options: O,
  checks: PropChecks<O>,
): LoadBalancing {
  return sound(optionProblems(options, checks), () => ({
    simple: algorithm,
    ...(options.warmup && { warmup: printWarmup(options.warmup) }),
    ...printLocality(options),
  }));
}

function hashed(options: HashOptions, by: NonNullable<LoadBalancer['consistentHash']>): LoadBalancer {
  const { ringHash, maglev } = options;
  return { consistentHash: { ...by, ...present({ ringHash, maglev }) }, ...printLocality(options) };
}

function printLocality({ locality }: BalancingOptions): Pick<LoadBalancer, 'localityLbSetting'> {
  return locality ? { localityLbSetting: locality.spec } : {};
}

function printWarmup(warmup: Warmup): LoadBalancer['warmup'] {
  return derive([warmup], ({ duration, minimumPercent, aggression }) => ({
    duration: printDuration(duration),
    ...present({ minimumPercent, aggression }),
  }));
}

function tableProblems<O extends HashOptions>(options: O, checks: PropChecks<O>): readonly string[] {
  const { ringHash, maglev } = options;
  return [
    ...optionProblems(options, checks),
    ...(ringHash && maglev ? ['ringHash and maglev exclude each other: give one of them'] : []),
  ];
}

/** What is wrong with the options, which stand beside the problems of the value itself. */
function optionProblems<O extends object>(options: O, checks: PropChecks<O>): readonly string[] {
  return shape(checks)(options, 'options').map((problem) => problem.replace(/^options\./, ''));
}

function named(noun: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${noun} ${problem}`];
}

function number(min: number, max = Number.MAX_VALUE): Check {
  const allowed = max === Number.MAX_VALUE ? `a number of at least ${min}` : `between ${min} and ${max}`;
  return value((each) =>
    isUnresolved(each) || (typeof each === 'number' && each >= min && each <= max)
      ? undefined
      : `must be ${allowed}, got ${given(each)}`,
  );
}
