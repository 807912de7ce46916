/** A part of a text that holds one document, or what should be one. */
export interface DocumentPart {
  readonly from: number;
  readonly to: number;

  /** Why it is no document, and where. */
  readonly broken?: { readonly offset: number; readonly message: string };
}

const SEPARATOR = '---';

/**
 * The documents of a text, by its lines, as kubectl does it before it looks at any YAML: so an error in one cannot reach another. A
 * line that begins with `---` ends a document, wherever it stands, and holds nothing else but a comment.
 *
 * A document that begins with `{` may be several JSON objects, one after the other.
 */
export function* splitDocuments(text: string): Generator<DocumentPart> {
  let from = 0;
  let broken: DocumentPart['broken'];
  for (let at = nextSeparator(text, 0); at !== -1; at = nextSeparator(text, from)) {
    yield* partsBetween(text, { from, to: at, broken });
    const end = endOfLine(text, at);
    const rest = text.slice(at + SEPARATOR.length, end).trim();
    broken = rest === '' || rest.startsWith('#') ? undefined : { offset: at + SEPARATOR.length, message: NOT_ALONE };
    // Files that were joined may have byte order marks between them.
    from = text.startsWith('\n\ufeff', end) ? end + 2 : end;
  }
  yield* partsBetween(text, { from, to: text.length, broken });
}

const NOT_ALONE = 'only a comment may follow "---" on its line, or kubectl refuses the file';

function nextSeparator(text: string, from: number): number {
  if (from === 0 && text.startsWith(SEPARATOR)) return 0;
  const at = text.indexOf(`\n${SEPARATOR}`, from);
  return at === -1 ? -1 : at + 1;
}

/** Where the line ends: at its line break, so that the next separator is found by it. */
function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

function* partsBetween(
  text: string,
  { from, to, broken }: { readonly from: number; readonly to: number; readonly broken: DocumentPart['broken'] },
): Generator<DocumentPart> {
  if (broken) yield { from, to, broken };
  else yield* jsonObjects(text, from, to) ?? [{ from, to }];
}

const JSON_TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|-?[0-9][0-9.eE+-]*|true|false|null/y;
const SPACE = /\s*/y;

/** Each of several JSON objects that follow one another; undefined where the part is anything else. */
function jsonObjects(text: string, from: number, to: number): readonly DocumentPart[] | undefined {
  const parts: DocumentPart[] = [];
  for (let at = skip(SPACE, text, from); at < to; at = skip(SPACE, text, at)) {
    if (text[at] !== '{') return undefined;
    const end = endOfJson(text, at, to);
    if (end === undefined) return undefined;
    parts.push({ from: at, to: end });
    at = end;
  }
  return parts.length > 1 ? parts : undefined;
}

function endOfJson(text: string, from: number, to: number): number | undefined {
  let depth = 0;
  for (let at = from; at < to; at = skip(SPACE, text, at)) {
    const end = skip(JSON_TOKEN, text, at);
    if (end === at) return undefined;
    const first = text[at];
    if (first === '{' || first === '[') depth++;
    else if (first === '}' || first === ']') depth--;
    at = end;
    if (depth === 0) return end;
  }
  return undefined;
}

/** Where a match that begins here ends; here where there is none. */
function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
