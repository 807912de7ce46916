/** Expressions of CEL, after macros were recognised: what rules are printed and interpreted from. */
export type CelExpression =
  | { readonly op: 'literal'; readonly value: string | number | boolean | null }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'select'; readonly of: CelExpression; readonly field: string }
  | { readonly op: 'has'; readonly of: CelExpression; readonly field: string }
  | { readonly op: 'list'; readonly items: readonly CelExpression[] }
  | { readonly op: 'map'; readonly entries: readonly (readonly [CelExpression, CelExpression])[] }
  | { readonly op: 'and' | 'or'; readonly left: CelExpression; readonly right: CelExpression }
  | { readonly op: 'if'; readonly test: CelExpression; readonly yes: CelExpression; readonly no: CelExpression }
  | { readonly op: 'call'; readonly name: CelFunction; readonly args: readonly CelExpression[] }
  | {
      readonly op: 'macro';
      readonly name: CelMacro;
      readonly over: CelExpression;
      readonly variable: string;
      readonly body: CelExpression;
    };

/** Macros over the elements of a list or the keys of a map. */
export type CelMacro = 'all' | 'exists' | 'existsOne' | 'filter' | 'map';

/** Functions by their name in the library; a method has what it is called on as its first argument. */
export type CelFunction = (typeof CEL_FUNCTIONS)[keyof typeof CEL_FUNCTIONS] | 'validateFormat';

/** What CEL calls it, and what the library does. What is not here is refused when a rule is read. */
export const CEL_FUNCTIONS = {
  '!_': 'not',
  '-_': 'negate',
  '_==_': 'equals',
  '_!=_': 'differs',
  '_<_': 'less',
  '_<=_': 'atMost',
  '_>_': 'greater',
  '_>=_': 'atLeast',
  '_+_': 'add',
  '_-_': 'subtract',
  '_*_': 'multiply',
  '_%_': 'remainder',
  '_[_]': 'index',
  '@in': 'isIn',
  size: 'size',
  contains: 'contains',
  startsWith: 'startsWith',
  endsWith: 'endsWith',
  matches: 'matches',
  substring: 'substring',
  split: 'split',
  join: 'join',
  trim: 'trim',
  replace: 'replace',
  indexOf: 'indexOf',
  lastIndexOf: 'lastIndexOf',
  charAt: 'charAt',
  lowerAscii: 'lowerAscii',
  upperAscii: 'upperAscii',
  int: 'int',
  string: 'string',
  duration: 'duration',
  isURL: 'isUrl',
  url: 'url',
  getScheme: 'getScheme',
  getHost: 'getHost',
  getHostname: 'getHostname',
  getPort: 'getPort',
  isIP: 'isIp',
} as const;

/** A rule of CEL that cannot be read or holds what is not known here. */
export class CelRuleError extends Error {
  public override readonly name = 'CelRuleError';
}
