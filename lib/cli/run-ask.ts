/** The work of `istio-constructs ask`, loaded when it is called. */
import { isIP } from 'node:net';
import { type Call } from '../mesh/call';
import { type DeclaredExternal, type DeclaredGateway } from '../model/declarations';
import { type Behaviour, type MeshRequest } from '../simulation/request';
import { answerJson } from './answer-json';
import { type FieldCheck, isFields } from './fields';
import { meshOf, printProblems } from './mesh-inputs';
import { readInputs, type Streams } from './read-inputs';
import { BACKEND } from './request-fields';
import { UsageError } from './usage-error';

/** Options of the command line, as they are given. */
export interface AskArguments {
  readonly from?: string | undefined;
  readonly via?: string | undefined;

  /** Each as `name: value`. */
  readonly header?: readonly string[] | undefined;
  readonly jwtClaims?: string | undefined;
  readonly backend?: string | undefined;
  readonly meshConfig?: string | undefined;
  readonly values?: string | undefined;

  /** Each as `name=host[,ip]`. */
  readonly external?: readonly string[] | undefined;

  /** Each as `namespace/name,label=value`. */
  readonly gateway?: readonly string[] | undefined;
  readonly strict?: boolean | undefined;
  readonly format: 'text' | 'json';
}

/**
 * Prints what happens to a request.
 *
 * @param words - paths, and the request among them.
 * @returns the exit code: 0 answered, 1 no file knows and that is an error, 2 something could not be read.
 * @throws UsageError for options that are wrong.
 */
export async function runAsk(words: readonly string[], options: AskArguments, streams: Streams): Promise<number> {
  const { paths, request } = questionOf(words, options);
  const externals = options.external?.map(external);
  const gateways = (options.gateway ?? []).map(gateway);
  const read = await readInputs(paths, streams);
  if (read.problems.length > 0) {
    printProblems(read.problems, streams.stderr);
    return 2;
  }
  const mesh = meshOf(read, options, { externals, gateways });
  const call = asked(() => mesh.ask(request));
  streams.stdout.write(
    options.format === 'json' ? `${JSON.stringify(answerJson(call), undefined, 2)}\n` : `${call.explain()}\n`,
  );
  if (options.strict !== true || call.unknown === undefined) return 0;
  streams.stderr.write(`error: no file knows: ${call.unknown}\n`);
  return 1;
}

function asked(ask: () => Call): Call {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function questionOf(
  words: readonly string[],
  { from, via, header, jwtClaims, backend }: AskArguments,
): { readonly paths: readonly string[]; readonly request: MeshRequest } {
  const urls = words.filter((word) => word.includes('://'));
  const [url] = urls;
  if (url === undefined) throw new UsageError('a URL must be given, such as http://reviews/api');
  if (urls.length > 1) throw new UsageError(`one URL must be given, got ${urls.join(' and ')}`);
  const at = words.indexOf(url);
  const word = words[at - 1] ?? '';
  const method = /^[A-Z]+$/.test(word) ? word : undefined;
  const paths = words.filter((_, index) => index !== at && (method === undefined || index !== at - 1));
  if (paths.length === 0)
    throw new UsageError('a file or folder with manifests must be given, or - for standard input');
  if (from === undefined && via === undefined)
    throw new UsageError('--from must be given: namespace/workload, or outside together with --via');
  return {
    paths,
    request: {
      from: from ?? 'outside',
      via,
      url,
      method,
      headers: Object.fromEntries((header ?? []).map(headerOf)),
      jwt: jwtClaims === undefined ? undefined : { claims: fromJson('--jwt-claims', jwtClaims) },
      backend: backend === undefined ? undefined : behaviour(backend),
    },
  };
}

function headerOf(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([^:\s]+)\s*:\s*(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`-H must be 'name: value', got '${text}'`);
  return [name, value];
}

function fromJson(option: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}`, { cause: error });
  }
  if (isFields(value)) return value;
  throw new UsageError(`${option} must be an object of JSON, got ${text}`);
}

function behaviour(text: string): Behaviour {
  const value = text.trimStart().startsWith('{') ? fromJson('--backend', text) : assignments(text);
  return checked('--backend', BACKEND, value) as Behaviour;
}

/** `status=503,first=2`. */
function assignments(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [, name = '', value] = /^([^=]+)(?:=(.*))?$/.exec(part.trim()) ?? [];
      if (value === undefined) return [name, true];
      return [name, /^(?:true|false|\d+(?:\.\d+)?)$/.test(value) ? (JSON.parse(value) as unknown) : value];
    }),
  );
}

function checked(option: string, check: FieldCheck, value: unknown): unknown {
  const [problem] = check(value, '');
  if (problem === undefined) return value;
  throw new UsageError(`${option}: ${problem.path === '' ? '' : `${problem.path} `}${problem.message}`);
}

function external(text: string): DeclaredExternal {
  const [, name, rest] = /^([^=,\s]+)=(\S+)$/.exec(text) ?? [];
  if (name === undefined || rest === undefined) throw new UsageError(`--external must be name=host[,ip], got ${text}`);
  const places = rest.split(',');
  const ip = places.find((place) => isIP(place) !== 0);
  return { name, hosts: places.filter((place) => isIP(place) === 0), ...(ip !== undefined && { ip }) };
}

function gateway(text: string): DeclaredGateway {
  const [place = '', ...rest] = text.split(',');
  const [namespace = '', name = '', ...more] = place.split('/');
  const labels = rest.map((label) => /^([^=]+)=(.*)$/.exec(label)?.slice(1) as [string, string] | undefined);
  if (namespace === '' || name === '' || more.length > 0 || labels.length === 0 || labels.includes(undefined))
    throw new UsageError(`--gateway must be namespace/name,label=value, got ${text}`);
  return { namespace, name, labels: Object.fromEntries(labels.filter((label) => label !== undefined)) };
}
