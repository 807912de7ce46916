/** Answers as text, for people. */
import { printObject } from '../model/mesh-object';
import { type Source, printSource } from '../model/source';
import { type Outcome } from '../simulation/outcome';
import { type MeshRequest } from '../simulation/request';
import { type TraceStep } from '../simulation/trace';
import { wrapped } from '../values/wrapped';

/** Characters a line, where words allow it. */
const WIDTH = 100;
const STAGE_WIDTH = 24;

/**
 * What happens to a request, and why: each outcome with its probability, and under it stage by stage what decided it. What outcomes have
 * in common from the start is said once.
 */
export function explain(request: MeshRequest, outcomes: readonly Outcome[]): string {
  const traces = outcomes.map(({ trace }) => trace);
  const shared = outcomes.length > 1 ? commonStart(traces) : 0;
  return [
    ...wrapped(printRequest(request), { width: WIDTH, hanging: '    ' }),
    ...(traces[0] ?? []).slice(0, shared).flatMap((step) => stepLines(step, '  ')),
    ...outcomes.flatMap((outcome, index) => [
      ...wrapped(`  ${percent(outcome.probability)}  ${printOutcome(outcome)}`, {
        width: WIDTH,
        hanging: ' '.repeat(12),
      }),
      ...(traces[index] ?? []).slice(shared).flatMap((step) => stepLines(step, '    ')),
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
  if (elapsedSeconds === Infinity) return `no end, as ${backend ?? 'the application'} never answers`;
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
  return `${Math.round(probability * 10_000) / 100} %`.padStart(7);
}

function commonStart(traces: readonly (readonly TraceStep[])[]): number {
  const [first = [], ...others] = traces;
  let length = 0;
  while (length < first.length && others.every((trace) => trace[length] === first[length])) length++;
  return length;
}

/** One line where it fits; else the place has lines of its own. */
function stepLines(step: TraceStep, indent: string): string[] {
  const head = `${`${indent}${step.stage}`.padEnd(STAGE_WIDTH - 1)} `;
  const said = step.say();
  const place = placeOf(step, said);
  const line = `${head}${said}${place === '' ? '' : ` ${place}`}`;
  if (line.length <= WIDTH) return [line];
  const hanging = ' '.repeat(STAGE_WIDTH);
  return [
    ...wrapped(`${head}${said}`, { width: WIDTH, hanging: `${hanging}  ` }),
    ...(place === '' ? [] : wrapped(`${hanging}${place}`, { width: WIDTH, hanging: `${hanging}  ` })),
  ];
}

/** `VirtualService shop/reviews spec.http[0] (k8s/reviews.yaml:12:5)`, without what was said. */
function placeOf({ object, path }: TraceStep, said: string): string {
  if (object === undefined) return '';
  const source: Source = (path === undefined ? undefined : object.positionOf?.(path)) ?? object.source ?? {};
  const name = printObject(object);
  const where = printSource(source);
  return [said.includes(name) ? '' : name, said.includes(path ?? '') ? '' : path, where === '' ? '' : `(${where})`]
    .filter((part) => part !== '')
    .join(' ');
}
