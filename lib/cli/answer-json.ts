/** Answers for machines: fields are added, but none is renamed, removed or given another meaning. */
import { type Call } from '../mesh/call';
import { type MeshObject } from '../model/mesh-object';
import { type Outcome } from '../simulation/outcome';
import { type TraceStep } from '../simulation/trace';

/** A question and its answer. What is not there is null. */
export function answerJson({ request, outcomes, unknown }: Call): Readonly<Record<string, unknown>> {
  return { request, outcomes: outcomes.map(outcomeJson), unknown: unknown ?? null };
}

/** An outcome, with its trace. */
export function outcomeJson({
  probability,
  result,
  grpcStatus,
  backend,
  attempts,
  seen,
  peer,
  transport,
  flags,
  cluster,
  mirrored,
  replyHeaders,
  retries,
  elapsedSeconds,
  unknown,
  authorization,
  trace,
}: Outcome): Readonly<Record<string, unknown>> {
  return {
    probability,
    result,
    grpcStatus: grpcStatus ?? null,
    backend: backend ?? null,
    attempts: attempts ?? null,
    seen: seen ?? null,
    peer: peer ?? null,
    transport: transport ?? null,
    flags: flags ?? null,
    cluster: cluster ?? null,
    mirrored: mirrored ?? [],
    replyHeaders: replyHeaders ?? {},
    retries:
      retries === undefined
        ? null
        : { ...retries, conditions: [...retries.conditions], statuses: [...retries.statuses] },
    elapsedSeconds,
    unknown: unknown?.question ?? null,
    authorization: authorization ?? null,
    trace: trace.map(stepJson),
  };
}

function stepJson({ stage, say, object, path }: TraceStep): unknown {
  const source = (path === undefined ? undefined : object?.positionOf?.(path)) ?? object?.source;
  return {
    stage,
    text: say(),
    object: object === undefined ? null : identity(object),
    path: path ?? null,
    source: source ?? null,
  };
}

function identity({ kind, namespace, name }: MeshObject): unknown {
  return { kind, namespace: namespace === '' ? null : namespace, name };
}
