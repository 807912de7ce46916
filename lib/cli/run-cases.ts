/** Holds the cases of a spec against its mesh. */
import { type Call } from '../mesh/call';
import { type Mesh } from '../mesh/mesh';
import { type Source } from '../model/source';
import { type ReadProblem } from '../reader/read-manifest-text';
import { type Verdict } from '../testing/verdict';
import { EXPECTATIONS } from './expectations';
import { type TestCase, type TestSpec } from './test-spec';

/** What became of a case. */
export interface CaseResult {
  readonly spec: string;
  readonly name: string;
  readonly source: Source;
  readonly passed: boolean;
  readonly call: Call;
  readonly checks: readonly CheckResult[];
}

/** What became of one expectation. */
export interface CheckResult {
  /** Such as `routeTo`. */
  readonly name: string;
  readonly passed: boolean;

  /** Whether the contrary is expected. */
  readonly isNot: boolean;
  readonly verdict: Verdict;
}

/** Results of the cases that can be asked, and what is wrong with the others: a caller that is not there, perhaps. */
export function runCases(
  spec: TestSpec,
  mesh: Mesh,
): { readonly results: CaseResult[]; readonly problems: ReadProblem[] } {
  const results: CaseResult[] = [];
  const problems: ReadProblem[] = [];
  for (const each of spec.cases) {
    const found: ReadProblem[] = [];
    const attempt = <T>(path: string, make: () => T): T | undefined => {
      try {
        return make();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        found.push({ source: spec.positionOf(path), message: `${path}: ${error.message}` });
        return undefined;
      }
    };
    const call = attempt(each.path, () => mesh.ask(each.request));
    const checks = call === undefined ? [] : checksOf(each, call, attempt);
    if (call !== undefined && found.length === 0) results.push(resultOf(spec, each, call, checks));
    problems.push(...found);
  }
  return { results, problems };
}

function checksOf(
  { expect, path }: TestCase,
  call: Call,
  attempt: <T>(path: string, make: () => T) => T | undefined,
): readonly CheckResult[] {
  return Object.entries(expect).flatMap(([name, expected]) => {
    const made = attempt(`${path}.expect.${name}`, () => EXPECTATIONS[name]?.verdict(call, expected));
    if (made === undefined) return [];
    const { verdict, isNot } = made;
    return [{ name, verdict, isNot, passed: verdict.holds === (isNot ? 'no' : 'yes') }];
  });
}

function resultOf(spec: TestSpec, { name, path }: TestCase, call: Call, checks: readonly CheckResult[]): CaseResult {
  const passed = checks.every((check) => check.passed);
  return { spec: spec.file, name, source: spec.positionOf(path), passed, call, checks };
}
