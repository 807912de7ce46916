/** Reads the public API and its docstrings with the compiler, from what lib/index.ts exports. */
import { join, relative, sep } from 'node:path';
import * as ts from 'typescript';
import { type ApiClass, type ApiMethod, type ApiModel, type ApiProperty, type ApiType, type Doc } from './api-model';
import { type TypeNames, typeParts } from './type-text';

const root = join(__dirname, '..', '..');
const lib = join(root, 'lib');
const index = join(lib, 'index.ts');

/** What every construct is, and readers of a page need not be told. */
const OF_THE_TREE = new Set(['Construct', 'IConstruct']);

/** The compiler's options of this project. */
export function compilerOptions(): ts.CompilerOptions {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  });
  return config?.options ?? {};
}

/** The sources of the package, compiled. */
export function packageProgram(more: readonly string[] = []): ts.Program {
  return ts.createProgram([index, ...more], compilerOptions());
}

/** The public API of the package. */
export function readApi(program: ts.Program): ApiModel {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${index} cannot be read`);
  const exported = checker.getExportsOfModule(module).map((alias) => ({
    name: alias.name,
    isTypeOnly: alias.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) ?? false,
    symbol: (alias.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(alias) : alias,
  }));
  const reader = new ApiReader(checker, new Set(exported.map(({ name }) => name)));
  const classes: ApiClass[] = [];
  const types = new Map<string, ApiType>();
  const functions: ApiMethod[] = [];
  for (const { name, symbol, isTypeOnly } of exported) {
    const declaration = symbol.declarations?.[0];
    if (!declaration) continue;
    const isMade =
      ts.isClassDeclaration(declaration) && !isTypeOnly && !isAbstract(declaration) && !isError(checker, symbol);
    if (isMade) classes.push(reader.classOf(name, symbol, declaration));
    else if (ts.isFunctionDeclaration(declaration)) functions.push(reader.methodOf(name, symbol, declaration));
    else types.set(name, reader.typeOf(name, symbol, declaration));
  }
  return { classes: classes.sort(byName), types: new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1))), functions };
}

class ApiReader {
  private readonly names: TypeNames;

  public constructor(
    private readonly checker: ts.TypeChecker,
    exported: ReadonlySet<string>,
  ) {
    this.names = { checker, exported };
  }

  public classOf(name: string, symbol: ts.Symbol, declaration: ts.ClassDeclaration): ApiClass {
    const creation = declaration.members.find(ts.isConstructorDeclaration);
    const statics = this.checker
      .getTypeOfSymbol(symbol)
      .getProperties()
      .filter((member) => member.name !== 'prototype' && isOurs(member) && isPublic(member));
    return {
      ...this.typeOf(name, symbol, declaration),
      layer: relative(lib, declaration.getSourceFile().fileName).split(sep)[0] ?? '',
      isConstruct: basesOf(this.checker, symbol).includes('Construct'),
      creation: creation && isPublicNode(creation) ? this.constructorOf(creation) : undefined,
      factories: statics.flatMap((member) => this.methods(member)),
      constants: statics.flatMap((member) => this.property(member)),
    };
  }

  public typeOf(name: string, symbol: ts.Symbol, declaration: ts.Declaration): ApiType {
    const isAlias = ts.isTypeAliasDeclaration(declaration);
    const members = isAlias
      ? []
      : this.checker
          .getDeclaredTypeOfSymbol(symbol)
          .getProperties()
          .filter((member) => isOurs(member) && isPublic(member));
    return {
      name,
      doc: this.docOf(symbol),
      properties: members.flatMap((member) => this.property(member)),
      methods: members.flatMap((member) => this.methods(member)),
      definition: isAlias ? typeParts(declaration.type, this.names, { isWhole: true }) : undefined,
      foreignBases: this.foreignBases(symbol),
    };
  }

  public methodOf(name: string, symbol: ts.Symbol, declaration: ts.SignatureDeclaration): ApiMethod {
    return {
      name,
      parameters: declaration.parameters.map((parameter) => ({
        name: parameter.name.getText(),
        isOptional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
        type: typeParts(parameter.type, this.names),
      })),
      returns: declaration.type ? typeParts(declaration.type, this.names) : [],
      doc: this.docOf(symbol),
    };
  }

  private constructorOf(declaration: ts.ConstructorDeclaration): ApiMethod {
    const symbol = (declaration as unknown as { readonly symbol: ts.Symbol }).symbol;
    return this.methodOf('constructor', symbol, declaration);
  }

  private methods(member: ts.Symbol): ApiMethod[] {
    const declaration = member.declarations?.find((each) => ts.isMethodDeclaration(each) || ts.isMethodSignature(each));
    return declaration ? [this.methodOf(member.name, member, declaration)] : [];
  }

  private property(member: ts.Symbol): ApiProperty[] {
    const declaration = member.declarations?.find(
      (each) =>
        ts.isPropertyDeclaration(each) ||
        ts.isPropertySignature(each) ||
        ts.isGetAccessor(each) ||
        ts.isParameter(each),
    );
    if (!declaration) return [];
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    const type = typeParts(declaration.type, this.names);
    return [{ name: member.name, isOptional, type, doc: this.orOfType(this.docOf(member), declaration.type) }];
  }

  /** Where nothing is said of a property, what is said of its type. */
  private orOfType(doc: Doc, type: ts.TypeNode | undefined): Doc {
    if (doc.text !== '' || !type || !ts.isTypeReferenceNode(type)) return doc;
    const named = this.checker.getSymbolAtLocation(type.typeName);
    const isAlias = named !== undefined && (named.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? this.checker.getAliasedSymbol(named) : named;
    return symbol && isOurs(symbol) ? { ...doc, text: this.docOf(symbol).text.split(/\n\s*\n/)[0] ?? '' } : doc;
  }

  private foreignBases(symbol: ts.Symbol): readonly string[] {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const bases = type.isClassOrInterface() ? this.checker.getBaseTypes(type) : [];
    return bases
      .map((base) => base.symbol)
      .filter((base) => !isOurs(base) && !OF_THE_TREE.has(base.name))
      .map((base) => base.name);
  }

  private docOf(symbol: ts.Symbol): Doc {
    const tags = symbol.getJsDocTags(this.checker);
    const texts = (name: string) =>
      tags.filter((tag) => tag.name === name).map((tag) => ts.displayPartsToString(tag.text).trim());
    const params = texts('param').map((text) => /^(\S+)\s*(?:-\s*)?([^]*)$/.exec(text) ?? []);
    return {
      text: ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim(),
      params: Object.fromEntries(params.map(([, name = '', text = '']) => [name, text])),
      returns: texts('returns')[0],
      throws: [...texts('throws'), ...texts('exception')],
      default: texts('default')[0]?.replace(/^-\s*/, ''),
      examples: texts('example').map((text) => text.replace(/^```\w*\n|\n```$/g, '')),
    };
  }
}

function isOurs(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some((each) => each.getSourceFile().fileName.startsWith(lib + sep)) ?? false;
}

function isPublic(symbol: ts.Symbol): boolean {
  return symbol.declarations?.every(isPublicNode) ?? false;
}

function isPublicNode(node: ts.Declaration): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  const isInternal = ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal');
  return (ts.getCombinedModifierFlags(node) & hidden) === 0 && !isInternal;
}

function isAbstract(declaration: ts.ClassDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;
}

function isError(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  return basesOf(checker, symbol).includes('Error');
}

function basesOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly string[] {
  const names: string[] = [];
  let type: ts.BaseType | undefined = checker.getDeclaredTypeOfSymbol(symbol);
  while (type?.isClassOrInterface()) {
    [type] = checker.getBaseTypes(type);
    if (type) names.push(type.symbol.name);
  }
  return names;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
