/** The value of a YAML document as kubectl reads it. */
import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { given } from '../values/given';
import { plainScalar } from './plain-scalar';

/** A document that cannot be read. */
export class DocumentError extends Error {
  public override readonly name = 'DocumentError';

  public constructor(
    message: string,
    /** Of the character at which it is wrong. */
    public readonly offset: number,
  ) {
    super(message);
  }
}

/** Objects of Kubernetes are a tenth as deep; what walks them may call itself. */
const DEEPEST = 200;

/**
 * Plain JSON data.
 *
 * @throws DocumentError for what kubectl refuses, and for what it is silent about though it cannot be meant: a field twice, a tag
 * that it does not know.
 */
export function yamlValue(root: Node): unknown {
  return new Walk(root).value(root, 0);
}

/** What each alias stands for: the last node before it that has its anchor. */
export function aliasTargets(root: Node): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const visit = (node: unknown, depth: number): void => {
    if (depth > DEEPEST) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      return;
    }
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        visit(key, depth + 1);
        visit(value, depth + 1);
      }
    } else if (isSeq(node)) {
      for (const item of node.items) visit(item, depth + 1);
    }
  };
  visit(root, 0);
  return targets;
}

/** Whether the field is `<<`, which takes over the fields of other maps. */
export function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.source === '<<' && key.type === Scalar.PLAIN;
}

/** What JSON calls the field. @throws DocumentError for keys that have no name there. */
export function fieldName(key: unknown): string {
  const offset = offsetOf(key);
  if (!isScalar(key))
    throw new DocumentError('a field must be named by a text, got an object, a list or an alias', offset);
  const value = scalarValue(key);
  if (typeof value === 'string') return value;
  if (value === null || (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER))
    throw new DocumentError(`a field must be named by a text, got ${String(value)}: write it in quotes`, offset);
  return String(value);
}

/** First character of a node. */
export function offsetOf(node: unknown): number {
  return (isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined) ?? 0;
}

class Walk {
  private readonly budget = new AliasBudget();
  private readonly open = new Set<Node>();

  /** Found when the first alias comes, for most documents have none. */
  private targets: ReadonlyMap<Alias, Node> | undefined;

  public constructor(private readonly root: Node) {}

  public value(node: unknown, depth: number): unknown {
    this.budget.spend(node);
    if (depth > DEEPEST) throw new DocumentError(`is nested too deep: at most ${DEEPEST} levels`, offsetOf(node));
    if (isAlias(node)) return this.behind(node, (target) => this.value(target, depth + 1));
    if (isScalar(node)) return scalarValue(node);
    if (isMap(node)) return this.fields(node, depth);
    if (isSeq(node)) {
      requireTag(node, 'seq');
      return node.items.map((item) => this.value(item, depth + 1));
    }
    return null;
  }

  private behind<T>(alias: Alias, read: (target: Node) => T): T {
    const target = (this.targets ??= aliasTargets(this.root)).get(alias);
    if (target === undefined) throw new DocumentError(`there is no anchor &${alias.source} before it`, offsetOf(alias));
    if (this.open.has(target)) throw new DocumentError(`the anchor &${alias.source} holds itself`, offsetOf(alias));
    this.open.add(target);
    const result = this.budget.within(() => read(target));
    this.open.delete(target);
    return result;
  }

  private fields(map: YAMLMap, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.fill(object, map, depth);
    return object;
  }

  /** Fields in their order, each over those before it, whether they are written here or taken over: as go-yaml v2 does. */
  private fill(object: Record<string, unknown>, map: YAMLMap, depth: number): void {
    requireTag(map, 'map');
    const own = new Set<string>();
    for (const pair of map.items) {
      if (isMerge(pair)) {
        this.merge(object, pair.value, depth + 1);
        continue;
      }
      const name = fieldName(pair.key);
      if (own.has(name)) throw new DocumentError(`the field ${given(name)} is there twice`, offsetOf(pair.key));
      own.add(name);
      setField(object, name, this.value(pair.value, depth + 1));
    }
  }

  private merge(object: Record<string, unknown>, from: unknown, depth: number): void {
    this.budget.spend(from);
    if (depth > DEEPEST) throw new DocumentError(`is nested too deep: at most ${DEEPEST} levels`, offsetOf(from));
    if (isMap(from)) {
      this.fill(object, from, depth);
    } else if (isAlias(from)) {
      this.behind(from, (target) => {
        if (!isMap(target)) throw new DocumentError(NO_MAP, offsetOf(from));
        this.merge(object, target, depth);
      });
    } else if (isSeq(from)) {
      // The first one counts.
      for (const each of [...from.items].reverse()) {
        if (!isMap(each) && !isAlias(each)) throw new DocumentError(NO_MAP, offsetOf(each));
        this.merge(object, each, depth + 1);
      }
    } else {
      throw new DocumentError(NO_MAP, offsetOf(from));
    }
  }
}

const NO_MAP = 'what "<<" takes over must be an object, or a list of objects';

/** An own field, even where it is called `__proto__`. */
function setField(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[name] = value;
  }
}

/** The bounds of go-yaml v2 (`allowedAliasRatio`): how much of what is read may come from aliases. */
class AliasBudget {
  private reads = 0;
  private aliasReads = 0;
  private depth = 0;

  public spend(node: unknown): void {
    this.reads++;
    if (this.depth === 0) return;
    this.aliasReads++;
    if (this.aliasReads > 100 && this.reads > 1000 && this.aliasReads / this.reads > allowedRatio(this.reads))
      throw new DocumentError('too much of it comes from aliases', offsetOf(node));
  }

  public within<T>(read: () => T): T {
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }
}

const FEW_READS = 400_000;
const MANY_READS = 4_000_000;

function allowedRatio(reads: number): number {
  if (reads <= FEW_READS) return 0.99;
  if (reads >= MANY_READS) return 0.1;
  return 0.99 - 0.89 * ((reads - FEW_READS) / (MANY_READS - FEW_READS));
}

const TAGS = 'tag:yaml.org,2002:';

function requireTag(node: Node & { tag?: string }, allowed: string): void {
  if (node.tag === undefined || node.tag === '!' || node.tag === TAGS + allowed) return;
  throw new DocumentError(`the tag ${tagName(node.tag)} is not known here`, offsetOf(node));
}

function tagName(tag: string): string {
  return tag.startsWith(TAGS) ? `!!${tag.slice(TAGS.length)}` : tag;
}

function scalarValue(node: Scalar): unknown {
  const text = node.source ?? '';
  const value = taggedValue(node, text);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new DocumentError(`JSON has no ${text}: write it in quotes`, offsetOf(node));
  return value;
}

function taggedValue({ tag, type, range }: Scalar, text: string): unknown {
  if (tag === undefined) return type === undefined || type === Scalar.PLAIN ? plainScalar(text) : text;
  if (tag === '!' || tag === `${TAGS}str`) return text;
  const offset = range?.[0] ?? 0;
  const fits = tag.startsWith(TAGS) ? TAG_CHECKS.get(tag.slice(TAGS.length)) : undefined;
  if (fits === undefined) throw new DocumentError(`the tag ${tagName(tag)} is not known here`, offset);
  const value = plainScalar(text);
  if (!fits(value)) throw new DocumentError(`${given(text)} is no ${tagName(tag)}`, offset);
  return value;
}

/** Tags that say what a plain text would mean anyway. */
const TAG_CHECKS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['bool', (value) => typeof value === 'boolean'],
  ['int', (value) => Number.isInteger(value)],
  ['float', (value) => typeof value === 'number'],
  ['null', (value) => value === null],
  ['timestamp', (value) => typeof value === 'string'],
]);
