/** The work of `istio-constructs test`, loaded when it is called. */
import { type Mesh } from '../mesh/mesh';
import { type ReadManifests, type ReadProblem } from '../reader/read-manifest-text';
import { printOptions } from '../program/findings';
import { meshOf, printProblems } from './mesh-inputs';
import { readInputs, type Streams } from './read-inputs';
import { type CaseResult, runCases } from './run-cases';
import { testJson, type TestReport, testTap, testText } from './test-output';
import { readSpecs, type TestSpec } from './test-spec';

/** Options of the command line, as they are given. */
export interface TestArguments {
  readonly manifests?: readonly string[] | undefined;
  readonly format: 'text' | 'json' | 'tap';
}

/**
 * Prints what became of the cases of specs.
 *
 * @returns the exit code: 0 all are as expected, 1 one is not, 2 something could not be read or asked.
 */
export async function runTest(files: readonly string[], options: TestArguments, streams: Streams): Promise<number> {
  const report = await testReport(files, options.manifests, streams);
  if (options.format === 'json') streams.stdout.write(testJson(report));
  else if (options.format === 'tap') streams.stdout.write(testTap(report));
  else streams.stdout.write(testText(report, printOptions(streams.stdout).colour));
  // For machines they are in the report.
  if (options.format === 'text') printProblems(report.problems, streams.stderr);
  if (report.problems.length > 0) return 2;
  return report.results.every(({ passed }) => passed) ? 0 : 1;
}

async function testReport(
  files: readonly string[],
  manifests: readonly string[] | undefined,
  streams: Streams,
): Promise<TestReport> {
  const { specs, problems: wrong } = readSpecs(files);
  const problems: ReadProblem[] = [...wrong];
  const results: CaseResult[] = [];
  const reads = new Map<string, ReadManifests>();
  for (const spec of specs) {
    const paths = manifests ?? spec.manifests;
    const key = JSON.stringify(paths);
    const isFirst = !reads.has(key);
    const read = reads.get(key) ?? (await readInputs(paths, streams));
    reads.set(key, read);
    if (read.problems.length > 0) {
      if (isFirst) problems.push(...(paths.length === 0 ? [withoutManifests(spec)] : read.problems));
      continue;
    }
    const ran = runCases(spec, meshOfSpec(spec, read));
    results.push(...ran.results);
    problems.push(...ran.problems);
  }
  return { results, problems };
}

function meshOfSpec({ options }: TestSpec, read: ReadManifests): Mesh {
  return meshOf(read, {}, options);
}

function withoutManifests(spec: TestSpec): ReadProblem {
  return { source: spec.positionOf(''), message: 'manifests must be given, here or by --manifests' };
}
