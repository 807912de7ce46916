/**
 * A stand-in for the Kubernetes provider, which no package registry has: Pulumi's protocol for providers, in this process, in front
 * of a real API server. The engine attaches to it by `PULUMI_DEBUG_PROVIDERS=kubernetes:<port>`.
 *
 * Raw messages rather than `@pulumi/pulumi/provider`: its server announces no previews and gives `read` no inputs. Secrets are not
 * asked for: the engine unwraps them before and marks them again after.
 */
import * as grpc from '@grpc/grpc-js';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/provider_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { isDeepStrictEqual } from 'node:util';
import { type ApiClient } from '../api-client';
import { KubernetesObjects, type Manifest } from './kubernetes-objects';

/** One change of the cluster. */
export interface Change {
  readonly verb: 'create' | 'update' | 'delete';

  /** The kind, the namespace if any, and the name: `Service shop/reviews`. */
  readonly object: string;
}

/** A provider that runs. */
export interface ProviderStandIn {
  readonly port: number;

  /** What was changed, in order; Helm releases among it. */
  readonly changes: Change[];

  /** Inputs of the Helm releases that are installed, by name. They are recorded, nothing more. */
  readonly releases: ReadonlyMap<string, unknown>;

  /** How often a creation had to wait for its namespace or its kind. */
  retries(): number;
  stop(): void;
}

const RELEASE = 'kubernetes:helm.sh/v3:Release';

/** Starts a provider on a free port of this machine. */
export async function startProvider(client: ApiClient): Promise<ProviderStandIn> {
  const objects = new KubernetesObjects(client);
  const changes: Change[] = [];
  const releases = new Map<string, unknown>();
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(ResourceProviderService, service(objects, changes, releases));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    port,
    changes,
    releases,
    retries: () => objects.retries,
    stop: () => {
      server.forceShutdown();
    },
  };
}

function service(
  objects: KubernetesObjects,
  changes: Change[],
  releases: Map<string, unknown>,
): grpc.UntypedServiceImplementation {
  const changed = (verb: Change['verb'], { kind, metadata }: Manifest): void => {
    changes.push({ verb, object: `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}` });
  };
  const released = (verb: Change['verb'], name: string, inputs?: unknown): void => {
    changes.push({ verb, object: `Release ${name}` });
    if (inputs === undefined) releases.delete(name);
    else releases.set(name, inputs);
  };

  return {
    getPluginInfo: unary(() => new PluginInfo().setVersion('4.32.0')),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    checkConfig: unary((asked: messages.CheckRequest) => new messages.CheckResponse().setInputs(asked.getNews())),
    diffConfig: unary((asked: messages.DiffRequest) => {
      const isSame = isDeepStrictEqual(fields(asked.getOldInputs()), fields(asked.getNews()));
      return new messages.DiffResponse().setChanges(isSame ? NONE : SOME);
    }),
    configure: unary(() => new messages.ConfigureResponse().setSupportspreview(true)),

    check: unary((asked: messages.CheckRequest) => {
      const answer = new messages.CheckResponse().setInputs(asked.getNews());
      const reason =
        asked.getType() === RELEASE ? undefined : objects.complaint(asked.getType(), manifest(asked.getNews()));
      return reason === undefined
        ? answer
        : answer.setFailuresList([new messages.CheckFailure().setProperty('').setReason(reason)]);
    }),

    diff: unary((asked: messages.DiffRequest) => {
      const [old, next] = [fields(asked.getOldInputs()), fields(asked.getNews())];
      if (asked.getType() === RELEASE) {
        return new messages.DiffResponse().setChanges(isDeepStrictEqual(old, next) ? NONE : SOME);
      }
      const { fields: changedFields, replaces } = objects.difference(old as Manifest, next as Manifest);
      return new messages.DiffResponse()
        .setChanges(changedFields.length === 0 ? NONE : SOME)
        .setDiffsList([...changedFields])
        .setReplacesList([...replaces])
        .setDeletebeforereplace(replaces.length > 0);
    }),

    create: unary(async (asked: messages.CreateRequest) => {
      const inputs = manifest(asked.getProperties());
      const answer = new messages.CreateResponse();
      if (asked.getType() === RELEASE) {
        if (!asked.getPreview()) released('create', asked.getName(), inputs);
        return answer.setId(asked.getPreview() ? '' : asked.getName()).setProperties(asked.getProperties());
      }
      if (asked.getPreview()) return answer.setProperties(struct(await objects.preview(inputs)));
      const live = await objects.create(inputs);
      changed('create', inputs);
      return answer.setId(idOf(inputs)).setProperties(struct(live));
    }),

    read: unary(async (asked: messages.ReadRequest) => {
      if (asked.getType() === RELEASE) {
        return new messages.ReadResponse()
          .setId(asked.getId())
          .setInputs(asked.getInputs())
          .setProperties(asked.getProperties());
      }
      const found = await objects.read(manifest(asked.getInputs()));
      // No id: the resource is gone.
      if (!found) return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(asked.getId())
        .setInputs(struct(found.inputs))
        .setProperties(struct(found.live));
    }),

    update: unary(async (asked: messages.UpdateRequest) => {
      const inputs = manifest(asked.getNews());
      const answer = new messages.UpdateResponse();
      if (asked.getType() === RELEASE) {
        if (!asked.getPreview()) released('update', asked.getId(), inputs);
        return answer.setProperties(asked.getNews());
      }
      if (asked.getPreview()) return answer.setProperties(struct(await objects.preview(inputs)));
      const live = await objects.update(inputs);
      changed('update', inputs);
      return answer.setProperties(struct(live));
    }),

    delete: unary(async (asked: messages.DeleteRequest) => {
      if (asked.getType() === RELEASE) {
        released('delete', asked.getId());
        return new Empty();
      }
      const old = manifest(asked.getOldInputs() ?? asked.getProperties());
      await objects.delete(old);
      changed('delete', old);
      return new Empty();
    }),
  };
}

const NONE = messages.DiffResponse.DiffChanges.DIFF_NONE;
const SOME = messages.DiffResponse.DiffChanges.DIFF_SOME;

function unary<Asked, Answered>(answer: (asked: Asked) => Answered | Promise<Answered>) {
  return (call: grpc.ServerUnaryCall<Asked, Answered>, callback: grpc.sendUnaryData<Answered>): void => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (answered) => {
          callback(null, answered);
        },
        (error: unknown) => {
          callback({ code: grpc.status.UNKNOWN, details: (error as Error).message });
        },
      );
  };
}

function idOf({ metadata }: Manifest): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function fields(struct: Struct | undefined): Readonly<Record<string, unknown>> {
  return struct ? withoutProviderKeys(struct.toJavaScript()) : {};
}

/** `__defaults` and the like are the SDK's. */
function withoutProviderKeys(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('__')));
}

function manifest(struct: Struct | undefined): Manifest {
  return fields(struct) as Manifest;
}

/** Through JSON, which leaves undefined out. */
function struct(value: Manifest): Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(value)) as Record<string, JavaScriptValue>);
}
