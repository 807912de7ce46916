/** Objects of Kubernetes in a text: YAML or JSON, of one document or many. */
import { type Manifest } from '../model/manifest';
import { type Source } from '../model/source';
import { given } from '../values/given';
import { DocumentText } from './document-text';
import { LineIndex } from './line-index';
import { splitDocuments } from './split-documents';
import { DocumentError } from './yaml-value';

/** An object and where it is. */
export interface ReadObject {
  readonly manifest: Manifest;

  /** Where it begins. */
  readonly source: Source;

  /**
   * Where the value of a field begins; of a field that is not there, where the nearest field above it does. The document is parsed
   * again when the first of its fields is asked for.
   *
   * @param path - as findings have it: `spec.http[0].route[0].weight`.
   */
  positionOf(path: string): Source;
}

/** What cannot be read: a file, or a document of one. */
export interface ReadProblem {
  readonly source: Source;
  readonly message: string;
}

/** What was read. Neither list depends on the other: a broken document hides no other one. */
export interface ReadManifests {
  /** In the order in which they are written. */
  readonly objects: readonly ReadObject[];
  readonly problems: readonly ReadProblem[];

  /** The text of the line of a place; undefined where there is none. */
  lineAt(source: Source): string | undefined;
}

/** Bounds of what is read. */
export interface ReadLimits {
  /**
   * Characters of one document: parsed, a document takes some fifty times as much memory.
   *
   * @default 16777216
   */
  readonly largestDocument?: number | undefined;
}

const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/**
 * The objects in a text, as kubectl would read them; the items of lists are objects of their own. Empty documents are left out.
 *
 * @param file - what places call the text.
 */
export function readManifestText(text: string, file: string, limits: ReadLimits = {}): ReadManifests {
  return readLines(LineIndex.of(text, file), limits);
}

/** The objects in a text of which the lines are known. */
export function readLines(lines: LineIndex, { largestDocument = LARGEST_DOCUMENT }: ReadLimits): ReadManifests {
  const objects: ReadObject[] = [];
  const problems: ReadProblem[] = [];
  for (const part of splitDocuments(lines.text)) {
    const document = new DocumentText(lines, part, largestDocument);
    const add = ({ offset, message }: DocumentError) => problems.push({ source: lines.sourceAt(offset), message });
    try {
      for (const { value, path } of itemsOf(document.value(), '')) {
        if (isObject(value)) objects.push(new ObjectOfDocument(value, document, path));
        else problems.push({ source: document.sourceOf(path), message: `must be an object, got ${given(value)}` });
      }
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      add(error);
    }
    const ignored = document.ignored();
    if (ignored) add(ignored);
    document.forget();
  }
  return { objects, problems, lineAt: ({ line }) => (line === undefined ? undefined : lines.line(line)) };
}

class ObjectOfDocument implements ReadObject {
  public readonly source: Source;

  public constructor(
    public readonly manifest: Manifest,
    private readonly document: DocumentText,
    /** Of the object in its document. */
    private readonly path: string,
  ) {
    this.source = document.sourceOf(path);
  }

  public positionOf(path: string): Source {
    const isStep = this.path === '' || path === '' || path.startsWith('[');
    return this.document.sourceOf(isStep ? `${this.path}${path}` : `${this.path}.${path}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

interface Item {
  readonly value: unknown;
  readonly path: string;
}

/** The object itself, or those in it where it is a list; of a document without a value, none. */
function* itemsOf(value: unknown, path: string): Generator<Item> {
  if (!isObject(value) || !isList(value)) {
    if (value !== null || path !== '') yield { value, path };
    return;
  }
  const { items } = value;
  if (items === null || items === undefined) return;
  const at = path === '' ? 'items' : `${path}.items`;
  if (!Array.isArray(items)) {
    yield { value: items, path: at };
    return;
  }
  for (const [index, item] of items.entries()) yield* itemsOf(withKindOf(value, item), `${at}[${index}]`);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `List`, or such as `ServiceList`: a kind may be called so and be no list. */
function isList({ kind, items }: Fields): boolean {
  return kind === 'List' || (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items));
}

/** Items of a ServiceList are Services and do not say so; source: `decodeToList` of apimachinery's unstructured objects. */
function withKindOf({ apiVersion, kind }: Fields, item: unknown): unknown {
  if (!isObject(item) || kind === 'List' || isGiven(item.kind) || isGiven(item.apiVersion)) return item;
  return { ...item, apiVersion, kind: (kind as string).slice(0, -'List'.length) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '';
}
