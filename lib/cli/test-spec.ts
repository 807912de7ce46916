/** Specs of `istio-constructs test`: what is in their files, and what is wrong with it. */
import { dirname, isAbsolute, join } from 'node:path';
import { type MeshOptions } from '../mesh/mesh';
import { type Source } from '../model/source';
import { type ReadObject, type ReadProblem } from '../reader/read-manifest-text';
import { readManifests } from '../reader/read-manifests';
import { type MeshRequest } from '../simulation/request';
import { EXPECTATIONS } from './expectations';
import { type FieldCheck, type FieldProblem, listOf, mapOf, oneOf, record, text } from './fields';
import { DECLARATIONS, NAMESPACED, REQUEST } from './request-fields';

/** A spec of a file. */
export interface TestSpec {
  readonly file: string;

  /** Files and folders, as the process finds them. */
  readonly manifests: readonly string[];
  readonly options: MeshOptions;
  readonly cases: readonly TestCase[];

  /** Where a field is written. */
  readonly positionOf: (path: string) => Source;
}

/** A question, and what is expected of its answer. */
export interface TestCase {
  readonly name: string;
  readonly request: MeshRequest;

  /** By name: fields of `EXPECTATIONS`. */
  readonly expect: Readonly<Record<string, unknown>>;

  /** Of the case in its spec: `cases[0]`. */
  readonly path: string;
}

const FROM: FieldCheck = (value, path) => (value === 'outside' ? [] : NAMESPACED(value, path));
const EXPECT = record(Object.fromEntries(Object.entries(EXPECTATIONS).map(([name, { check }]) => [name, check])));
const CASE = record(
  {
    name: text,
    from: FROM,
    via: NAMESPACED,
    request: REQUEST,
    expect: (value, path) => [
      ...EXPECT(value, path),
      ...(Object.keys(Object(value) as object).length === 0
        ? [{ path, message: `must have at least one of ${Object.keys(EXPECTATIONS).join(', ')}` }]
        : []),
    ],
  },
  { required: ['name', 'request', 'expect'] },
);
const ANYTHING = mapOf(() => []);
const SPEC = record(
  {
    apiVersion: oneOf('istio-constructs/v1'),
    manifests: listOf(text, { min: 1 }),
    meshConfig: ANYTHING,
    values: ANYTHING,
    ...DECLARATIONS,
    cases: listOf(CASE, { min: 1 }),
  },
  { required: ['cases'] },
);

/** The specs in files, and all that is wrong with them. */
export function readSpecs(files: readonly string[]): {
  readonly specs: readonly TestSpec[];
  readonly problems: readonly ReadProblem[];
} {
  const { objects, problems } = readManifests(files);
  const read = objects.map((object) => ({ object, problems: problemsOf(object) }));
  return {
    specs: read.filter((each) => each.problems.length === 0).map(({ object }) => specOf(object)),
    problems: [
      ...problems,
      ...read.flatMap((each) => each.problems),
      ...(objects.length + problems.length === 0
        ? [{ source: {}, message: `no spec found in ${files.join(', ')}` }]
        : []),
    ],
  };
}

function problemsOf(object: ReadObject): readonly ReadProblem[] {
  return [...SPEC(object.manifest, ''), ...missingCallers(object.manifest)].map(({ path, message }) => ({
    source: object.positionOf(path),
    message: path === '' ? message : `${path}: ${message}`,
  }));
}

interface WrittenCase {
  readonly name: string;
  readonly from?: string;
  readonly via?: string;
  readonly request: string | Omit<MeshRequest, 'from' | 'via'>;
  readonly expect: Readonly<Record<string, unknown>>;
}

interface WrittenSpec extends Pick<
  MeshOptions,
  'meshConfig' | 'values' | 'externals' | 'gateways' | 'namespaces' | 'hosts'
> {
  readonly manifests?: readonly string[];
  readonly cases: readonly WrittenCase[];
}

/** A client outside is meant where there is a gateway. */
function missingCallers(spec: unknown): readonly FieldProblem[] {
  const { cases } = spec as { readonly cases?: unknown };
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((each, index) => {
    const { from, via } = Object(each) as Partial<WrittenCase>;
    return from === undefined && via === undefined
      ? [{ path: `cases[${index}]`, message: 'from must be given, or via for a client outside' }]
      : [];
  });
}

function specOf(object: ReadObject): TestSpec {
  const { manifest, source } = object;
  const {
    manifests = [],
    cases,
    meshConfig,
    values,
    externals,
    gateways,
    namespaces,
    hosts,
  } = manifest as unknown as WrittenSpec;
  const file = source.file ?? '';
  return {
    file,
    manifests: manifests.map((path) => (isAbsolute(path) ? path : join(dirname(file), path))),
    options: { meshConfig, values, externals, gateways, namespaces, hosts },
    cases: cases.map((each, index) => ({
      name: each.name,
      request: requestOf(each),
      expect: each.expect,
      path: `cases[${index}]`,
    })),
    positionOf: (path) => object.positionOf(path),
  };
}

function requestOf({ from, via, request }: WrittenCase): MeshRequest {
  const who = { from: from ?? 'outside', via };
  if (typeof request !== 'string') return { ...who, ...request };
  const [first = '', second] = request.split(' ');
  return second === undefined ? { ...who, url: first } : { ...who, method: first, url: second };
}
