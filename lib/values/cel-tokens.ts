/** Words of CEL, the Common Expression Language. Source: the lexer of cel-go 0.28. */

/** What kind of word a token is: for operators, brackets and keywords the word itself. */
export type CelTokenKind =
  'int' | 'uint' | 'float' | 'string' | 'bytes' | 'name' | 'quoted name' | 'end' | `'${string}'`;

export interface CelToken {
  readonly kind: CelTokenKind;
  readonly text: string;

  /** Where it begins, in UTF-16 units. */
  readonly at: number;
}

/** What is no CEL, and where. Thrown and caught within the reading of one expression. */
export class CelProblem extends Error {
  public constructor(
    message: string,
    public readonly at: number,
  ) {
    super(message);
  }
}

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\`]|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[0-3][0-7]{2})`;

// Tried in this order, which makes the longest one win.
const WORDS: readonly (readonly [kind: CelTokenKind | 'blank' | 'operator' | 'text', pattern: string])[] = [
  ['blank', String.raw`(?:[\t \r\n\f]|//[^\n]*)+`],
  ['float', String.raw`\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?`],
  ['uint', String.raw`(?:0x[\da-fA-F]+|\d+)[uU]`],
  ['int', String.raw`0x[\da-fA-F]+|\d+`],
  ['text', String.raw`[bB]?[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`],
  ['text', `[bB]?(?:"""(?:${ESCAPE}|[^\\\\])*?"""|'''(?:${ESCAPE}|[^\\\\])*?''')`],
  ['text', `[bB]?(?:"(?:${ESCAPE}|[^\\\\"\\n\\r])*"|'(?:${ESCAPE}|[^\\\\'\\n\\r])*')`],
  ['quoted name', '`[A-Za-z0-9_./ -]+`'],
  ['name', '[A-Za-z_][A-Za-z0-9_]*'],
  ['operator', String.raw`==|!=|<=|>=|&&|\|\||[<>[\]{}().,!?:+*/%-]`],
];
const WORD = new RegExp(WORDS.map(([, pattern]) => `(${pattern})`).join('|'), 'y');
const KEYWORDS = new Set(['in', 'true', 'false', 'null']);
const ESCAPED = /\\(?:u(.{4})|U(.{8})|[^])/g;

/**
 * The tokens of an expression, with one of kind `end` after them.
 *
 * @throws CelProblem
 */
export function celTokens(expression: string): readonly CelToken[] {
  const tokens: CelToken[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < expression.length) {
    const at = WORD.lastIndex;
    const match = WORD.exec(expression);
    if (match === null)
      throw new CelProblem(`nothing begins with ${JSON.stringify(firstCharacter(expression, at))}`, at);
    const text = match[0];
    const word = WORDS[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]?.[0];
    if (word === 'blank' || word === undefined) continue;
    if (word === 'text') tokens.push({ kind: textKind(text, at), text, at });
    else tokens.push({ kind: word === 'operator' || KEYWORDS.has(text) ? `'${text}'` : word, text, at });
  }
  tokens.push({ kind: 'end', text: '', at: expression.length });
  return tokens;
}

function firstCharacter(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

/** Looks at the characters that a text names by number, of which bytes have none. */
function textKind(text: string, at: number): 'string' | 'bytes' {
  const isBytes = /^[bB]/.test(text);
  if (/^[bB]?[rR]/.test(text)) return isBytes ? 'bytes' : 'string';
  for (const [escape, short, long] of text.matchAll(ESCAPED)) {
    const hex = short ?? long;
    if (hex === undefined) continue;
    const code = parseInt(hex, 16);
    if (isBytes) throw new CelProblem(`bytes have no characters such as ${escape}`, at);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw new CelProblem(`there is no character ${escape}`, at);
  }
  return isBytes ? 'bytes' : 'string';
}
