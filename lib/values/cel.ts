/**
 * Whether a text is an expression of CEL, the Common Expression Language, as its Go implementation parses it: names and types are
 * not looked up, but macros (`has`, `all`, `exists`, `exists_one`, `map`, `filter`) are expanded, so their arguments
 * have to fit. Source: grammar, macros and limits of cel-go 0.28, compared with it on random expressions.
 */
import { CelProblem, type CelToken, type CelTokenKind, celTokens } from './cel-tokens';
import { given } from './given';

const MOST_CHARACTERS = 100_000;
const DEEPEST = 250;

/** Names that no variable and no function may have; fields may. */
const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const QUANTIFIERS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** The name that macros give to what they collect; a variable of theirs may not have it. */
const ACCUMULATOR = '__result__';

const RELATIONS: ReadonlySet<CelTokenKind> = new Set(["'<'", "'<='", "'>='", "'>'", "'=='", "'!='", "'in'"]);
const SUMS: ReadonlySet<CelTokenKind> = new Set(["'+'", "'-'"]);
const PRODUCTS: ReadonlySet<CelTokenKind> = new Set(["'*'", "'/'", "'%'"]);

/** An expression that parses. */
export function checkCel(expression: string): string | undefined {
  try {
    new CelReader(expression).read();
    return undefined;
  } catch (error) {
    if (!(error instanceof CelProblem)) throw error;
    return `must be a CEL expression, got ${given(expression)} (at character ${error.at + 1}: ${error.message})`;
  }
}

/** What macros ask of an expression, and how deep it nests. */
interface Node {
  readonly is: 'name' | 'field' | 'other';
  readonly name: string;
  readonly height: number;
}

function other(height: number): Node {
  return { is: 'other', name: '', height };
}

class CelReader {
  private readonly tokens: readonly CelToken[];
  private next = 0;

  // How many expressions, relations and calculations are being read; brackets and right sides nest.
  private readonly depth = { expression: 0, relation: 0, calculation: 0 };

  public constructor(expression: string) {
    if (expression.length > MOST_CHARACTERS && [...expression].length > MOST_CHARACTERS)
      throw new CelProblem(`it has more than ${MOST_CHARACTERS} characters`, 0);
    this.tokens = celTokens(expression);
  }

  public read(): void {
    this.expression();
    this.take('end');
  }

  private expression(): Node {
    return this.nested('expression', () => {
      const condition = this.or();
      if (!this.takeIf("'?'")) return condition;
      const yes = this.or();
      this.take("':'");
      return this.above(condition, yes, this.expression());
    });
  }

  private or(): Node {
    return this.chain("'||'", () => this.chain("'&&'", () => this.relation()));
  }

  /** Operands of an operator that nests nothing. */
  private chain(operator: CelTokenKind, operand: () => Node): Node {
    let node = operand();
    while (this.takeIf(operator)) node = other(Math.max(node.height, operand().height));
    return node;
  }

  private relation(): Node {
    return this.nested('relation', () => {
      let node = this.sum();
      while (this.takeOneOf(RELATIONS))
        node = this.above(
          node,
          this.nested('relation', () => this.sum()),
        );
      return node;
    });
  }

  private sum(): Node {
    return this.nested('calculation', () => {
      let node = this.product();
      while (this.takeOneOf(SUMS))
        node = this.above(
          node,
          this.nested('calculation', () => this.product()),
        );
      return node;
    });
  }

  private product(): Node {
    let node = this.unary();
    while (this.takeOneOf(PRODUCTS))
      node = this.above(
        node,
        this.nested('calculation', () => this.unary()),
      );
    return node;
  }

  private unary(): Node {
    const sign = this.token.kind === "'!'" || this.token.kind === "'-'" ? this.token.kind : undefined;
    let signs = 0;
    // One minus before a number belongs to the number.
    if (sign !== undefined && !this.isSignedNumber()) while (this.takeIf(sign)) signs++;
    if (sign === "'-'" && signs > 0) return this.signed(signs, this.member(false));
    return this.signed(signs, this.member(this.isSignedNumber()));
  }

  /** Two signs cancel out, so that macros see what is behind them. */
  private signed(signs: number, node: Node): Node {
    return signs % 2 === 0 ? node : other(node.height);
  }

  private isSignedNumber(): boolean {
    const after = this.tokens[this.next + 1]?.kind;
    return this.token.kind === "'-'" && (after === 'int' || after === 'float');
  }

  private member(isSignedNumber: boolean): Node {
    let node = this.primary(isSignedNumber);
    for (;;) {
      if (this.takeIf("'['")) {
        this.refuseOptional();
        node = this.above(node, this.expression());
        this.take("']'");
      } else if (this.takeIf("'.'")) {
        this.refuseOptional();
        node = this.fieldOrMethod(node);
      } else return node;
    }
  }

  private fieldOrMethod(target: Node): Node {
    if (this.takeIf('quoted name')) return { is: 'field', name: '', height: this.above(target).height };
    const name = this.take('name');
    if (!this.takeIf("'('")) return { is: 'field', name: '', height: this.above(target).height };
    const args = this.args();
    const count = args.length;
    const isMacro = QUANTIFIERS.has(name.text) && (count === 2 || (count === 3 && name.text === 'map'));
    if (isMacro) this.checkVariable(args[0], name);
    return this.above(target, ...args);
  }

  private primary(isSignedNumber: boolean): Node {
    if (isSignedNumber) this.next++;
    const token = this.token;
    this.next++;
    switch (token.kind) {
      case "'.'":
        return this.named(this.take('name'), '.');
      case 'name':
        return this.named(token, '');
      case "'('": {
        const node = this.expression();
        this.take("')'");
        return node;
      }
      case "'['":
        return this.entries("']'", () => this.element());
      case "'{'":
        return this.entries("'}'", () => this.highest(this.element(), this.valueBehindColon()));
      case 'int':
      case 'uint':
      case 'float':
        checkNumber(token, isSignedNumber);
        return other(0);
      case 'string':
      case 'bytes':
      case "'true'":
      case "'false'":
      case "'null'":
        return other(0);
      default:
        throw this.unexpected(token);
    }
  }

  /** A variable, a call or a message, which begin with a name. */
  private named(name: CelToken, dot: '.' | ''): Node {
    if (this.isMessage()) {
      while (this.takeIf("'.'")) this.take('name');
      this.take("'{'");
      return this.entries("'}'", () => this.messageField());
    }
    if (RESERVED.has(name.text)) throw new CelProblem(`${name.text} is reserved`, name.at);
    if (!this.takeIf("'('")) return { is: 'name', name: dot + name.text, height: 0 };
    const args = this.args();
    const [first] = args;
    const isHas = dot === '' && name.text === 'has' && args.length === 1;
    // A test for a field is itself a field to the macro around it.
    if (isHas && first?.is !== 'field') throw new CelProblem('has() takes a field, such as has(a.b)', name.at);
    return { is: isHas ? 'field' : 'other', name: '', height: Math.max(0, ...args.map(({ height }) => height)) };
  }

  /** Whether names with dots between them and a brace follow. */
  private isMessage(): boolean {
    let at = this.next;
    while (this.tokens[at]?.kind === "'.'" && this.tokens[at + 1]?.kind === 'name') at += 2;
    return this.tokens[at]?.kind === "'{'";
  }

  private messageField(): Node {
    this.refuseOptional();
    if (!this.takeIf('quoted name')) this.take('name');
    return this.valueBehindColon();
  }

  private valueBehindColon(): Node {
    this.take("':'");
    return this.expression();
  }

  private element(): Node {
    this.refuseOptional();
    return this.expression();
  }

  /** What stands between the brackets of a list, a map or a message, where a comma may be the last. */
  private entries(end: CelTokenKind, entry: () => Node): Node {
    let height = 0;
    if (this.takeIf("','")) {
      this.take(end);
      return other(0);
    }
    while (!this.takeIf(end)) {
      height = Math.max(height, entry().height);
      if (this.takeIf("','")) continue;
      this.take(end);
      break;
    }
    return other(height);
  }

  /** Arguments of a call, whose bracket is open. */
  private args(): readonly Node[] {
    const args: Node[] = [];
    if (this.takeIf("')'")) return args;
    do args.push(this.expression());
    while (this.takeIf("','"));
    this.take("')'");
    return args;
  }

  private checkVariable(variable: Node | undefined, macro: CelToken): void {
    if (variable?.is !== 'name') throw new CelProblem(`${macro.text}() takes the name of a variable first`, macro.at);
    if (variable.name === ACCUMULATOR) throw new CelProblem(`${ACCUMULATOR} is reserved for ${macro.text}()`, macro.at);
  }

  private refuseOptional(): void {
    if (this.token.kind === "'?'") throw new CelProblem('optional values with ? are not switched on', this.token.at);
  }

  /** An expression over others, one higher than the highest of them. */
  private above(...nodes: readonly Node[]): Node {
    const { height } = this.highest(...nodes);
    if (height >= DEEPEST) throw new CelProblem(`it nests deeper than ${DEEPEST}`, this.token.at);
    return other(height + 1);
  }

  private highest(...nodes: readonly Node[]): Node {
    return other(Math.max(0, ...nodes.map(({ height }) => height)));
  }

  private nested(what: 'expression' | 'relation' | 'calculation', read: () => Node): Node {
    if (++this.depth[what] > DEEPEST) throw new CelProblem(`it nests deeper than ${DEEPEST}`, this.token.at);
    const node = read();
    this.depth[what]--;
    return node;
  }

  private get token(): CelToken {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 };
  }

  private takeIf(kind: CelTokenKind): boolean {
    if (this.token.kind !== kind) return false;
    this.next++;
    return true;
  }

  private takeOneOf(kinds: ReadonlySet<CelTokenKind>): boolean {
    if (!kinds.has(this.token.kind)) return false;
    this.next++;
    return true;
  }

  private take(kind: CelTokenKind): CelToken {
    const { token } = this;
    if (token.kind !== kind) throw this.unexpected(token, kind);
    this.next++;
    return token;
  }

  private unexpected({ text, kind, at }: CelToken, wanted?: string): CelProblem {
    const what = kind === 'end' ? 'it ends' : `${JSON.stringify(text)} stands`;
    return new CelProblem(`${what} where ${wanted ?? 'a value'} is wanted`, at);
  }
}

function checkNumber({ kind, text, at }: CelToken, negative: boolean): void {
  if (kind === 'float') {
    if (!Number.isFinite(Number(text))) throw new CelProblem(`${text} is too large`, at);
    return;
  }
  const value = BigInt(text.replace(/[uU]$/, ''));
  const largest = kind === 'uint' ? 2n ** 64n - 1n : negative ? 2n ** 63n : 2n ** 63n - 1n;
  if (value > largest) throw new CelProblem(`${text} does not fit 64 bits`, at);
}
