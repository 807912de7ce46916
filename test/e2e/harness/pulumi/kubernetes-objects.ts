/**
 * What the Kubernetes provider does with objects, as far as the tests need it: on a server without controllers nothing becomes
 * ready, so nothing is waited for but deletion.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Answer, type ApiClient, type KubernetesObject, messageOf } from '../api-client';
import { liveInputs } from './live-inputs';

/** The properties of a resource: a manifest. */
export interface Manifest extends KubernetesObject {
  readonly metadata: KubernetesObject['metadata'] & { readonly annotations?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** What differs between two manifests. */
export interface Difference {
  /** Fields that differ, top level. */
  readonly fields: readonly string[];

  /** Fields that cannot change: the object is deleted, then made anew. */
  readonly replaces: readonly string[];
}

interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly subresource?: string;
}

const MANAGER = 'pulumi-kubernetes-e2e';
const APPLY_TYPE = 'application/apply-patch+yaml';
const PATCH_TYPE = 'application/json-patch+json';
const RETRIES = 20;
const RETRY_AFTER = 250;
const POLLS = 400;
const POLL_AFTER = 25;

/** Pulumi's sentinels for values that are unknown in a preview (`Unknown*Value` of its `plugin` package). */
const UNKNOWN = new Set([
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** Creates, reads, updates and deletes objects of one server. */
export class KubernetesObjects {
  /** How often a creation was tried again, because its namespace or kind was not there yet: zero where the order is right. */
  public retries = 0;

  public constructor(private readonly client: ApiClient) {}

  /** Why a manifest cannot be a resource of this type; undefined where it can. */
  public complaint(type: string, { apiVersion, kind, metadata }: Partial<Manifest>): string | undefined {
    if (apiVersion === undefined || kind === undefined || metadata === undefined) {
      return 'apiVersion, kind and metadata are needed';
    }
    const expected = `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
    if (type !== expected) return `a resource of type ${type} is no ${expected}`;
    // The real provider makes names up; everything of ours has one.
    return (metadata as { name?: string }).name === undefined ? 'metadata.name is needed' : undefined;
  }

  public difference(old: Manifest, next: Manifest): Difference {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    const identity: readonly (readonly [string, (manifest: Manifest) => unknown])[] = [
      ['kind', ({ kind }) => kind],
      ['metadata.name', ({ metadata }) => metadata.name],
      ['metadata.namespace', ({ metadata }) => metadata.namespace ?? 'default'],
    ];
    return {
      fields: keys.filter((key) => !isDeepStrictEqual(old[key], next[key])).sort(),
      replaces: identity.filter(([, of]) => of(old) !== of(next)).map(([field]) => field),
    };
  }

  /** @throws Error saying that it already exists, or what else the server said. */
  public async create(manifest: Manifest): Promise<Manifest> {
    for (let attempt = 0; ; attempt++) {
      const path = await this.client.pathOf(manifest);
      const answer = path === undefined ? undefined : await this.post(path, manifest);
      if (answer && answer.code < 300) return withoutManagers(answer.body);
      if (answer && answer.code !== 404) throw refusal(answer);
      if (attempt === RETRIES) throw answer ? refusal(answer) : noKind(manifest);
      this.retries++;
      await sleep(RETRY_AFTER);
    }
  }

  /** What creating or updating would give. What cannot be known before its namespace, its kind or a value is there, is as declared. */
  public async preview(manifest: Manifest): Promise<Manifest> {
    const path = hasUnknowns(manifest) ? undefined : await this.client.pathOf(manifest);
    if (path === undefined) return manifest;
    // Forced: a preview reports no conflict.
    const answer = await this.apply(path, manifest, 'dryRun=All&force=true');
    if (answer.code === 404) return manifest;
    if (answer.code >= 300) throw refusal(answer);
    return withoutManagers(answer.body);
  }

  /** @throws Error naming the field and its manager where another one owns it, unless `pulumi.com/patchForce` says to take it. */
  public async update(manifest: Manifest): Promise<Manifest> {
    const path = await this.existingPath(manifest);
    await this.takeOver(path);
    const isForced = manifest.metadata.annotations?.['pulumi.com/patchForce'] === 'true';
    const answer = await this.apply(path, manifest, `force=${String(isForced)}`);
    if (answer.code >= 300) throw refusal(answer);
    return withoutManagers(answer.body);
  }

  /** The live object, and what is live of what was declared; undefined where it is gone. */
  public async read(declared: Manifest): Promise<{ readonly live: Manifest; readonly inputs: Manifest } | undefined> {
    const body = await this.client.get(declared);
    if (body === undefined) return undefined;
    const live = withoutManagers(body);
    return { live, inputs: liveInputs(live, declared) as Manifest };
  }

  /** Deletes in the background and waits until the object is gone. */
  public async delete(manifest: KubernetesObject): Promise<void> {
    const path = await this.client.pathOf(manifest);
    if (path === undefined) return;
    const answer = await this.client.send('DELETE', `${path}?propagationPolicy=Background`);
    if (answer.code === 404) return;
    if (answer.code >= 300) throw refusal(answer);
    if (manifest.kind === 'Namespace' && manifest.apiVersion === 'v1') await this.finalize(path);
    for (let poll = 0; poll < POLLS; poll++) {
      if ((await this.client.send('GET', path)).code === 404) return;
      await sleep(POLL_AFTER);
    }
    throw new Error(`${manifest.kind} ${manifest.metadata.name} is not gone after ${(POLLS * POLL_AFTER) / 1000} s`);
  }

  private post(path: string, manifest: Manifest): Promise<Answer> {
    const collection = path.slice(0, path.lastIndexOf('/'));
    return this.client.send('POST', `${collection}?${parameters()}`, JSON.stringify(manifest));
  }

  private apply(path: string, manifest: Manifest, query: string): Promise<Answer> {
    return this.client.send('PATCH', `${path}?${parameters()}&${query}`, JSON.stringify(manifest), APPLY_TYPE);
  }

  /** Else an update would conflict with the creation: what was posted is owned by an operation of another kind. */
  private async takeOver(path: string): Promise<void> {
    const { body } = await this.client.send('GET', path);
    const { managedFields, resourceVersion } = (body as { readonly metadata: Record<string, unknown> }).metadata;
    const isPosted = ({ manager, operation, subresource }: ManagedFields): boolean =>
      manager === MANAGER && operation === 'Update' && subresource === undefined;
    const entries = (managedFields ?? []) as readonly ManagedFields[];
    if (!entries.some(isPosted)) return;
    const value = entries.map((entry) => (isPosted(entry) ? { ...entry, operation: 'Apply' } : entry));
    const patch = [
      { op: 'replace', path: '/metadata/managedFields', value },
      { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    ];
    const answer = await this.client.send('PATCH', path, JSON.stringify(patch), PATCH_TYPE);
    if (answer.code >= 300) throw refusal(answer);
  }

  private async existingPath(manifest: Manifest): Promise<string> {
    const path = await this.client.pathOf(manifest);
    if (path === undefined) throw noKind(manifest);
    const answer = await this.client.send('GET', path);
    if (answer.code >= 300) throw refusal(answer);
    return path;
  }

  /** What the controller of namespaces would do once a namespace is empty. */
  private async finalize(path: string): Promise<void> {
    const { code, body } = await this.client.send('GET', path);
    if (code === 404) return;
    const namespace = { ...(body as object), spec: { finalizers: [] } };
    await this.client.send('PUT', `${path}/finalize`, JSON.stringify(namespace));
  }
}

function parameters(): string {
  return `fieldManager=${MANAGER}&fieldValidation=Strict`;
}

function withoutManagers(body: unknown): Manifest {
  const { metadata, ...rest } = body as Manifest;
  return { ...rest, metadata: { ...metadata, managedFields: undefined } } as Manifest;
}

function hasUnknowns(value: unknown): boolean {
  if (typeof value === 'string') return UNKNOWN.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknowns);
}

function noKind({ apiVersion, kind }: Manifest): Error {
  return new Error(`no matches for kind "${kind}" in version "${apiVersion}"`);
}

function refusal(answer: Answer): Error {
  return new Error(messageOf(answer));
}
