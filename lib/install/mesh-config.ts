import { present } from '../model/present';
import { flag, known, listOf, oneOf, type Check, type PropChecks, shape, value, wholeNumber } from '../tree/props';
import { checkPercentage } from '../values/percentage';
import { given } from '../values/given';

/** Settings of the mesh as a whole (`meshConfig`). */
export interface MeshConfig {
  /**
   * What proxies write for each request to their standard output (`accessLogFile`, `accessLogEncoding`).
   *
   * @default - as the profile says: text in demo, else none
   */
  readonly accessLog?: 'none' | 'text' | 'json' | undefined;

  /**
   * What becomes of calls to hosts that the mesh does not know (`outboundTrafficPolicy.mode`).
   *
   * @default "ALLOW_ANY"
   */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY' | undefined;

  /**
   * Whether callers use mTLS wherever the other side can (`enableAutoMtls`).
   *
   * @default true
   */
  readonly autoMtls?: boolean | undefined;

  /**
   * Whether containers wait until their sidecar is ready (`defaultConfig.holdApplicationUntilProxyStarts`).
   *
   * @default false
   */
  readonly holdApplicationUntilProxyStarts?: boolean | undefined;

  /**
   * Share of requests that are traced, in percent (`values.pilot.traceSampling`).
   *
   * @default - as the profile says: 100 in demo, else 1
   */
  readonly traceSampling?: number | undefined;

  /**
   * Attempts of the retries that routes have which state none (`defaultHttpRetryPolicy.attempts`); 0 switches them off.
   *
   * @default - Istio's own: 2, when connecting failed
   */
  readonly defaultRetryAttempts?: number | undefined;

  /**
   * Systems that logs, traces and decisions go to (`extensionProviders`), as Istio writes them.
   *
   * @default - as the profile says
   */
  readonly extensionProviders?: readonly Readonly<Record<string, unknown>>[] | undefined;

  /**
   * Any other field of Istio's MeshConfig; it counts before the props above.
   *
   * @default - none
   */
  readonly raw?: Readonly<Record<string, unknown>> | undefined;
}

const object: Check = (each, at) => {
  if (each === undefined) return [];
  if (typeof each !== 'object' || each === null || Array.isArray(each))
    return [`${at} must be an object, got ${given(each)}`];
  return knownThroughout(each, at);
};

/** Also what is deep inside: a file is written before deployment. */
const knownThroughout: Check = known((each, at) =>
  typeof each === 'object' && each !== null
    ? Object.entries(each).flatMap(([key, inner]) => knownThroughout(inner, `${at}.${key}`))
    : [],
);

/** Checks a {@link MeshConfig}: it is written to files, which cannot wait. */
export const meshConfigCheck: Check = known(
  shape<MeshConfig>({
    accessLog: known(oneOf('none', 'text', 'json')),
    outboundTrafficPolicy: known(oneOf('ALLOW_ANY', 'REGISTRY_ONLY')),
    autoMtls: known(flag),
    holdApplicationUntilProxyStarts: known(flag),
    traceSampling: known(value(checkPercentage)),
    defaultRetryAttempts: known(wholeNumber(0, 100)),
    extensionProviders: known(listOf(known(object))),
    raw: known(object),
  } satisfies PropChecks<MeshConfig>),
);

/** `meshConfig`, of the IstioOperator file and of istiod's Helm values alike. */
export function printMeshConfig(
  config: MeshConfig,
  trustDomain: string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { accessLog, holdApplicationUntilProxyStarts, defaultRetryAttempts } = config;
  return present({
    accessLogFile: accessLog === undefined ? undefined : accessLog === 'none' ? '' : '/dev/stdout',
    accessLogEncoding: accessLog === undefined || accessLog === 'none' ? undefined : accessLog.toUpperCase(),
    outboundTrafficPolicy: config.outboundTrafficPolicy && { mode: config.outboundTrafficPolicy },
    enableAutoMtls: config.autoMtls,
    trustDomain,
    defaultConfig: holdApplicationUntilProxyStarts === undefined ? undefined : { holdApplicationUntilProxyStarts },
    defaultHttpRetryPolicy: defaultRetryAttempts === undefined ? undefined : { attempts: defaultRetryAttempts },
    extensionProviders: config.extensionProviders,
    ...config.raw,
  });
}

/** Whether proxies use mTLS by themselves, where the mesh config says. */
export function usesAutoMtls(config: MeshConfig | undefined): boolean | undefined {
  const raw = config?.raw?.enableAutoMtls;
  return typeof raw === 'boolean' ? raw : config?.autoMtls;
}
