import { Lazy } from 'cdk8s';
import { type AppReference, type CallerReference } from '../model/intents';
import { type BoundPort, isBoundPort } from '../tree/handles';
import { serviceHost } from '../tree/host';
import { anyText, type Check, known, mapOf, required } from '../tree/props';
import { declareIntent } from '../tree/report';
import { checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type Construct } from 'constructs';

/** Schemes of URLs to ports that have one. */
const SCHEMES: Readonly<Record<string, string>> = { http: 'http', http2: 'http', https: 'https' };

/** What an app of the mesh is when it calls another. */
export interface CallingApp extends Construct {
  /** @internal */
  readonly caller: CallerReference;
}

/**
 * The value of an environment variable that is no plain text.
 *
 * @example
 * new MeshApp(this, 'checkout', {
 *   namespace: shop,
 *   image: 'registry.example.com/checkout:1',
 *   ports: [MeshPort.http(8080)],
 *   resources: { requests: { cpu: '100m', memory: Size.mebibytes(64) } },
 *   probes: { readiness: Probe.http('/ready') },
 *   env: {
 *     LOG_LEVEL: 'info',
 *     REVIEWS_URL: EnvValue.url(reviews.port('http')),
 *     API_KEY: EnvValue.secret('checkout', 'api-key'),
 *     POD_IP: EnvValue.field('status.podIP'),
 *   },
 * });
 */
export class EnvValue {
  /**
   * Where a port of another app is: `http://reviews.shop.svc.cluster.local:8080`, or host and port where the protocol has no URL.
   *
   * It also declares that the app calls that port. It admits nobody: where the other app is closed, its `allowFrom` has to.
   */
  public static url(port: BoundPort): EnvValue {
    const wrong = isBoundPort(port) ? [] : [`url must be given a port, such as app.port('http'), got ${given(port)}`];
    return new EnvValue(
      wrong,
      (app) => ({ value: Lazy.any({ produce: () => urlOf(app, port) }) }),
      wrong.length > 0 ? undefined : port,
    );
  }

  /** A key of a Secret in the app's namespace (`valueFrom.secretKeyRef`). */
  public static secret(name: string, key: string): EnvValue {
    return new EnvValue(keyProblems('secret', name, key), () => ({ valueFrom: { secretKeyRef: { name, key } } }));
  }

  /** A key of a ConfigMap in the app's namespace (`valueFrom.configMapKeyRef`). */
  public static configMap(name: string, key: string): EnvValue {
    return new EnvValue(keyProblems('configMap', name, key), () => ({ valueFrom: { configMapKeyRef: { name, key } } }));
  }

  /** A field of the pod, such as `status.podIP` or `metadata.labels['version']` (`valueFrom.fieldRef`). */
  public static field(path: string): EnvValue {
    return new EnvValue(textProblems('field', path), () => ({ valueFrom: { fieldRef: { fieldPath: path } } }));
  }

  /** A request or limit of the container, such as `limits.memory` (`valueFrom.resourceFieldRef`). */
  public static resource(name: string): EnvValue {
    const wrong =
      isUnresolved(name) || /^(limits|requests)\.[a-z.-]+$/.test(String(name))
        ? []
        : [`resource must be such as limits.memory or requests.cpu, got ${given(name)}`];
    return new EnvValue(wrong, () => ({ valueFrom: { resourceFieldRef: { resource: name } } }));
  }

  private constructor(
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    /** The entry of `env` but its name. @internal */
    public readonly print: (app: Construct) => Readonly<Record<string, unknown>>,
    /** The port that is called. @internal */
    public readonly called?: BoundPort,
  ) {}
}

/** Environment variables: texts, and values from elsewhere. */
export type Environment = Readonly<Record<string, string | EnvValue>>;

/** Checks an {@link Environment}. */
export const envCheck: Check = known(mapOf(variableName, required(entry)));

/** `env` of a container; undefined if there is none. */
export function printEnvironment(app: Construct, env: Environment): readonly unknown[] | undefined {
  const entries = Object.entries(env);
  if (entries.length === 0) return undefined;
  return entries.map(([name, value]) => ({ name, ...(value instanceof EnvValue ? value.print(app) : { value }) }));
}

/** Declares the calls of which the environment tells. */
export function declareCalls(app: CallingApp, environments: readonly (Environment | undefined)[]): void {
  const ports = environments.flatMap((env) =>
    Object.values(env ?? {}).flatMap((value) => (value instanceof EnvValue && value.called ? [value.called] : [])),
  );
  for (const { workload, targetPort } of new Set(ports)) {
    const called: AppReference = { namespace: workload.namespace.namespaceName, name: workload.serviceName };
    declareIntent(app, { kind: 'call', caller: app.caller, app: called, targetPorts: [targetPort] });
  }
}

function entry(value: unknown, at: string): readonly string[] {
  if (value instanceof EnvValue) return value.problems.map((problem) => `${at}: ${problem}`);
  return anyText(value, at);
}

function urlOf(app: Construct, { workload, number, protocol }: BoundPort): string {
  const scheme = SCHEMES[protocol];
  return derive([serviceHost(app, workload)], (host) =>
    scheme === undefined ? `${host}:${number}` : `${scheme}://${host}:${number}`,
  );
}

function keyProblems(noun: string, name: unknown, key: unknown): string[] {
  const wrong = checkDnsSubdomain(name);
  const bad = !isUnresolved(key) && !/^[-._a-zA-Z0-9]+$/.test(String(key));
  return [
    ...(wrong === undefined ? [] : [`${noun} name ${wrong}`]),
    ...(bad ? [`${noun} key must consist of letters, digits, -, _ and ., got ${given(key)}`] : []),
  ];
}

function textProblems(noun: string, value: unknown): string[] {
  const fine = isUnresolved(value) || (typeof value === 'string' && value !== '');
  return fine ? [] : [`${noun} must be a text that is not empty, got ${given(value)}`];
}

function variableName(name: unknown): string | undefined {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(String(name))
    ? undefined
    : `must be a name of an environment variable, got ${given(name)}`;
}
