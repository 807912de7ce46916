/**
 * A rule of CEL, read into an expression. The parser is @bufbuild/cel: a development dependency of this package, an optional peer of
 * who gives schemas at run time. What is not known here is refused, never guessed.
 */
import type * as Cel from '@bufbuild/cel';
import { CEL_FUNCTIONS, type CelExpression, type CelFunction, type CelMacro, CelRuleError } from './expression';

/** What the parser makes: a tree of protobuf messages, of which only this is looked at. */
interface Node {
  readonly exprKind: { readonly case?: string | undefined; readonly value?: unknown };
}

interface Call {
  readonly function: string;
  readonly target?: Node;
  readonly args: readonly Node[];
}

interface Comprehension {
  readonly iterVar: string;
  readonly iterVar2: string;
  readonly accuVar: string;
  readonly iterRange?: Node;
  readonly accuInit?: Node;
  readonly loopStep?: Node;
  readonly result?: Node;
}

/** Whether the parser is installed. */
export function hasCelParser(): boolean {
  try {
    require.resolve('@bufbuild/cel');
    return true;
  } catch {
    return false;
  }
}

/** @throws CelRuleError if the rule cannot be parsed, or holds a function, macro or name that is not known here. */
export function readRule(rule: string): CelExpression {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require('@bufbuild/cel') as typeof Cel;
  let parsed: { readonly expr?: unknown };
  try {
    parsed = parse(rule) as { readonly expr?: unknown };
  } catch (error) {
    throw new CelRuleError((error as Error).message, { cause: error });
  }
  return new Reader().read(parsed.expr as Node | undefined, new Set(['self', 'oldSelf']));
}

/** Of functions that the library has with fewer arguments than CEL. */
const MOST_ARGUMENTS: Readonly<Record<string, number>> = { replace: 3, lastIndexOf: 2 };

class Reader {
  public read(node: Node | undefined, names: ReadonlySet<string>): CelExpression {
    const { case: kind, value } = node?.exprKind ?? {};
    const read = (each: Node | undefined): CelExpression => this.read(each, names);
    switch (kind) {
      case 'constExpr':
        return { op: 'literal', value: literal(value as never) };
      case 'identExpr': {
        const { name } = value as { readonly name: string };
        if (!names.has(name)) throw new CelRuleError(`the name ${name} is not known`);
        return { op: 'name', name };
      }
      case 'selectExpr': {
        const { operand, field, testOnly } = value as { operand?: Node; field: string; testOnly: boolean };
        return { op: testOnly ? 'has' : 'select', of: read(operand), field: unescapedName(field) };
      }
      case 'listExpr':
        return { op: 'list', items: (value as { readonly elements: readonly Node[] }).elements.map(read) };
      case 'structExpr':
        return this.map(value as never, read);
      case 'callExpr':
        return this.call(value as Call, read);
      case 'comprehensionExpr':
        return this.macro(value as Comprehension, names);
      default:
        throw new CelRuleError(`an expression of kind ${kind ?? 'none'} is not known`);
    }
  }

  private map(
    { messageName, entries }: { messageName: string; entries: readonly { keyKind: { value?: Node }; value?: Node }[] },
    read: (node: Node | undefined) => CelExpression,
  ): CelExpression {
    if (messageName !== '') throw new CelRuleError(`the message ${messageName} is not known`);
    return { op: 'map', entries: entries.map(({ keyKind, value }) => [read(keyKind.value), read(value)] as const) };
  }

  private call(call: Call, read: (node: Node | undefined) => CelExpression): CelExpression {
    const { function: name, target, args } = call;
    const [first, second, third] = args;
    if (name === '_&&_' || name === '_||_') {
      return { op: name === '_&&_' ? 'and' : 'or', left: read(first), right: read(second) };
    }
    if (name === '_?_:_') return { op: 'if', test: read(first), yes: read(second), no: read(third) };
    const format = namedFormat(call);
    if (format !== undefined) {
      return { op: 'call', name: 'validateFormat', args: [{ op: 'literal', value: format }, read(first)] };
    }
    const known = Object.hasOwn(CEL_FUNCTIONS, name) ? CEL_FUNCTIONS[name as keyof typeof CEL_FUNCTIONS] : undefined;
    if (known === undefined) throw new CelRuleError(`the function ${name} is not known`);
    const all = target ? [target, ...args] : args;
    if (all.length > (MOST_ARGUMENTS[name] ?? all.length))
      throw new CelRuleError(`the function ${name} with ${all.length} arguments is not known`);
    return { op: 'call', name: known satisfies CelFunction, args: all.map(read) };
  }

  /** The parser has written macros out as loops: what they were is seen from what they add up. */
  private macro(loop: Comprehension, names: ReadonlySet<string>): CelExpression {
    const step = callOf(loop.loopStep);
    const [first, second] = step?.args ?? [];
    const start = constantOf(loop.accuInit);
    const found = ((): readonly [CelMacro, Node | undefined] | undefined => {
      if (loop.iterVar2 !== '' || step === undefined) return undefined;
      if (step.function === '_&&_' && start === true) return ['all', second];
      if (step.function === '_||_' && start === false) return ['exists', second];
      if (step.function === '_+_') return ['map', onlyItem(second)];
      if (step.function !== '_?_:_') return undefined;
      if (start === 0n) return ['existsOne', first];
      const added = onlyItem(callOf(second)?.args[1]);
      return nameOf(added) === loop.iterVar ? ['filter', first] : undefined;
    })();
    if (found === undefined) throw new CelRuleError('a macro is not known');
    const [name, body] = found;
    const inside = new Set([...names, loop.iterVar]);
    return {
      op: 'macro',
      name,
      over: this.read(loop.iterRange, names),
      variable: loop.iterVar,
      body: this.read(body, inside),
    };
  }
}

function literal({ constantKind: { case: kind, value } }: { constantKind: { case: string; value: unknown } }) {
  switch (kind) {
    case 'int64Value':
    case 'uint64Value':
      return Number(value);
    case 'stringValue':
    case 'boolValue':
    case 'doubleValue':
      return value as string | boolean | number;
    case 'nullValue':
      return null;
    default:
      throw new CelRuleError(`a literal of kind ${kind} is not known`);
  }
}

/** `dns1123Label` of `format.dns1123Label().validate(x)`. */
function namedFormat({ function: name, target }: Call): string | undefined {
  const format = name === 'validate' ? callOf(target) : undefined;
  return format?.args.length === 0 && nameOf(format.target) === 'format' ? format.function : undefined;
}

function callOf(node: Node | undefined): Call | undefined {
  return node?.exprKind.case === 'callExpr' ? (node.exprKind.value as Call) : undefined;
}

function nameOf(node: Node | undefined): string | undefined {
  return node?.exprKind.case === 'identExpr' ? (node.exprKind.value as { readonly name: string }).name : undefined;
}

function constantOf(node: Node | undefined): unknown {
  if (node?.exprKind.case !== 'constExpr') return undefined;
  return (node.exprKind.value as { readonly constantKind: { readonly value: unknown } }).constantKind.value;
}

function onlyItem(node: Node | undefined): Node | undefined {
  if (node?.exprKind.case !== 'listExpr') return undefined;
  const { elements } = node.exprKind.value as { readonly elements: readonly Node[] };
  return elements.length === 1 ? elements[0] : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  __underscores__: '__',
  __dot__: '.',
  __dash__: '-',
  __slash__: '/',
};

/** Fields named as words of CEL are written `__namespace__`, and what no name may hold as `__dot__` and the like. */
function unescapedName(name: string): string {
  const word = /^__([a-z]+)__$/.exec(name)?.[1];
  if (word !== undefined && !Object.hasOwn(ESCAPES, name)) return word;
  return name.replace(/__(?:underscores|dot|dash|slash)__/g, (escape) => ESCAPES[escape] ?? escape);
}
