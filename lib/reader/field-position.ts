/** Where in a YAML document a field is. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { aliasTargets, DocumentError, fieldName, isMerge, offsetOf } from './yaml-value';

/** A parsed document that is asked for places. */
export class FieldPositions {
  private targets: ReadonlyMap<Alias, Node> | undefined;

  public constructor(private readonly root: Node) {}

  /**
   * The first character of a field's value, or of the nearest field above it that is there. A field whose value is left empty is
   * where its name is.
   *
   * @param path - as findings have it: `spec.http[0].route`, `spec.subsets[0].labels[app]`, `metadata.labels.app`.
   */
  public offsetOf(path: string): number {
    let place: Place = { node: this.root, name: undefined, rest: path };
    for (let next: Place | undefined = place; next !== undefined; next = this.step(place)) place = next;
    const { node, name } = place;
    const isEmpty = node === null || (isScalar(node) && node.range?.[0] === node.range?.[1]);
    return offsetOf(isEmpty && name !== undefined ? name : node);
  }

  private step({ node, rest }: Place): Place | undefined {
    if (rest === '') return undefined;
    const target = this.behind(node);
    if (isMap(target)) return this.field(target, rest);
    const index = /^\[(\d+)\]/.exec(rest);
    if (!isSeq(target) || index === null || target.items.length <= Number(index[1])) return undefined;
    return { node: target.items[Number(index[1])], name: undefined, rest: rest.slice(index[0].length) };
  }

  /** What an alias stands for. */
  private behind(node: unknown): unknown {
    return isAlias(node) ? (this.targets ??= aliasTargets(this.root)).get(node) : node;
  }

  /** Names may hold dots and brackets themselves, so that the longest one that fits counts. */
  private field(map: YAMLMap, rest: string, depth = 0): Place | undefined {
    let found: (Place & { readonly length: number }) | undefined;
    for (const pair of map.items) {
      if (isMerge(pair)) continue;
      const length = lengthOfStep(nameOf(pair.key), rest);
      if (length === undefined || (found && length <= found.length)) continue;
      found = { node: pair.value, name: pair.key, rest: rest.slice(length), length };
    }
    return found ?? this.mergedField(map, rest, depth);
  }

  private mergedField(map: YAMLMap, rest: string, depth: number): Place | undefined {
    if (depth > MOST_MERGES) return undefined;
    for (const pair of map.items) {
      if (!isMerge(pair)) continue;
      for (const from of isSeq(pair.value) ? pair.value.items : [pair.value]) {
        const target = this.behind(from);
        const found = isMap(target) ? this.field(target, rest, depth + 1) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  }
}

/** Maps that take over from maps, and so on; documents with circles are never asked. */
const MOST_MERGES = 20;

interface Place {
  readonly node: unknown;

  /** The name of the field, unless it is an element of a list. */
  readonly name: unknown;

  /** What of the path lies below. */
  readonly rest: string;
}

/** How much of the path the field takes; undefined where the path does not begin with it. */
function lengthOfStep(name: string | undefined, path: string): number | undefined {
  if (name === undefined) return undefined;
  if (path.startsWith(`[${name}]`)) return name.length + 2;
  const dot = path.startsWith('.') ? 1 : 0;
  if (!path.startsWith(name, dot)) return undefined;
  const length = dot + name.length;
  return length === path.length || path[length] === '.' || path[length] === '[' ? length : undefined;
}

function nameOf(key: unknown): string | undefined {
  try {
    return fieldName(key);
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}
