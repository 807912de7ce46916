/** Merges what a user says about a pod into what an app made, by Kubernetes' merge keys: by name, never by index. */
import { type PodSpec } from '../../imports/kubernetes/shared';
import { anything, type Check, known, type PropChecks, shape } from '../tree/props';
import { givenType } from '../values/given';
import { isUnresolved } from '../values/unresolved';

/** Parts of a pod's spec, as Kubernetes has them; the account is a prop of the app, for others know the app by it. */
export type PodOverrides = Partial<Omit<PodSpec, 'serviceAccount' | 'serviceAccountName'>>;

/** What tells the elements of a list apart. Lists that are not here are replaced. Source: `patchMergeKey` in the Kubernetes API. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  resourceClaims: 'name',
  schedulingGates: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
};

/** Lists whose elements are one choice of several, so that two of them together would be invalid: the later one counts alone. */
const REPLACED_ELEMENTS = ['env', 'volumes'];

/** Fields of which an object may have one. */
const ACTIONS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

type Fields = Readonly<Record<string, unknown>>;

const FIELDS: PropChecks<PodOverrides> = {
  activeDeadlineSeconds: anything,
  affinity: anything,
  automountServiceAccountToken: anything,
  containers: anything,
  dnsConfig: anything,
  dnsPolicy: anything,
  enableServiceLinks: anything,
  ephemeralContainers: anything,
  hostAliases: anything,
  hostIPC: anything,
  hostNetwork: anything,
  hostPID: anything,
  hostUsers: anything,
  hostname: anything,
  hostnameOverride: anything,
  imagePullSecrets: anything,
  initContainers: anything,
  nodeName: anything,
  nodeSelector: anything,
  os: anything,
  overhead: anything,
  preemptionPolicy: anything,
  priority: anything,
  priorityClassName: anything,
  readinessGates: anything,
  resourceClaims: anything,
  resources: anything,
  restartPolicy: anything,
  runtimeClassName: anything,
  schedulerName: anything,
  schedulingGates: anything,
  schedulingGroup: anything,
  securityContext: anything,
  setHostnameAsFQDN: anything,
  shareProcessNamespace: anything,
  subdomain: anything,
  terminationGracePeriodSeconds: anything,
  tolerations: anything,
  topologySpreadConstraints: anything,
  volumes: anything,
};

/** Checks {@link PodOverrides}: the names of fields, and that the elements of merged lists can be told apart. */
export const podOverridesCheck: Check = known((overrides, at) => [
  ...shape(FIELDS)(overrides, at),
  ...keyless(overrides, at),
]);

/** `base` with `overrides` merged in. What is undefined in the overrides is left as it is. */
export function mergePodSpec(base: Fields, overrides: PodOverrides): Fields {
  return mergeFields(base, overrides as Fields);
}

function mergeFields(base: Fields, over: Fields): Fields {
  const action = ACTIONS.some((name) => over[name] !== undefined);
  const kept = Object.entries(base).filter(([name]) => !(action && ACTIONS.includes(name) && over[name] === undefined));
  const said = Object.entries(over).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(kept),
    ...Object.fromEntries(said.map(([name, value]) => [name, merge(name, base[name], value)])),
  };
}

function merge(name: string, base: unknown, over: unknown): unknown {
  const key = MERGE_KEYS[name];
  if (key !== undefined && isListOfFields(base) && isListOfFields(over)) return mergeLists(name, key, base, over);
  return isFields(base) && isFields(over) ? mergeFields(base, over) : over;
}

function mergeLists(name: string, key: string, base: readonly Fields[], over: readonly Fields[]): readonly Fields[] {
  const mergeElements = REPLACED_ELEMENTS.includes(name) ? (_: Fields, later: Fields) => later : mergeFields;
  return over.reduce<readonly Fields[]>((list, each) => {
    const index = list.findIndex((other) => other[key] === each[key]);
    return list[index] === undefined ? [...list, each] : list.with(index, mergeElements(list[index], each));
  }, base);
}

/** One line for each list that cannot be merged because it, an element or what tells the element apart is not known. */
function keyless(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => keyless(each, `${at}[${index}]`));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const key = MERGE_KEYS[name];
    const place = `${at}.${name}`;
    if (key === undefined || (!Array.isArray(each) && !isUnresolved(each))) return keyless(each, place);
    const wrong = known((list) =>
      (list as readonly unknown[]).flatMap((element, index) => {
        const told: unknown = isFields(element) ? element[key] : element;
        const has = isFields(element) && told !== undefined;
        // Variables are in such lists too, which may be secret.
        return known(() => (has ? [] : [`${place}[${index}].${key} must be given, got ${givenType(told)}`]))(
          told,
          `${place}[${index}].${key}`,
        );
      }),
    )(each, place);
    return [...wrong, ...keyless(each, place)];
  });
}

function isListOfFields(value: unknown): value is readonly Fields[] {
  return Array.isArray(value) && value.every(isFields);
}

/** A plain object, also one without a prototype; not one of a class, which renders itself. */
function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
