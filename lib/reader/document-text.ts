/** One document of a text, whose value is read once and whose places are found when somebody asks for them. */
import { type Document, type Node, parseAllDocuments } from 'yaml';
import { type Source } from '../model/source';
import { FieldPositions } from './field-position';
import { type LineIndex } from './line-index';
import { type DocumentPart } from './split-documents';
import { DocumentError, yamlValue } from './yaml-value';

/** Offsets in errors are those of the whole text. */
export class DocumentText {
  private positions: FieldPositions | undefined;
  private ignoredFrom: number | undefined;

  public constructor(
    private readonly lines: LineIndex,
    private readonly part: DocumentPart,
    private readonly largest: number,
  ) {}

  /** The plain data; null where the document is empty. @throws DocumentError where it is broken. */
  public value(): unknown {
    const { from, to, broken } = this.part;
    if (broken) throw new DocumentError(broken.message, broken.offset);
    if (to - from > this.largest)
      throw new DocumentError(
        `must be at most ${this.largest} characters long, got ${to - from}`,
        this.firstCharacter(),
      );
    const { text } = this;
    const at = text.search(UNREADABLE);
    if (at !== -1) throw new DocumentError(unreadable(text, at), from + at);
    const root = this.root(text);
    if (root === null) return null;
    try {
      const value = yamlValue(root);
      this.positions = new FieldPositions(root);
      return value;
    } catch (error) {
      throw error instanceof DocumentError ? new DocumentError(error.message, from + error.offset) : error;
    }
  }

  /** Where the value of a field begins: see {@link FieldPositions.offsetOf}. */
  public sourceOf(path: string): Source {
    if (this.positions === undefined) {
      const root = this.root(this.text);
      if (root === null) return this.lines.sourceAt(this.part.from);
      this.positions = new FieldPositions(root);
    }
    return this.lines.sourceAt(this.part.from + this.positions.offsetOf(path));
  }

  /** What kubectl leaves out in silence, and where. */
  public ignored(): DocumentError | undefined {
    return this.ignoredFrom === undefined ? undefined : new DocumentError(NOT_READ, this.ignoredFrom);
  }

  /** Gives up what was parsed, which takes some fifty times as much memory as the text; it is parsed again when it is asked for. */
  public forget(): void {
    this.positions = undefined;
  }

  private get text(): string {
    return this.lines.text.slice(this.part.from, this.part.to);
  }

  private root(text: string): Node | null {
    if (!CONTENT.test(text)) return null;
    const [first, second] = this.documents(text);
    const error = first?.errors[0];
    if (error) {
      // What is missing at the end is missing after the last line that says something.
      const offset = Math.min(error.pos[0], text.trimEnd().length);
      throw new DocumentError(reasonOf(error.message, text), this.part.from + offset);
    }
    if (first === undefined) throw new DocumentError(NO_DIRECTIVES, this.firstCharacter());
    if (second) this.ignoredFrom = this.part.from + second.range[0];
    return first.contents;
  }

  private documents(text: string): readonly Document.Parsed[] {
    try {
      const documents = parseAllDocuments(text, OPTIONS);
      return Array.isArray(documents) ? documents : [];
    } catch (error) {
      if (error instanceof RangeError) throw new DocumentError(TOO_DEEP, this.firstCharacter());
      throw error;
    }
  }

  private firstCharacter(): number {
    return this.part.from + Math.max(0, this.text.search(/\S/));
  }
}

/** What texts without quotes mean, and whether a field is there twice, is our own code's: the package's check is quadratic in fields. */
const OPTIONS = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

const TOO_DEEP = 'is nested too deep';
const NO_DIRECTIVES = 'kubectl takes no directives, such as %YAML';
const NOT_READ = 'kubectl reads nothing between "..." and the next "---": write "---" before the document';

/** A line with more than a comment. */
const CONTENT = /^(?!(?:\.\.\.)?[ \t]*(?:#|\r?$))/m;

/** Stands for what is no UTF-8: no text that is read holds half a character. */
export const NO_UTF8 = '\ud800';

// Those that go-yaml v2 calls control characters (`readerc.go`).
const UNREADABLE = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

function unreadable(text: string, at: number): string {
  if (text.startsWith(NO_UTF8, at)) return 'is no UTF-8 text';
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `holds a character that YAML does not allow: U+${code}`;
}

/** The parser's message without the place, which is said elsewhere. */
function reasonOf(message: string, text: string): string {
  // What it says where its stack ends.
  if (message.startsWith('Maximum call stack')) return TOO_DEEP;
  const reason = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
  const hint = text.includes('{{') ? ' (a template has to be rendered first, as by helm template)' : '';
  return `${reason.charAt(0).toLowerCase()}${reason.slice(1)}${hint}`;
}
