/**
 * Objects as YAML, with the bytes of `cdk8s.Yaml.stringify`.
 *
 * Trees of plain objects, lists and scalars are written here. How a text has to be quoted is asked of cdk8s' own YAML library,
 * once for each text that is not plain beyond doubt; a document with anything else in it goes there as a whole.
 */
import { Yaml } from 'cdk8s';

/** Plain beyond doubt: begins with a letter or a slash, and holds nothing that YAML looks at. */
const PLAIN = /^[A-Za-z/][A-Za-z0-9_./]*(?:[-:][A-Za-z0-9_./]+)*$/;

/** Words that YAML 1.1 reads as something else than text; `e5` is a number to cdk8s' library. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|e-?[0-9]+)$/i;

const LONGEST_REMEMBERED = 200;
const MOST_REMEMBERED = 20_000;

/** Thrown where a document has to be written by the library. */
const UNUSUAL = Symbol('unusual');

/** A document of every shape that is written here. */
const SAMPLE = { a: { b: [{ c: 'text', d: [[1, 'no'], {}] }, true], e: [] }, f: '', 1: 'a b' };

/** Writes documents; remembers how texts are quoted. */
export class YamlEmitter {
  private readonly texts = new Map<string, string>();
  private readonly keys = new Map<string, string>();
  private readonly isFast: boolean;

  public constructor() {
    // The installed cdk8s may lay documents out in another way than the one this was written for.
    this.isFast = this.fast(SAMPLE) === Yaml.stringify(SAMPLE);
  }

  /**
   * One document, without the line that separates it from others.
   *
   * @param isTree - whether it is known to hold nothing but plain objects, lists and scalars, each once: what occurs twice, YAML
   *   writes as an alias.
   */
  public document(json: unknown, isTree = false): string {
    const isWrittenHere = this.isFast && typeof json === 'object' && json !== null && (isTree || isPlainTree(json));
    return isWrittenHere ? this.fast(json) : Yaml.stringify(json);
  }

  private fast(json: object): string {
    const out: string[] = [];
    try {
      if (Array.isArray(json) || isEmpty(json)) return Yaml.stringify(json);
      this.map(json as Readonly<Record<string, unknown>>, '', '', out);
    } catch (error) {
      if (error !== UNUSUAL) throw error;
      return Yaml.stringify(json);
    }
    return out.join('');
  }

  /** @param first - what stands before the first key, where the map begins on the line of a list's dash. */
  private map(map: Readonly<Record<string, unknown>>, indent: string, first: string, out: string[]): void {
    let lead = first;
    for (const key in map) {
      out.push(lead, this.key(key), ':');
      this.valueOf(map[key], indent, out);
      lead = indent;
    }
  }

  private valueOf(value: unknown, indent: string, out: string[]): void {
    if (typeof value === 'object' && value !== null) {
      if (Array.isArray(value)) {
        if (value.length === 0) {
          out.push(' []\n');
          return;
        }
        out.push('\n');
        this.list(value, `${indent}  `, `${indent}  `, out);
      } else if (isEmpty(value)) {
        out.push(' {}\n');
      } else {
        out.push('\n');
        this.map(value as Readonly<Record<string, unknown>>, `${indent}  `, `${indent}  `, out);
      }
    } else {
      out.push(' ', this.scalar(value), '\n');
    }
  }

  private list(list: readonly unknown[], indent: string, first: string, out: string[]): void {
    let lead = first;
    for (const value of list) {
      if (typeof value === 'object' && value !== null) {
        if (Array.isArray(value)) {
          if (value.length === 0) out.push(lead, '- []\n');
          else this.list(value, `${indent}  `, `${lead}- `, out);
        } else if (isEmpty(value)) {
          out.push(lead, '- {}\n');
        } else {
          this.map(value as Readonly<Record<string, unknown>>, `${indent}  `, `${lead}- `, out);
        }
      } else {
        out.push(lead, '- ', this.scalar(value), '\n');
      }
      lead = indent;
    }
  }

  private scalar(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return PLAIN.test(value) && !WORD.test(value) ? value : this.quoted(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'number':
        if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
        return askFor([value], '- ', '\n');
      default:
        throw UNUSUAL;
    }
  }

  private quoted(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (dependsOnPlace(text)) throw UNUSUAL;
    return remember(this.texts, text, askFor([text], '- ', '\n'));
  }

  private key(key: string): string {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    if (dependsOnPlace(key) || key.length > LONGEST_REMEMBERED) throw UNUSUAL;
    return remember(this.keys, key, askFor({ [key]: 1 }, '', ': 1\n'));
  }
}

/** Blocks of several lines, and what looks like the mark of a document, are written by where they stand. */
function dependsOnPlace(text: string): boolean {
  return /[\n\r\u2028\u2029]|^(?:---|\.\.\.|%)/.test(text);
}

/** What cdk8s' library writes between `before` and `after`. */
function askFor(json: unknown, before: string, after: string): string {
  const text = Yaml.stringify(json);
  if (!text.startsWith(before) || !text.endsWith(after) || text.indexOf('\n') !== text.length - 1) throw UNUSUAL;
  return text.slice(before.length, text.length - after.length);
}

function remember(known: Map<string, string>, text: string, written: string): string {
  if (text.length <= LONGEST_REMEMBERED && known.size < MOST_REMEMBERED) known.set(text, written);
  return written;
}

function isPlainTree(json: object): boolean {
  const seen = new Set<object>();
  const open: object[] = [json];
  for (let value = open.pop(); value; value = open.pop()) {
    if (seen.has(value) || !isPlain(value)) return false;
    seen.add(value);
    for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) open.push(part as object);
  }
  return true;
}

/** Whether the library would take it for what it looks like. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return Array.isArray(value);
  return (
    prototype === Object.prototype &&
    Object.getOwnPropertySymbols(value).length === 0 &&
    !('toJSON' in value && typeof value.toJSON === 'function')
  );
}

function isEmpty(value: object): boolean {
  for (const key in value) return key === undefined;
  return true;
}
