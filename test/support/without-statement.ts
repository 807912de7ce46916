/** Programs with one statement taken out: what a user would see who deletes a line. */
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ts from 'typescript';

/** A statement of a constructor that can be taken out. */
export interface Removable {
  /** How it begins, such as `new CanaryRoute(this, 'canary'` or `cart.allowFrom(web`. */
  readonly name: string;

  /** The module's text without it, and without what cannot stand without it. */
  readonly rest: string;
}

/**
 * The statements of the only constructor in `file`, but for those that only name what others share.
 *
 * Where a statement declares a name, all that mentions it goes too: whole statements, or, in the declaration of something else,
 * the one property that mentions it.
 */
export function removableStatements(file: string): readonly Removable[] {
  const text = readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const body = constructorBody(source);
  return body.statements
    .filter((statement) => /new [A-Z]|\.\w+\(/.test(statement.getText()) && !statement.getText().startsWith('super('))
    .map((statement) => ({
      name: nameOf(statement),
      rest: without(text, [statement, ...mentions(body, statement)]),
    }));
}

/** The exports of a TypeScript module given as text, which stands where `file` does. */
export function evaluate(text: string, file: string): Record<string, unknown> {
  const { code } = transformSync(text, {
    filename: file,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const exports: Record<string, unknown> = {};
  const load = createRequire(file);
  // The package by its name is the sources, as for every test.
  const required = (name: string): unknown =>
    name === 'istio-constructs' ? jest.requireActual('istio-constructs') : (jest.requireActual(load.resolve(name)) as unknown);
  new Function('exports', 'require', code)(exports, required);
  return exports;
}

function constructorBody(source: ts.SourceFile): ts.Block {
  const found: ts.Block[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isConstructorDeclaration(node) && node.body) found.push(node.body);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [only] = found;
  if (found.length !== 1 || !only) throw new Error(`${found.length} constructors in ${source.fileName}`);
  return only;
}

/** The text of its call up to the second argument. */
function nameOf(statement: ts.Statement): string {
  const text = statement.getText().replace(/^const \w+ = /, '');
  return (/^[^,{]*(?:, '[^']*'|)/.exec(text)?.[0] ?? text).replace(/\);$/, '');
}

/** What cannot stand without the name that `statement` declares. */
function mentions(body: ts.Block, statement: ts.Statement): readonly ts.Node[] {
  const declared = declaredName(statement);
  if (declared === undefined) return [];
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node === statement) return;
    if (node.getText() === declared && (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && !isKey(node)) {
      found.push(smallest(node, body));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function declaredName(statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText();
  return /^(this\.\w+) = /.exec(statement.getText())?.[1];
}

function isKey(node: ts.Node): boolean {
  const { parent } = node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) && parent.name === node;
}

/** The statement around `node`; where that declares something else, the property or element around it. */
function smallest(node: ts.Node, body: ts.Block): ts.Node {
  const around: ts.Node[] = [];
  for (let each = node; each !== body; each = each.parent) around.push(each);
  const statement = around[around.length - 1] ?? node;
  if (!ts.isVariableStatement(statement)) return statement;
  return around.find((each) => ts.isPropertyAssignment(each)) ?? statement;
}

function without(text: string, nodes: readonly ts.Node[]): string {
  return [...nodes]
    .sort((a, b) => b.getStart() - a.getStart())
    .reduce((rest, node) => {
      const end = rest[node.getEnd()] === ',' ? node.getEnd() + 1 : node.getEnd();
      return rest.slice(0, node.getStart()) + rest.slice(end);
    }, text);
}
