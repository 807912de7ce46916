/** What a workload that is made elsewhere says about itself, and how it is told more. */
import { ApiObject, JsonPatch } from 'cdk8s';
import { type Construct } from 'constructs';
import { type IMeshNamespace } from '../tree/handles';
import { isUnresolved } from '../values/unresolved';

/** Labels by which Istio tells apps and versions apart, the first before the second. */
export const APP_LABELS = ['app', 'app.kubernetes.io/name'];
const VERSION_LABELS = ['version', 'app.kubernetes.io/version'];

/** Workloads whose pods end by themselves. */
const ENDING = ['Job', 'CronJob'];

type Fields = Readonly<Record<string, unknown>>;

/** What a workload says about itself. */
export interface AdoptedWorkload {
  readonly object: ApiObject;
  readonly namespace: IMeshNamespace | undefined;
  readonly labels: Fields;
  readonly annotations: Fields;
  readonly selector: Readonly<Record<string, string>> | undefined;

  /** The key of the label that says the version. */
  readonly versionLabel: string | undefined;
  readonly version: string | undefined;
  readonly serviceAccount: string | undefined;
  readonly replicas: number | undefined;

  /** Seconds that its pods may take to stop. */
  readonly gracePeriod: number | undefined;

  /** Whether its pods end by themselves. */
  readonly ends: boolean;
  readonly containers: readonly AdoptedContainer[];
}

/** A container, as far as others depend on it. */
export interface AdoptedContainer {
  readonly command?: readonly unknown[];
  readonly args?: readonly unknown[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Fields; readonly annotations?: Fields };
  readonly spec?: {
    readonly serviceAccountName?: string;
    readonly terminationGracePeriodSeconds?: number;
    readonly containers?: readonly AdoptedContainer[];
  };
}

interface WorkloadFields {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
  };
}

/** Its object: constructs of other libraries have it as default child. Undefined if there is none. */
export function objectOf(construct: Construct): ApiObject | undefined {
  try {
    return ApiObject.of(construct);
  } catch {
    return undefined;
  }
}

/** An object as it is written; where a value is only known after deployment, as it was given. */
export function fieldsOf(object: ApiObject): unknown {
  try {
    return object.toJson();
  } catch {
    return (object as unknown as { readonly props: unknown }).props;
  }
}

/** What `object` says; undefined if it has no pod template. */
export function readWorkload(object: ApiObject): AdoptedWorkload | undefined {
  const template = templateOf(object);
  if (template === undefined) return undefined;
  const { metadata = {}, spec: pod = {} } = template;
  const labels = metadata.labels ?? {};
  const [appLabel, versionLabel] = [APP_LABELS, VERSION_LABELS].map((keys) => keys.find((key) => isText(labels[key])));
  const { namespace } = object.metadata;
  return {
    object,
    namespace: namespace === undefined ? undefined : { namespaceName: namespace, dataPlane: undefined },
    labels,
    annotations: metadata.annotations ?? {},
    selector: appLabel === undefined ? undefined : { [appLabel]: labels[appLabel] as string },
    versionLabel,
    version: versionLabel === undefined ? undefined : (labels[versionLabel] as string),
    serviceAccount: pod.serviceAccountName,
    replicas: (fieldsOf(object) as WorkloadFields).spec?.replicas,
    gracePeriod: pod.terminationGracePeriodSeconds,
    ends: ENDING.includes(object.kind),
    containers: pod.containers ?? [],
  };
}

/**
 * Adds to the labels or annotations of its pods, by patches, so that the workload may be of any library. Labels that are there stay, for
 * selectors go by them.
 */
export function addToPods({ object }: AdoptedWorkload, part: 'labels' | 'annotations', more: Fields): void {
  const metadata = templateOf(object)?.metadata;
  const present = metadata?.[part];
  const fields = Object.entries(more).filter(([key]) => present?.[key] === undefined || part === 'annotations');
  if (fields.length === 0) return;
  const at = `/spec/${object.kind === 'CronJob' ? 'jobTemplate/spec/' : ''}template/metadata`;
  if (metadata === undefined) object.addJsonPatch(JsonPatch.add(at, {}));
  if (present === undefined) object.addJsonPatch(JsonPatch.add(`${at}/${part}`, {}));
  for (const [key, value] of fields) {
    const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1');
    object.addJsonPatch(JsonPatch.add(`${at}/${part}/${pointer}`, value));
  }
}

function templateOf(object: ApiObject): PodTemplate | undefined {
  const { spec } = fieldsOf(object) as WorkloadFields;
  return object.kind === 'CronJob' ? spec?.jobTemplate?.spec?.template : spec?.template;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !isUnresolved(value);
}
