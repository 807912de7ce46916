/** The work of `istio-constructs lint`, loaded when it is called. */
import { printOptions } from '../program/findings';
import { Progress } from '../program/progress';
import { type RuleSeverities, severitiesProblem } from '../program/severities';
import { istioMinor } from '../validation/bundled';
import { Schemas } from '../validation/schemas';
import { lintManifests, type LintReport } from './lint-manifests';
import { lintJson, lintText } from './lint-output';
import { optionFile } from './option-file';
import { readInputs, type Streams } from './read-inputs';
import { UsageError } from './usage-error';

/** Options of the command line, as they are given. */
export interface LintArguments {
  readonly format: 'text' | 'json';
  readonly istioVersion?: string | undefined;
  readonly crds?: readonly string[] | undefined;

  /** Each as `rule=severity`. */
  readonly severity?: readonly string[] | undefined;
  readonly maxWarnings?: number | undefined;
}

/**
 * Prints what is wrong with the objects in files, folders and standard input.
 *
 * @returns the exit code: 0 nothing is wrong, 1 an object has errors, or there are too many warnings, 2 something could not be read.
 * @throws UsageError for options that are wrong.
 */
export async function runLint(paths: readonly string[], options: LintArguments, streams: Streams): Promise<number> {
  const severities = readSeverities(options.severity ?? []);
  const { istioVersion } = options;
  requireIstioVersion(istioVersion);
  const schemas = readSchemas(options.crds ?? []);
  const read = await readInputs(paths, streams);
  const progress = new Progress('judging objects', read.objects.length, streams.stderr);
  const report = lintManifests(read, {
    istioVersion,
    schemas,
    severities,
    progress: (done) => {
      progress.update(done);
    },
  });
  progress.end();
  const text = options.format === 'json' ? lintJson(report) : lintText(report, printOptions(streams.stdout));
  streams.stdout.write(text);
  return exitCode(report, options.maxWarnings ?? Infinity);
}

function exitCode({ summary: { errors, warnings, problems } }: LintReport, maxWarnings: number): number {
  if (problems > 0) return 2;
  return errors > 0 || warnings > maxWarnings ? 1 : 0;
}

function readSeverities(given: readonly string[]): RuleSeverities {
  const severities = Object.fromEntries(
    given.map((each) => {
      const [, rule, severity] = /^(.*)=(.*)$/s.exec(each) ?? [];
      if (rule === undefined) throw new UsageError(`--severity must be rule=severity, got ${each}`);
      return [rule, severity];
    }),
  );
  const problem = severitiesProblem(severities);
  if (problem !== undefined) throw new UsageError(`--severity: ${problem}`);
  return severities as RuleSeverities;
}

function requireIstioVersion(version: string | undefined): void {
  try {
    istioMinor(version);
  } catch (error) {
    throw new UsageError(`--istio-version: ${(error as Error).message}`, { cause: error });
  }
}

function readSchemas(files: readonly string[]): Schemas | undefined {
  return files
    .map((file) => {
      const text = optionFile('--crds', file);
      try {
        return Schemas.load(text, { file });
      } catch (error) {
        throw new UsageError(`--crds: ${(error as Error).message}`, { cause: error });
      }
    })
    .reduce<Schemas | undefined>((all, each) => all?.and(each) ?? each, undefined);
}
