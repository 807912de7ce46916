import { type Duration } from 'cdk8s';
import { checkHeaderName } from '../values/http-header';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type Check, duration as durationCheck } from '../tree/props';
import { type LoadBalancer } from './istio-types';
import { printDuration } from './retries';

/**
 * How a caller's proxy chooses among the pods of a service.
 *
 * @example
 * LoadBalancing.leastRequest()
 */
export class LoadBalancing {
  /** The one with fewer requests under way, of two picked at random: Istio's own default. */
  public static leastRequest(): LoadBalancing {
    return simple('LEAST_REQUEST');
  }

  /** One after the other. */
  public static roundRobin(): LoadBalancing {
    return simple('ROUND_ROBIN');
  }

  /** Any, by chance. */
  public static random(): LoadBalancing {
    return simple('RANDOM');
  }

  /** The address that the application asked for, without balancing. */
  public static passthrough(): LoadBalancing {
    return simple('PASSTHROUGH');
  }

  /** The same pod for the same value of a header (`consistentHash.httpHeaderName`). */
  public static hashByHeader(name: string): LoadBalancing {
    return hashed({ httpHeaderName: name }, named('header name', checkHeaderName(name)));
  }

  /** The same pod for the same parameter of the query (`consistentHash.httpQueryParameterName`). */
  public static hashByQueryParameter(name: string): LoadBalancing {
    const wrong = !isUnresolved(name) && (typeof name !== 'string' || name === '');
    return hashed(
      { httpQueryParameterName: name },
      wrong ? [`query parameter must be a text, got ${given(name)}`] : [],
    );
  }

  /** The same pod for the same address of the caller (`consistentHash.useSourceIp`). */
  public static hashBySourceIp(): LoadBalancing {
    return hashed({ useSourceIp: true }, []);
  }

  /**
   * The same pod for the same cookie, which the proxy sets where it is missing (`consistentHash.httpCookie`).
   *
   * @param options.ttl - how long the cookie lives; without it until the browser is closed.
   */
  public static hashByCookie(
    name: string,
    options: { readonly ttl?: Duration | undefined; readonly path?: string | undefined } = {},
  ): LoadBalancing {
    const ttl = options.ttl === undefined ? '0s' : derive([options.ttl], (known) => printDuration(known));
    return hashed({ httpCookie: { name, path: options.path, ttl } }, [
      ...named('cookie name', checkHeaderName(name)),
      ...durationCheck(options.ttl, 'ttl'),
    ]);
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
export const loadBalancingCheck: Check = (given_, at) => {
  if (given_ === undefined) return [];
  if (!(given_ instanceof LoadBalancing)) {
    return [
      `${at} must be a LoadBalancing that is known at synthesis, such as LoadBalancing.roundRobin(), got ${given(given_)}`,
    ];
  }
  return given_.problems.map((problem) => `${at}: ${problem}`);
};

function simple(algorithm: NonNullable<LoadBalancer['simple']>): LoadBalancing {
  return new LoadBalancing({ simple: algorithm }, []);
}

function hashed(by: NonNullable<LoadBalancer['consistentHash']>, problems: readonly string[]): LoadBalancing {
  return new LoadBalancing({ consistentHash: by }, problems);
}

function named(noun: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${noun} ${problem}`];
}
