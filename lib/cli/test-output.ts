/** What `istio-constructs test` prints. */
import { printRequest } from '../mesh/explain';
import { printSource, type Source } from '../model/source';
import { type ReadProblem } from '../reader/read-manifest-text';
import { verdictLines } from '../testing/verdict-lines';
import { outcomeJson } from './answer-json';
import { type CaseResult, type CheckResult } from './run-cases';

/** All results, and what could not be read or asked. */
export interface TestReport {
  readonly results: readonly CaseResult[];
  readonly problems: readonly ReadProblem[];
}

const INDENT = '        ';

/** For people: a line a case, and under one that failed what was expected, what comes of it, and the trace. */
export function testText({ results, problems }: TestReport, colour = false): string {
  const lines = results.flatMap((result, index) => [
    ...(results[index - 1]?.spec === result.spec ? [] : [result.spec]),
    `  ${mark(result.passed, colour)}  ${result.name}`,
    ...(result.passed ? [] : failureLines(result).map((line) => (line === '' ? '' : `${INDENT}${line}`))),
  ]);
  return [...lines, `${summary({ results, problems })}\n`].join('\n');
}

function mark(passed: boolean, colour: boolean): string {
  const word = passed ? 'ok  ' : 'FAIL';
  return colour ? `\u001b[${passed ? 32 : 31}m${word}\u001b[0m` : word;
}

function failureLines({ source, call, checks }: CaseResult): readonly string[] {
  const failed = checks.filter((check) => !check.passed);
  const explanations = new Set(failed.map(({ verdict }) => (verdict.asked ?? call).explain()));
  return [
    `${printSource(source)}`,
    ...failed.flatMap(({ name, verdict, isNot }) => [
      `${name}:`,
      ...verdictLines(verdict, isNot).map((line) => `  ${line}`),
    ]),
    '',
    ...[...explanations].flatMap((text) => [...text.split('\n'), '']),
  ];
}

function summary({ results, problems }: TestReport): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const counts = `${results.length} ${results.length === 1 ? 'case' : 'cases'}: ${results.length - failed} as expected, ${failed} failed`;
  return problems.length === 0
    ? counts
    : `${counts}, ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`;
}

/** For machines: fields are added, but none is renamed, removed or given another meaning. */
export function testJson({ results, problems }: TestReport): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const report = {
    cases: results.map((result) => ({
      spec: result.spec,
      name: result.name,
      source: sourceJson(result.source),
      passed: result.passed,
      request: result.call.request,
      checks: result.checks.map(checkJson),
      outcomes: result.call.outcomes.map(outcomeJson),
    })),
    problems: problems.map(({ source, message }) => ({ message, source: sourceJson(source) })),
    summary: { cases: results.length, passed: results.length - failed, failed, problems: problems.length },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function checkJson({ name, passed, isNot, verdict }: CheckResult): unknown {
  const { holds, expected, received } = verdict;
  return { name, passed, isNot, holds, expected, received };
}

function sourceJson({ file, line, column }: Source): unknown {
  return { file: file ?? null, line: line ?? null, column: column ?? null };
}

/** TAP, version 14. */
export function testTap({ results, problems }: TestReport): string {
  const lines = results.flatMap((result, index) => [
    `${result.passed ? 'ok' : 'not ok'} ${index + 1} - ${result.name.replaceAll('#', '\\#')}`,
    ...(result.passed ? [] : [printRequest(result.call.request), ...failureLines(result)].map((line) => `# ${line}`)),
  ]);
  const bailOut = problems.map(({ source, message }) => `Bail out! ${printSource(source)}: ${message}`);
  return `${['TAP version 14', `1..${results.length}`, ...lines, ...bailOut].join('\n')}\n`;
}
