/** What is wrong with the objects in files. */
import { printSource, type Source } from '../model/source';
import { ObjectFindings } from '../program/object-findings';
import { identityOf } from '../program/rendered-document';
import { type RuleSeverities, withSeverities } from '../program/severities';
import { type ReadManifests, type ReadObject, type ReadProblem } from '../reader/read-manifest-text';
import { type Schemas } from '../validation/schemas';
import { type Finding } from '../values/finding';

/** A finding, the object it is about and the place of the field. */
export interface LintFinding {
  readonly finding: Finding;
  readonly object: ReadObject;
  readonly source: Source;
}

/** All findings in the order of objects, and what could not be read. */
export interface LintReport {
  readonly findings: readonly LintFinding[];
  readonly problems: readonly ReadProblem[];
  readonly summary: LintSummary;

  /** The text of the line of a place. */
  lineAt(source: Source): string | undefined;
}

/** How many there are of each. */
export interface LintSummary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly problems: number;
}

/** How objects are judged. */
export interface LintOptions {
  readonly istioVersion?: string | undefined;
  readonly schemas?: Schemas | undefined;
  readonly severities?: RuleSeverities | undefined;

  /** Called after each object. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** Judges every object, as `validateObject` does, and names those that are there twice. */
export function lintManifests({ objects, problems, lineAt }: ReadManifests, options: LintOptions = {}): LintReport {
  const { istioVersion, schemas, severities = {} } = options;
  const judge = new ObjectFindings({ istioVersion, schemas });
  const twins = new Twins();
  const all = objects.flatMap((object, index) => {
    const before = judge.findings.length;
    judge.judge(object.manifest, '');
    const judged = judge.findings.slice(before).map(({ finding }) => forCommandLine(finding));
    const found = [...twins.findings(object), ...judged];
    options.progress?.(index + 1, objects.length);
    return inOrder(found.map((finding) => ({ finding, object, source: object.positionOf(finding.path) })));
  });
  const findings = withSeverities(all, severities);
  const count = (severity: string) => findings.filter(({ finding }) => finding.severity === severity).length;
  const summary = {
    objects: objects.length,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    problems: problems.length,
  };
  return { findings, problems, summary, lineAt };
}

function forCommandLine(finding: Finding): Finding {
  return finding.rule === 'unknown-kind' ? { ...finding, fix: 'give its CustomResourceDefinition by --crds' } : finding;
}

/** Top to bottom, as one reads the file. */
function inOrder(findings: LintFinding[]): LintFinding[] {
  const by = ({ line = 0, column = 0 }: Source, other: Source) =>
    line - (other.line ?? 0) || column - (other.column ?? 0);
  return findings.sort((a, b) => by(a.source, b.source));
}

/** Finds objects of one group, kind, namespace and name. */
class Twins {
  private readonly firsts = new Map<string, Source>();

  public findings({ manifest, source }: ReadObject): Finding[] {
    const identity = identityOf(manifest as Parameters<typeof identityOf>[0]);
    if (identity === undefined) return [];
    const first = this.firsts.get(identity);
    if (first === undefined) {
      this.firsts.set(identity, source);
      return [];
    }
    return [
      {
        severity: 'error',
        judge: 'istio-constructs',
        rule: 'duplicate-object',
        path: 'metadata.name',
        message: `${identity} already exists, at ${printSource(first)}: the one that is applied last counts`,
        fix: 'rename or remove one of them',
      },
    ];
  }
}
