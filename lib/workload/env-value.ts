import { Lazy } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type EnvFromSource, type EnvVarSource } from '../../imports/kubernetes/shared';
import { type BoundPort, isBoundPort } from '../tree/handles';
import { serviceHost } from '../tree/host';
import {
  type Check,
  flag,
  kind,
  known,
  listOf,
  mapOf,
  type PropChecks,
  required,
  shape,
  text,
  value,
} from '../tree/props';
import { checkDnsSubdomain } from '../values/dns-label';
import { given, givenType } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { judged } from '../tree/judged';

/** Fields of a pod that a container can be told (`valueFrom.fieldRef`). Source: the Kubernetes documentation of the downward API. */
const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Resources of a container that it can be told (`valueFrom.resourceFieldRef`). */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`limits.${name}`, `requests.${name}`]);

/** What {@link EnvValue.secret} and {@link EnvValue.configMap} may be told beside the key. */
export interface EnvKeyOptions {
  /** Whether the container starts, without the variable, where the key is not there (`optional`). @default false */
  readonly optional?: boolean | undefined;
}

/** What {@link EnvSource.secret} and {@link EnvSource.configMap} may be told beside the name. */
export interface EnvSourceOptions {
  /** What each variable's name begins with, before the key (`prefix`). @default - nothing */
  readonly prefix?: string | undefined;

  /** Whether the container starts, without the variables, where there is no such object (`optional`). @default false */
  readonly optional?: boolean | undefined;
}

const KEY_OPTIONS: PropChecks<EnvKeyOptions> = { optional: flag };
const SOURCE_OPTIONS: PropChecks<EnvSourceOptions> = { prefix: text, optional: flag };

/**
 * The value of an environment variable that is more than a text.
 *
 * @example
 * const env = {
 *   REVIEWS_URL: EnvValue.url(reviews.port('http')),
 *   PASSWORD: EnvValue.secret('database', 'password'),
 *   POD_NAME: EnvValue.field('metadata.name'),
 * };
 */
export class EnvValue {
  /** What a Secret of the app's namespace has under `key` (`valueFrom.secretKeyRef`). */
  public static secret(name: string, key: string, options: EnvKeyOptions = {}): EnvValue {
    return EnvValue.from({ secretKeyRef: { name, key, ...options } }, keyProblems(name, key, options));
  }

  /** What a ConfigMap of the app's namespace has under `key` (`valueFrom.configMapKeyRef`). */
  public static configMap(name: string, key: string, options: EnvKeyOptions = {}): EnvValue {
    return EnvValue.from({ configMapKeyRef: { name, key, ...options } }, keyProblems(name, key, options));
  }

  /** A field of the pod, such as `metadata.name` or `metadata.labels['app']` (`valueFrom.fieldRef`). */
  public static field(path: string): EnvValue {
    return EnvValue.from({ fieldRef: { fieldPath: path } }, required(value(checkField))(path, 'field'));
  }

  /** What the container is promised or may use, such as `limits.memory` in bytes (`valueFrom.resourceFieldRef`). */
  public static resource(resource: string): EnvValue {
    const listed = value((each) =>
      RESOURCES.includes(each as string) ? undefined : `must be one of ${RESOURCES.join(', ')}, got ${given(each)}`,
    );
    return EnvValue.from({ resourceFieldRef: { resource } }, required(known(listed))(resource, 'resource'));
  }

  /**
   * Where another app is reached, such as `http://reviews.shop.svc.cluster.local:8080`; of a port that speaks no HTTP `host:port`. It also
   * declares that this app calls that port.
   */
  public static url(port: BoundPort): EnvValue {
    const problems = required(kind("a port, such as app.port('http')", isBoundPort))(port, 'url');
    return new EnvValue((app) => ({ value: Lazy.any({ produce: () => url(app, port) }) }), problems, port);
  }

  private static from(valueFrom: EnvVarSource, problems: readonly string[]): EnvValue {
    return new EnvValue(() => ({ valueFrom }), problems);
  }

  private constructor(
    private readonly source: (app: IConstruct) => Readonly<Record<string, unknown>>,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    /** The port that is called. @internal */
    public readonly called?: BoundPort,
  ) {}

  /** The variable of a container of `app`. @internal */
  public print(app: IConstruct, name: string): unknown {
    return { name, ...this.source(app) };
  }
}

/** Variables from all the keys of a Secret or ConfigMap of the app's namespace. */
export class EnvSource {
  /** All keys of a Secret, each after `prefix` (`envFrom[].secretRef`). */
  public static secret(name: string, options: EnvSourceOptions = {}): EnvSource {
    const { prefix, optional } = options;
    return new EnvSource({ prefix, secretRef: { name, optional } }, name, options);
  }

  /** All keys of a ConfigMap, each after `prefix` (`envFrom[].configMapRef`). */
  public static configMap(name: string, options: EnvSourceOptions = {}): EnvSource {
    const { prefix, optional } = options;
    return new EnvSource({ prefix, configMapRef: { name, optional } }, name, options);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** The entry of `envFrom`. @internal */
    public readonly source: EnvFromSource,
    name: string,
    options: EnvSourceOptions,
  ) {
    this.problems = [
      ...required(value(checkDnsSubdomain))(name, 'name'),
      ...known(shape(SOURCE_OPTIONS))(options, 'options'),
    ];
  }
}

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | EnvValue>>;

const variables = mapOf(
  variableName,
  required((each, at) =>
    each instanceof EnvValue ? each.problems.map((wrong) => `${at}: ${wrong}`) : textCheck(each, at),
  ),
);

/** Checks environment variables. Values may be secret, so that messages never show one, whatever it was given as. */
export const envCheck: Check = known((env, at) =>
  env === undefined || (typeof env === 'object' && env !== null)
    ? variables(env, at)
    : [`${at} must be an object, got ${givenType(env)}`],
);

/** Checks `envFrom`. */
export const envFromCheck: Check = known(
  listOf(
    judged(
      "an EnvSource, such as EnvSource.secret('name') that is known at synthesis",
      (each) => each instanceof EnvSource,
    ),
    { min: 1 },
  ),
);

/** `env` of a container of `app`; undefined if there is none. */
export function printEnv(app: IConstruct, env: Env): readonly unknown[] | undefined {
  const entries = Object.entries(env);
  if (entries.length === 0) return undefined;
  return entries.map(([name, each]) => (each instanceof EnvValue ? each.print(app, name) : { name, value: each }));
}

/** The ports that these variables lead to, each once. */
export function calledPorts(envs: readonly Env[]): readonly BoundPort[] {
  const ports = envs.flatMap((env) =>
    Object.values(env).map((each) => (each instanceof EnvValue ? each.called : undefined)),
  );
  return [...new Set(ports)].filter((port) => port !== undefined);
}

function textCheck(each: unknown, at: string): string[] {
  return isUnresolved(each) || typeof each === 'string'
    ? []
    : [`${at} must be a text or an EnvValue, got ${givenType(each)}`];
}

function url(app: IConstruct, port: BoundPort): string {
  return derive([serviceHost(app, port.workload), port.number], (host, number) => `${scheme(port)}${host}:${number}`);
}

function scheme({ protocol }: BoundPort): string {
  if (protocol === 'http' || protocol === 'http2') return 'http://';
  return protocol === 'https' ? 'https://' : '';
}

function keyProblems(name: unknown, key: unknown, options: EnvKeyOptions): string[] {
  return [
    ...required(value(checkDnsSubdomain))(name, 'name'),
    ...required(text)(key, 'key'),
    ...known(shape(KEY_OPTIONS))(options, 'options'),
  ];
}

function checkField(path: unknown): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['[^']+'\]$/;
  if (FIELDS.includes(path as string) || keyed.test(String(path))) return undefined;
  return `must be one of ${FIELDS.join(', ')}, metadata.labels['key'] or metadata.annotations['key'], got ${given(path)}`;
}

function variableName(name: unknown): string | undefined {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(String(name))
    ? undefined
    : `must be a name of an environment variable, got ${given(name)}`;
}
