/** The little of an API client that the tests need. */
import { Agent, request } from 'node:https';

/** How to reach a server. */
export interface Connection {
  readonly port: number;
  readonly token: string;

  /** Its own authority, as PEM. */
  readonly certificate: string;
}

/** An answer of the server. */
export interface Answer {
  readonly code: number;

  /** The JSON body; undefined where it is none. */
  readonly body: unknown;
}

/** What the server made of an object. */
export interface Verdict {
  readonly isAccepted: boolean;
  readonly code: number;

  /** Field paths that it names, sorted, without repetition. */
  readonly fields: readonly string[];
  readonly message: string;
}

/** A plain object as it is sent. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
  readonly kind: string;
}

const JSON_TYPE = 'application/json';
const APPLY_TYPE = 'application/apply-patch+yaml';
const PATCH_TYPE = 'application/json-patch+json';
const CONNECTIONS = 4;

/** Talks to one server. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  public constructor(private readonly connection: Connection) {
    // The certificate names the host, which is reached by address.
    this.agent = new Agent({
      ca: connection.certificate,
      keepAlive: true,
      maxSockets: CONNECTIONS,
      checkServerIdentity: () => undefined,
    });
  }

  public close(): void {
    this.agent.destroy();
  }

  /** Whether it answers that it is ready. */
  public async isReady(): Promise<boolean> {
    try {
      return (await this.send('GET', '/readyz')).code === 200;
    } catch {
      return false;
    }
  }

  public send(method: string, path: string, body?: string, type = JSON_TYPE): Promise<Answer> {
    const { port, token } = this.connection;
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        accept: JSON_TYPE,
        ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request({ host: '127.0.0.1', port, method, path, agent: this.agent, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          resolve({ code: answer.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Strict server-side dry run of a creation: what the server says, and nothing changes. */
  public async judge(object: unknown, namespace: string): Promise<Verdict> {
    const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
    const path = await this.collection(apiVersion, kind, namespace);
    return verdict(await this.send('POST', `${path}?dryRun=All&fieldValidation=Strict`, JSON.stringify(object)));
  }

  /** Strict server-side apply. @throws Error with what the server said where it refuses. */
  public async apply(object: KubernetesObject): Promise<unknown> {
    const { apiVersion, kind, metadata } = object;
    const path = await this.collection(apiVersion, kind, metadata.namespace);
    const query = 'fieldManager=istio-constructs-e2e&fieldValidation=Strict';
    const answer = await this.send('PATCH', `${path}/${metadata.name}?${query}`, JSON.stringify(object), APPLY_TYPE);
    if (answer.code >= 300) {
      throw new Error(`${kind} ${metadata.namespace ?? ''}/${metadata.name}: ${answer.code} ${messageOf(answer)}`);
    }
    return answer.body;
  }

  /** The live object; undefined where it or its kind is not there. */
  public async get<T>(object: KubernetesObject): Promise<T | undefined> {
    const path = await this.pathOf(object);
    const answer = path === undefined ? undefined : await this.send('GET', path);
    if (answer === undefined || answer.code === 404) return undefined;
    if (answer.code >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${messageOf(answer)}`);
    return answer.body as T;
  }

  /** Sets a field as someone else does who does not ask: `field` is a JSON pointer. */
  public async edit(object: KubernetesObject, field: string, value: unknown, by: string): Promise<void> {
    const path = `${(await this.pathOf(object)) ?? ''}?fieldManager=${by}`;
    const patch = JSON.stringify([{ op: 'replace', path: field, value }]);
    const answer = await this.send('PATCH', path, patch, PATCH_TYPE);
    if (answer.code >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${messageOf(answer)}`);
  }

  /** Applies CRDs and waits until their kinds are served. */
  public async establish(crds: readonly KubernetesObject[]): Promise<void> {
    for (const crd of crds) await this.apply(crd);
    for (const crd of crds) await this.whenEstablished(crd.metadata.name);
    this.resources.clear();
  }

  private async whenEstablished(name: string): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const { body } = await this.send('GET', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`);
      const { spec, status } = body as {
        readonly spec: {
          group: string;
          names: { plural: string };
          versions: readonly { name: string; served: boolean }[];
        };
        readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
      };
      const conditions = status?.conditions ?? [];
      const refused = conditions.find((each) => each.type === 'NamesAccepted' && each.status === 'False');
      if (refused) throw new Error(`${name} is not accepted: ${JSON.stringify(refused)}`);
      const isEstablished = conditions.some((each) => each.type === 'Established' && each.status === 'True');
      const paths = spec.versions
        .filter((each) => each.served)
        .map((each) => `/apis/${spec.group}/${each.name}/${spec.names.plural}?limit=1`);
      if (isEstablished && (await this.answerAll(paths))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${name} is not served within 30 s`);
  }

  private async answerAll(paths: readonly string[]): Promise<boolean> {
    for (const path of paths) if ((await this.send('GET', path)).code !== 200) return false;
    return true;
  }

  /** The path of an object, there or not; undefined while its kind is not served. */
  public async pathOf({ apiVersion, kind, metadata }: KubernetesObject): Promise<string | undefined> {
    const found = await this.resource(apiVersion, kind);
    return found && `${pathIn(apiVersion, found, metadata.namespace)}/${metadata.name}`;
  }

  private async collection(apiVersion: string, kind: string, namespace: string | undefined): Promise<string> {
    const found = await this.resource(apiVersion, kind);
    if (!found) throw new Error(`the server has no ${apiVersion} ${kind}`);
    return pathIn(apiVersion, found, namespace);
  }

  /** What is not known yet is asked for anew: kinds come with their CRDs. */
  private async resource(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const base = basePath(apiVersion);
    const isIt = (each: Resource): boolean => each.kind === kind && !each.name.includes('/');
    const known = (await this.resources.get(base))?.find(isIt);
    if (known) return known;
    const asked = this.list(base);
    this.resources.set(base, asked);
    return (await asked).find(isIt);
  }

  private async list(base: string): Promise<readonly Resource[]> {
    const { code, body } = await this.send('GET', base);
    return code === 200 ? (body as { readonly resources: readonly Resource[] }).resources : [];
  }
}

function basePath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function pathIn(apiVersion: string, { namespaced, name }: Resource, namespace: string | undefined): string {
  const base = basePath(apiVersion);
  return namespaced ? `${base}/namespaces/${namespace ?? 'default'}/${name}` : `${base}/${name}`;
}

function verdict(answer: Answer): Verdict {
  const { details } = answer.body as {
    readonly details?: { readonly causes?: readonly { readonly field?: string }[] };
  };
  const fields = new Set((details?.causes ?? []).flatMap(({ field }) => (field === undefined ? [] : [field])));
  return {
    isAccepted: answer.code < 300,
    code: answer.code,
    fields: [...fields].sort(),
    message: answer.code < 300 ? '' : messageOf(answer),
  };
}

/** What the server says of a refusal. */
export function messageOf({ body }: Answer): string {
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
