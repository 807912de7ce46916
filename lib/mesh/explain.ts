/** Answers as text, for people. */
import { type Source, printSource } from '../model/source';
import { printObject } from '../model/mesh-object';
import { type Outcome } from '../simulation/outcome';
import { type MeshRequest } from '../simulation/request';
import { type TraceStep } from '../simulation/trace';

const STAGE_WIDTH = 22;

/**
 * What happens to a request, and why: each outcome with its probability, and under it stage by stage what decided it. What outcomes have
 * in common from the start is said once.
 */
export function explain(request: MeshRequest, outcomes: readonly Outcome[]): string {
  const traces = outcomes.map(({ trace }) => trace);
  const shared = outcomes.length > 1 ? commonStart(traces) : 0;
  return [
    `${printRequest(request)}`,
    ...(traces[0] ?? []).slice(0, shared).map((step) => `  ${printStep(step)}`),
    ...outcomes.flatMap((outcome, index) => [
      `  ${percent(outcome.probability)}  ${printOutcome(outcome)}`,
      ...(traces[index] ?? []).slice(shared).map((step) => `    ${printStep(step)}`),
    ]),
  ].join('\n');
}

/** `GET http://reviews/api/1 from shop/web`. */
export function printRequest({ from, via, url, method, headers = {} }: MeshRequest): string {
  const names = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const verb = url.startsWith('http') ? (method ?? 'GET') : url.startsWith('grpc') ? 'call' : 'connect to';
  const by = via === undefined ? '' : ` via ${via}`;
  return `${verb} ${url} from ${from}${by}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}

/** `200 from shop/reviews-v1`, `503 (UF) after 3 tries`. */
export function printOutcome({
  result,
  backend,
  flags,
  attempts,
  unknown,
  mirrored,
  elapsedSeconds,
  replyHeaders,
}: Outcome): string {
  if (unknown !== undefined) return `unknown: ${unknown.question}`;
  const { location } = replyHeaders ?? {};
  return [
    String(result),
    backend === undefined ? '' : `from ${backend}`,
    location === undefined ? '' : `to ${location}`,
    flags === undefined || flags === '' ? '' : `(${flags})`,
    attempts !== undefined && attempts > 1 ? `after ${attempts} tries` : '',
    elapsedSeconds > 0 ? `in ${Math.round(elapsedSeconds * 100) / 100} s` : '',
    mirrored === undefined ? '' : `with a copy to ${mirrored.join(' and ')}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function percent(probability: number): string {
  return `${Math.round(probability * 10_000) / 100} %`.padStart(6);
}

function commonStart(traces: readonly (readonly TraceStep[])[]): number {
  const [first = [], ...others] = traces;
  let length = 0;
  while (length < first.length && others.every((trace) => trace[length] === first[length])) length++;
  return length;
}

function printStep(step: TraceStep): string {
  const place = placeOf(step);
  return `${step.stage.padEnd(STAGE_WIDTH)}${step.say()}${place === '' ? '' : `\n${' '.repeat(STAGE_WIDTH + 4)}${place}`}`;
}

/** `VirtualService shop/reviews spec.http[0] (k8s/reviews.yaml:12:5)`. */
function placeOf({ object, path }: TraceStep): string {
  if (object === undefined) return '';
  const source: Source = (path === undefined ? undefined : object.positionOf?.(path)) ?? object.source ?? {};
  const where = printSource(source);
  return [printObject(object), path ?? '', where === '' ? '' : `(${where})`].filter((part) => part !== '').join(' ');
}
