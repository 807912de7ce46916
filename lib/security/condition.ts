import { judged } from '../tree/judged';
import { checkMatchString } from '../values/authorization-path';
import { given } from '../values/given';
import { checkHeaderName } from '../values/http-header';
import { checkIpOrCidr } from '../values/ip';
import { checkDnsLabel } from '../values/dns-label';
import { checkPort } from '../values/port';
import { derive } from '../values/unresolved';
import { checkPrincipal, checkTrustDomain } from '../values/spiffe';
import { type Check } from '../tree/props';

/** What a condition needs to be seen: a request, an mTLS identity, or a connection only. */
export type ConditionLayer = 'http' | 'identity' | 'connection';

/**
 * One more thing that must hold for a request (`when[]`). The values of one condition are alternatives; several conditions must all hold.
 *
 * @example
 * new AllowPolicy(this, 'allow-beta', {
 *   to: reviews,
 *   from: [web],
 *   when: [Condition.header('x-beta').is('on', 'trial'), Condition.header('x-bot').isNot('*')],
 * });
 */
export class Condition {
  /** A header of the request; `*` is any value, an empty one included (`request.headers[name]`). */
  public static header(name: string): ConditionField {
    return new ConditionField(
      `request.headers[${name}]`,
      'http',
      checkMatchString,
      named('header name', checkHeaderName(name)),
    );
  }

  /** The address of the direct peer, as CIDRs (`source.ip`). */
  public static sourceIp(): ConditionField {
    return new ConditionField('source.ip', 'connection', checkIpOrCidr);
  }

  /** The address of the client behind proxies, as CIDRs (`remote.ip`). */
  public static remoteIp(): ConditionField {
    return new ConditionField('remote.ip', 'connection', checkIpOrCidr);
  }

  /** The caller's namespace (`source.namespace`). */
  public static sourceNamespace(): ConditionField {
    return new ConditionField('source.namespace', 'identity', checkMatchString);
  }

  /** The caller's principal, without `spiffe://` (`source.principal`). */
  public static sourcePrincipal(): ConditionField {
    return new ConditionField('source.principal', 'identity', checkPrincipal);
  }

  /** The trust domain of the caller's identity: that of its mesh (`source.trustDomain`). Since Istio 1.30. */
  public static sourceTrustDomain(): ConditionField {
    return new ConditionField('source.trustDomain', 'identity', checkTrustDomain);
  }

  /** `issuer/subject` of a valid token (`request.auth.principal`). */
  public static requestPrincipal(): ConditionField {
    return new ConditionField('request.auth.principal', 'http', checkMatchString);
  }

  /** Who a valid token is for (`request.auth.audiences`). */
  public static audience(): ConditionField {
    return new ConditionField('request.auth.audiences', 'http', checkMatchString);
  }

  /** Who presents a valid token: its claim `azp` (`request.auth.presenter`). */
  public static presenter(): ConditionField {
    return new ConditionField('request.auth.presenter', 'http', checkMatchString);
  }

  /** A claim of a valid token, by its path (`request.auth.claims[a][b]`). */
  public static claim(...path: readonly string[]): ConditionField {
    const wrong = path.length === 0 || path.some((part) => typeof part !== 'string' || part === '');
    const key = `request.auth.claims${path.map((part) => `[${part}]`).join('')}`;
    return new ConditionField(
      key,
      'http',
      checkMatchString,
      wrong ? ['claim must be given as names that are not empty'] : [],
    );
  }

  /** The address that was called (`destination.ip`). */
  public static destinationIp(): ConditionField {
    return new ConditionField('destination.ip', 'connection', checkIpOrCidr);
  }

  /** The port of the pod that was called (`destination.port`). */
  public static destinationPort(): ConditionField {
    return new ConditionField('destination.port', 'connection', checkPort);
  }

  /** The server name of a TLS connection (`connection.sni`). */
  public static sni(): ConditionField {
    return new ConditionField('connection.sni', 'connection', checkMatchString);
  }

  /** A label-safe name of a ServiceAccount, as `namespace/name` (`source.serviceAccount`). */
  public static sourceServiceAccount(): ConditionField {
    return new ConditionField('source.serviceAccount', 'identity', checkServiceAccount);
  }

  /** Made by the factories. @internal */
  public constructor(
    /** @internal */
    public readonly key: string,
    /** @internal */
    public readonly layer: ConditionLayer,
    /** @internal */
    public readonly isNegative: boolean,
    private readonly texts: readonly (string | number)[],
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}

  /** `when[]` of a rule. @internal */
  public get spec(): {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  } {
    const texts = this.texts.map((each) => (typeof each === 'string' ? each : derive([each], String)));
    return { key: this.key, [this.isNegative ? 'notValues' : 'values']: texts };
  }
}

/** What a condition is about, of which the values are still to be said. */
export class ConditionField {
  /** @internal */
  public constructor(
    private readonly key: string,
    private readonly layer: ConditionLayer,
    private readonly check: (value: unknown) => string | undefined,
    private readonly problems: readonly string[] = [],
  ) {}

  /** One of these values. */
  public is(...values: readonly (string | number)[]): Condition {
    return this.condition(false, values);
  }

  /** None of these values. Also a request that lacks what is asked about. */
  public isNot(...values: readonly (string | number)[]): Condition {
    return this.condition(true, values);
  }

  private condition(isNegative: boolean, values: readonly (string | number)[]): Condition {
    const none = values.length === 0 ? [`${this.key} must be compared with at least one value`] : [];
    const wrong = values.flatMap((each) => named(this.key, this.check(each)));
    return new Condition(this.key, this.layer, isNegative, values, [...this.problems, ...none, ...wrong]);
  }
}

/** Checks that a prop is a {@link Condition} without problems. */
export const conditionCheck: Check = judged(
  "a Condition that is known at synthesis, such as Condition.header('x-beta').is('on')",
  (each) => each instanceof Condition,
);

function checkServiceAccount(value: unknown): string | undefined {
  const [namespace, name, ...rest] = String(value).split('/');
  const wrong = rest.length > 0 || checkDnsLabel(namespace) !== undefined || checkDnsLabel(name) !== undefined;
  return typeof value === 'string' && wrong ? `must be namespace/name, got ${given(value)}` : undefined;
}

function named(noun: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${noun} ${problem}`];
}
