/** Types of TypeScript, printed. */
import { compareText, type Schema } from './schema';

/** How the printer learns the names of types. */
export interface TypeNames {
  /** The name of an object schema with fields, or of a reference; undefined for what is printed in place. */
  readonly nameOf: (schema: Schema) => string | undefined;
}

/** What is known of a field beside its schema. */
export interface FieldNotes {
  /** Tags such as `@since 1.30`. */
  readonly tags: (field: string) => readonly string[];
}

/** An interface with all fields of an object schema. */
export function printInterface(name: string, schema: Schema, names: TypeNames, notes: FieldNotes, doc: string): string {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .map(([field, each]) => {
      const type = printType(each, names);
      const tags = [...notes.tags(field), ...docTags(each)];
      const key = /^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field);
      return `${printTags(tags)}  readonly ${key}${required.has(field) ? `: ${type}` : `?: ${type} | undefined`};\n`;
    });
  return `/** ${doc} */\nexport interface ${name} {\n${fields.join('')}}\n`;
}

/** The type of a value. */
export function printType(schema: Schema, names: TypeNames): string {
  const name = names.nameOf(schema);
  if (name !== undefined) return name;
  if (isIntOrString(schema)) return 'number | string';
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each).replace(/^"(.*)"$/, "'$1'")).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'array':
      return `readonly ${inParentheses(schema.items ? printType(schema.items, names) : 'unknown')}[]`;
    case 'object':
      return `{ readonly [key: string]: ${printEntry(schema, names)} }`;
    default:
      return 'unknown';
  }
}

function printEntry({ additionalProperties }: Schema, names: TypeNames): string {
  return typeof additionalProperties === 'object' ? printType(additionalProperties, names) : 'unknown';
}

function isIntOrString(schema: Schema): boolean {
  const types = (schema.anyOf ?? schema.oneOf ?? []).map((each) => each.type);
  return (
    schema['x-kubernetes-int-or-string'] === true ||
    (types.includes('string') && (types.includes('integer') || types.includes('number')))
  );
}

function inParentheses(type: string): string {
  return type.includes(' | ') ? `(${type})` : type;
}

const TAGS = [
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
] as const;
const LONGEST_RULE = 80;

/** What the schema asks of a value, one tag each. */
function docTags(schema: Schema): string[] {
  const rules = (schema['x-kubernetes-validations'] ?? []).map(({ rule }) => rule.trim());
  const isEmptyDefault =
    typeof schema.default === 'object' && schema.default !== null && Object.keys(schema.default).length === 0;
  return [
    ...TAGS.flatMap((tag) => (schema[tag] === undefined ? [] : [`@${tag} ${String(schema[tag])}`])),
    ...(schema.pattern === undefined ? [] : [`@pattern ${schema.pattern}`]),
    ...(schema.default === undefined || isEmptyDefault ? [] : [`@default ${JSON.stringify(schema.default)}`]),
    ...rules.filter((rule) => rule.length <= LONGEST_RULE && !rule.includes('\n')).map((rule) => `@rule ${rule}`),
  ].filter((tag) => !tag.includes('*/'));
}

function printTags(tags: readonly string[]): string {
  const [first, ...more] = tags;
  if (first === undefined) return '';
  return more.length === 0 ? `  /** ${first} */\n` : `  /**\n${tags.map((tag) => `   * ${tag}\n`).join('')}   */\n`;
}
