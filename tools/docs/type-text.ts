/** Types as people read them: `list of HttpMatch`, not `readonly HttpMatch[] | undefined`. */
import * as ts from 'typescript';
import { type TypePart } from './api-model';

/** What {@link typeParts} needs to know of the program. */
export interface TypeNames {
  readonly checker: ts.TypeChecker;

  /** Names of the types that this package exports. */
  readonly exported: ReadonlySet<string>;
}

/** How much of a type is shown. */
export interface TypeTextOptions {
  /** Whether long unions are written in full: where the type itself is described. */
  readonly isWhole?: boolean;
}

/** Members of a union, and characters of code, that fit into a table. */
const MOST_MEMBERS = 5;
const MOST_CHARACTERS = 60;

/** Wrappers that say nothing to a reader. */
const SILENT = new Set(['Readonly', 'Partial', 'Required', 'NonNullable', 'Awaited']);

/** `node` for a reader; empty where nothing is said. `undefined` is left out, for tables say what is optional. */
export function typeParts(
  node: ts.TypeNode | undefined,
  names: TypeNames,
  options: TypeTextOptions = {},
): readonly TypePart[] {
  if (!node) return [];
  const inner = (each: ts.TypeNode | undefined) => typeParts(each, names);
  if (ts.isParenthesizedTypeNode(node) || (ts.isTypeOperatorNode(node) && !isKeyOf(node)))
    return typeParts(node.type, names, options);
  if (ts.isArrayTypeNode(node)) return [{ text: 'list of ' }, ...inner(node.elementType)];
  if (ts.isMappedTypeNode(node)) return [{ text: 'map of ' }, ...inner(node.type)];
  if (ts.isUnionTypeNode(node)) return union(node, names, options);
  if (ts.isTypeReferenceNode(node)) return reference(node, names, options);
  if (ts.isFunctionTypeNode(node)) return [{ text: 'function' }];
  if (ts.isIntersectionTypeNode(node)) return joined(node.types.map(inner), ' and ');
  if (ts.isTypeLiteralNode(node)) return literal(node, names);
  if (ts.isTypeQueryNode(node) || ts.isIndexedAccessTypeNode(node) || isKeyOf(node))
    return computed(node, names, options);
  return [code(node.getText(), options)];
}

function union(node: ts.UnionTypeNode, names: TypeNames, options: TypeTextOptions): TypePart[] {
  const members = node.types.filter((each) => each.kind !== ts.SyntaxKind.UndefinedKeyword);
  const shown = options.isWhole ? members : members.slice(0, MOST_MEMBERS);
  const parts = joined(
    shown.map((each) => typeParts(each, names, options)),
    ' or ',
  );
  return members.length > shown.length ? [...parts, { text: ' and others' }] : parts;
}

function reference(node: ts.TypeReferenceNode, names: TypeNames, options: TypeTextOptions): readonly TypePart[] {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  if (SILENT.has(name)) return typeParts(first, names, options);
  if (name === 'ReadonlyArray' || name === 'Array') return [{ text: 'list of ' }, ...typeParts(first, names)];
  if (name === 'Record') return [{ text: 'map of ' }, ...typeParts(second, names)];
  if (names.exported.has(name)) return [{ type: name }];
  const symbol = names.checker.getSymbolAtLocation(node.typeName);
  const declaration = symbol?.declarations?.[0];
  // Of a type parameter, what it has to be.
  if (declaration && ts.isTypeParameterDeclaration(declaration) && declaration.constraint) {
    return typeParts(declaration.constraint, names, options);
  }
  return [code(node.getText(), options)];
}

function literal(node: ts.TypeLiteralNode, names: TypeNames): TypePart[] {
  const members = node.members
    .filter(ts.isPropertySignature)
    .map((member): readonly TypePart[] => [
      { code: `${member.name.getText()}${member.questionToken ? '?' : ''}` },
      { text: ' (' },
      ...typeParts(member.type, names),
      { text: ')' },
    ]);
  return [{ text: 'object of ' }, ...joined(members, ', ')];
}

/** What is computed of a table, such as the names in it. */
function computed(node: ts.TypeNode, { checker }: TypeNames, options: TypeTextOptions): TypePart[] {
  const type = checker.getTypeFromTypeNode(node);
  // In alphabetical order, for the compiler's own changes with what else is compiled.
  const members = (type.isUnion() ? type.types : [type]).map((each) => checker.typeToString(each)).sort();
  const shown = options.isWhole ? members : members.slice(0, MOST_MEMBERS);
  const parts = shown.map((each) => [code(each.replace(/"/g, "'"), options)]);
  return [...joined(parts, ' or '), ...(members.length > shown.length ? [{ text: ' and others' }] : [])];
}

function isKeyOf(node: ts.TypeNode): boolean {
  return ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword;
}

function joined(lists: readonly (readonly TypePart[])[], between: string): TypePart[] {
  return lists.flatMap((parts, index) => [...(index > 0 ? [{ text: between }] : []), ...parts]);
}

function code(text: string, { isWhole }: TypeTextOptions): TypePart {
  const line = text.replace(/\s+/g, ' ');
  return { code: isWhole || line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 4)} ...` };
}
