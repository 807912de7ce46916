/** What `istio-constructs lint` prints. */
import { type Manifest } from '../model/manifest';
import { printSource, type Source } from '../model/source';
import { printFinding, type PrintOptions } from '../program/findings';
import { type Finding } from '../values/finding';
import { type LintFinding, type LintReport, type LintSummary } from './lint-manifests';
import { sourceExcerpt } from './source-excerpt';

/** Where nothing says how wide it is. */
const USUAL_WIDTH = 80;
const INDENT = 2;

/** For people. */
export function lintText(report: LintReport, options: PrintOptions): string {
  const { findings, problems, summary } = report;
  const secrets = new SecretFiles(report);
  const excerpt = (source: Source): readonly string[] => {
    const text = report.lineAt(source);
    if (text === undefined || source.line === undefined || HOLDS_SECRET.test(text)) return [];
    const width = (options.width ?? USUAL_WIDTH) - INDENT;
    return sourceExcerpt(text, { line: source.line, column: source.column ?? 1, width });
  };
  const blocks = [
    ...problems.map(({ source, message }) =>
      printFinding(
        { construct: printSource(source), finding: unreadable(message) },
        options,
        secrets.has(source) ? [] : excerpt(source),
      ),
    ),
    ...findings.map(({ finding, object, source }) =>
      printFinding(
        { construct: `${printSource(source)} ${nameOf(object.manifest)}`, finding },
        options,
        object.manifest.kind === 'Secret' ? [] : excerpt(source),
      ),
    ),
    summaryLine(summary),
  ];
  return `${blocks.join('\n')}\n`;
}

function unreadable(message: string): Finding {
  return { severity: 'error', judge: 'istio-constructs', rule: 'unreadable', path: '', message };
}

/** Logs of builds are read by many: what may be secret is not shown. */
const HOLDS_SECRET = /kind["']?\s*:\s*["']?Secret\b/;

/** Files with a Secret in them, of which nobody knows where it ends while a document is broken. */
class SecretFiles {
  private readonly known = new Map<string | undefined, boolean>();

  public constructor(private readonly report: LintReport) {}

  public has({ file }: Source): boolean {
    const known = this.known.get(file) ?? this.isIn(file);
    this.known.set(file, known);
    return known;
  }

  private isIn(file: string | undefined): boolean {
    if (file === undefined) return false;
    for (let line = 1; ; line++) {
      const text = this.report.lineAt({ file, line });
      if (text === undefined) return false;
      if (HOLDS_SECRET.test(text)) return true;
    }
  }
}

/** `VirtualService shop/reviews`. */
function nameOf(manifest: Manifest): string {
  const { kind, namespace, name } = identity(manifest);
  const full = namespace === null ? name : `${namespace}/${name ?? ''}`;
  return [kind ?? 'object', full].filter((part) => part !== null).join(' ');
}

function summaryLine({ objects, errors, warnings, infos, problems }: LintSummary): string {
  const counts = [
    `${objects} ${objects === 1 ? 'object' : 'objects'}: ${counted(errors, 'error')}`,
    counted(warnings, 'warning'),
    counted(infos, 'info'),
    ...(problems === 0 ? [] : [`${problems} unreadable`]),
  ];
  return counts.join(', ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** For machines: fields are added, but none is renamed, removed or given another meaning. */
export function lintJson({ findings, problems, summary }: LintReport): string {
  const result = {
    findings: findings.map(jsonFinding),
    problems: problems.map(({ source, message }) => ({ message, source: jsonSource(source) })),
    summary,
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function jsonFinding({ finding, object, source }: LintFinding): unknown {
  const { rule, severity, judge, message, path, fix } = finding;
  return {
    rule,
    // Names that other tools have for the rule.
    aliases: [],
    severity,
    judge,
    message,
    object: identity(object.manifest),
    path,
    source: jsonSource(source),
    fix: fix ?? null,
  };
}

function jsonSource({ file, line, column }: Source): unknown {
  return { file: file ?? null, line: line ?? null, column: column ?? null };
}

function identity({ apiVersion, kind, metadata }: Manifest): {
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
} {
  const { namespace, name } = (metadata ?? {}) as { readonly namespace?: unknown; readonly name?: unknown };
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { apiVersion: text(apiVersion), kind: text(kind), namespace: text(namespace), name: text(name) };
}
