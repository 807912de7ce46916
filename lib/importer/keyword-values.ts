/** What the keywords of a schema may hold, and what is wrong where one holds something else. */
type Fields = Readonly<Record<string, unknown>>;

interface Shape {
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array'];
const TYPE: Shape = { what: `one of ${TYPES.join(', ')}`, fits: (value) => isText(value) && TYPES.includes(value) };
const TEXT: Shape = { what: 'a text', fits: isText };
const FLAG: Shape = { what: 'true or false', fits: (value) => typeof value === 'boolean' };
const NUMBER: Shape = { what: 'a number', fits: Number.isFinite };
const COUNT: Shape = { what: 'a whole number', fits: (value) => Number.isSafeInteger(value) };
const TEXTS: Shape = { what: 'a list of texts', fits: isTexts };
const LIST: Shape = { what: 'a list', fits: Array.isArray };
const ANY: Shape = { what: 'anything', fits: () => true };
const RULES: Shape = {
  what: 'a list of rules, each with its text as rule, and with texts as message, messageExpression and fieldPath if it has them',
  fits: (value) => Array.isArray(value) && value.every(isRule),
};

const SHAPES: Readonly<Record<string, Shape>> = {
  ...shaped(TYPE, 'type'),
  ...shaped(TEXT, '$ref', 'format', 'pattern', 'x-kubernetes-list-type', 'x-kubernetes-map-type'),
  ...shaped(TEXT, 'x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key'),
  ...shaped(FLAG, 'nullable', 'uniqueItems', 'exclusiveMinimum', 'exclusiveMaximum', 'x-kubernetes-int-or-string'),
  ...shaped(FLAG, 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'),
  ...shaped(NUMBER, 'minimum', 'maximum', 'multipleOf'),
  ...shaped(COUNT, 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'),
  ...shaped(TEXTS, 'required', 'x-kubernetes-list-map-keys'),
  ...shaped(LIST, 'enum'),
  ...shaped(ANY, 'default', 'x-kubernetes-unions', 'x-kubernetes-group-version-kind'),
  'x-kubernetes-validations': RULES,
};

/** What is wrong with a keyword that holds no schema; undefined where nothing is. */
export function keywordProblem(keyword: string, value: unknown): string | undefined {
  const shape = Object.hasOwn(SHAPES, keyword) ? SHAPES[keyword] : undefined;
  if (shape === undefined) return 'is a keyword that the generator does not know';
  return shape.fits(value) ? undefined : `must be ${shape.what}`;
}

function shaped(shape: Shape, ...keywords: readonly string[]): Readonly<Record<string, Shape>> {
  return Object.fromEntries(keywords.map((keyword) => [keyword, shape]));
}

function isRule(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { rule, message, messageExpression, fieldPath } = value as Fields;
  return isText(rule) && [message, messageExpression, fieldPath].every((each) => each === undefined || isText(each));
}
