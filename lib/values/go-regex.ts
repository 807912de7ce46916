/**
 * Regular expressions as Go's `regexp` compiles them, which istiod asks before Envoy sees them. RE2JS is a port of that package;
 * what newer versions of Go take otherwise is put right before it is asked. Source: Go 1.26, compared with it on random patterns.
 */
import { given } from './given';
import { re2 } from './re2';
import { isUnresolved } from './unresolved';

/** Letters, dots and escaped punctuation, each repeated or not: what most patterns are, and right at a glance. */
const SIMPLE = /^\^?(?:(?:[\w/ ~@#%&=:;,<>!'"-]|\.|\\[-./+*?()[\]{}^$|\\])[*+?]?)*\$?$/;

const NAMED = /\\[pP]|\(\?P?</;
const TOKEN = /\\Q[^]*?(?:\\E|$)|(\\[pP])(?:\{([^}]*)\}|([^{]))|\\[^]|(\(\?P?<)(\w+)>/gu;
const SEPARATORS = /[-_ ]/g;

/**
 * Classes of characters in `\p{...}`: categories, their long names, and scripts of Unicode 15 whose names are one word. Those of
 * several words cannot be reached in Go 1.25 and 1.26, which drop the `_` from what they look for.
 */
const CLASSES: ReadonlySet<string> = new Set(
  (
    'any ascii assigned c casedletter cc cf closepunctuation cn cntrl co combiningmark connectorpunctuation control cs ' +
    'currencysymbol dashpunctuation decimalnumber digit enclosingmark finalpunctuation format initialpunctuation l lc letter ' +
    'letternumber lineseparator ll lm lo lowercaseletter lt lu m mark mathsymbol mc me mn modifierletter modifiersymbol n nd nl ' +
    'no nonspacingmark number openpunctuation other otherletter othernumber otherpunctuation othersymbol p paragraphseparator ' +
    'pc pd pe pf pi po privateuse ps punct punctuation s sc separator sk sm so spaceseparator spacingmark surrogate symbol ' +
    'titlecaseletter unassigned uppercaseletter z zl zp zs ' +
    'adlam ahom arabic armenian avestan balinese bamum batak bengali bhaiksuki bopomofo brahmi braille buginese buhid carian ' +
    'chakma cham cherokee chorasmian common coptic cuneiform cypriot cyrillic deseret devanagari dogra duployan elbasan ' +
    'elymaic ethiopic georgian glagolitic gothic grantha greek gujarati gurmukhi han hangul hanunoo hatran hebrew hiragana ' +
    'inherited javanese kaithi kannada katakana kawi kharoshthi khmer khojki khudawadi lao latin lepcha limbu lisu lycian ' +
    'lydian mahajani makasar malayalam mandaic manichaean marchen medefaidrin miao modi mongolian mro multani myanmar ' +
    'nabataean nandinagari newa nko nushu ogham oriya osage osmanya palmyrene phoenician rejang runic samaritan saurashtra ' +
    'sharada shavian siddham sinhala sogdian soyombo sundanese syriac tagalog tagbanwa takri tamil tangsa tangut telugu ' +
    'thaana thai tibetan tifinagh tirhuta toto ugaritic vai vithkuqi wancho yezidi yi'
  ).split(' '),
);

/**
 * What was found of patterns: compiling one takes as long as all other checks of an object together, and a few patterns come in object after
 * object.
 */
const found = new Map<string, string | undefined>();
const MOST_FOUND = 1000;

/** A pattern that Go compiles; the empty one is. How long it may be is for the fields to say. */
export function checkGoRegex(value: unknown): string | undefined {
  if (typeof value === 'string') return SIMPLE.test(value) ? undefined : problemOf(value);
  return isUnresolved(value) ? undefined : `must be a regular expression, got ${given(value)}`;
}

function problemOf(pattern: string): string | undefined {
  const known = found.get(pattern);
  if (known !== undefined || found.has(pattern)) return known;
  if (isUnresolved(pattern)) return undefined;
  const problem = compilingProblem(pattern);
  if (found.size >= MOST_FOUND) found.clear();
  found.set(pattern, problem);
  return problem;
}

function compilingProblem(pattern: string): string | undefined {
  try {
    re2().RE2JS.compile(NAMED.test(pattern) ? withKnownNames(pattern) : pattern);
    return undefined;
  } catch (error) {
    const reason = (error as Error).message.replace('error parsing regexp: ', '');
    return `must be a regular expression that Go and RE2 can read, got ${given(pattern)} (${reason})`;
  }
}

/** The same with classes and names of groups that RE2JS knows as well; Go takes a name of a group more than once. */
function withKnownNames(pattern: string): string {
  const names = new Set<string>();
  return pattern.replace(
    TOKEN,
    (token: string, p?: string, braced?: string, single?: string, open?: string, name?: string) => {
      if (p !== undefined) {
        if (!isClass(braced ?? single ?? '')) throw new Error(`no class of characters is named ${token}`);
        return `${p}L`;
      }
      if (open === undefined || name === undefined) return token;
      let unique = name;
      while (names.has(unique)) unique += '_';
      names.add(unique);
      return `${open}${unique}>`;
    },
  );
}

function isClass(name: string): boolean {
  return CLASSES.has(name.replace(/^\^/, '').replace(SEPARATORS, '').toLowerCase()) && !/[^\0-\x7f]/.test(name);
}
