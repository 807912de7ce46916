/**
 * Regular expressions as Go's `regexp` compiles them, which is what istiod's webhook asks. Source: the behaviour of Go 1.26, held against that
 * of re2js, which differs in two things: Go lets a name stand for several groups, and finds Unicode classes whatever their case.
 */
import type * as Re2 from 're2js';
import { given } from './given';
import { isUnresolved } from './unresolved';

/** What needs no compiling: texts without anything special. */
const LITERAL = /^[\w/ :;,=@%&~'"<>!#-]*$/;

/** Quoted texts and escapes, which hide what is in them; classes by name; named groups. */
const SPECIAL = /\\Q[^]*?(?:\\E|$)|\\([pP])(?:\{\^?([^}]*)\}|([^{]))|\\[^]|\(\?P?<(\w+)>/gu;

/** Unicode classes in lower case without separators: categories, their long names, and scripts of one word, as Go finds no others. */
const CLASSES: ReadonlySet<string> = new Set(
  `
  adlam ahom any arabic armenian ascii assigned avestan balinese bamum batak bengali bhaiksuki bopomofo brahmi braille
  buginese buhid c carian casedletter cc cf chakma cham cherokee chorasmian closepunctuation cn cntrl co combiningmark
  common connectorpunctuation control coptic cs cuneiform currencysymbol cypriot cyrillic dashpunctuation decimalnumber
  deseret devanagari digit dogra duployan elbasan elymaic enclosingmark ethiopic finalpunctuation format georgian
  glagolitic gothic grantha greek gujarati gurmukhi han hangul hanunoo hatran hebrew hiragana inherited
  initialpunctuation javanese kaithi kannada katakana kawi kharoshthi khmer khojki khudawadi l lao latin lc lepcha letter
  letternumber limbu lineseparator lisu ll lm lo lowercaseletter lt lu lycian lydian m mahajani makasar malayalam mandaic
  manichaean marchen mark mathsymbol mc me medefaidrin miao mn modi modifierletter modifiersymbol mongolian mro multani
  myanmar n nabataean nandinagari nd newa nko nl no nonspacingmark number nushu ogham openpunctuation oriya osage osmanya
  other otherletter othernumber otherpunctuation othersymbol p palmyrene paragraphseparator pc pd pe pf phoenician pi po
  privateuse ps punct punctuation rejang runic s samaritan saurashtra sc separator sharada shavian siddham sinhala sk sm
  so sogdian soyombo spaceseparator spacingmark sundanese surrogate symbol syriac tagalog tagbanwa takri tamil tangsa
  tangut telugu thaana thai tibetan tifinagh tirhuta titlecaseletter toto ugaritic unassigned uppercaseletter vai
  vithkuqi wancho yezidi yi z zl zp zs
`
    .trim()
    .split(/\s+/),
);

/**
 * Verdicts on patterns. Compiling takes a thousand times as long as looking one up, and the same few patterns come in object after object.
 */
const VERDICTS = new Map<string, string | undefined>();
const MOST_VERDICTS = 1000;

/** A pattern that Go's `regexp` compiles, of any length. */
export function checkGoRegex(value: unknown): string | undefined {
  if (typeof value === 'string' && LITERAL.test(value)) return undefined;
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string') return `must be a regular expression, got ${given(value)}`;
  const known = VERDICTS.get(value);
  if (known !== undefined || VERDICTS.has(value)) return known;
  const problem = syntaxProblem(value);
  const verdict =
    problem === undefined ? undefined : `must be a regular expression in RE2 syntax, got ${given(value)} (${problem})`;
  if (VERDICTS.size >= MOST_VERDICTS) VERDICTS.clear();
  VERDICTS.set(value, verdict);
  return verdict;
}

function syntaxProblem(pattern: string): string | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { RE2JS } = require('re2js') as typeof Re2;
    RE2JS.compile(inRe2js(pattern));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The pattern with one class for all that Go knows, and a name of its own for each group. @throws Error for a class that it does not know */
function inRe2js(pattern: string): string {
  const groups = new Set<string>();
  let repeats = 0;
  return pattern.replace(SPECIAL, (part: string, sign?: string, long?: string, short?: string, group?: string) => {
    const name = long ?? short;
    if (sign !== undefined && name !== undefined) {
      if (!CLASSES.has(name.replace(/[-_ ]/g, '').toLowerCase())) throw new Error(`no class ${given(name)}`);
      return `\\${sign}L`;
    }
    if (group === undefined) return part;
    if (groups.has(group)) return `(?P<again_${repeats++}_of_${pattern.length}>`;
    groups.add(group);
    return part;
  });
}
