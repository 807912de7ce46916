/**
 * Examples of docstrings as modules that export one function, `example`, called with a chart as `this` and the prelude: what an
 * example names is imported, what it declares itself is its own.
 */
import * as cdk8s from 'cdk8s';
import { join } from 'node:path';
import * as ts from 'typescript';
import { type ApiClass, type ApiModel, type Example, examplesOf } from './api-model';
import { PRELUDE_NAMES } from './prelude';

/** The module of an example, as TypeScript. */
export function moduleOf({ code }: Example, { classes, types, functions }: ApiModel): string {
  const { used, declared } = namesIn(code);
  const free = [...used].filter((name) => !declared.has(name)).sort();
  const ours = new Set([...classes, ...types.values(), ...functions].map(({ name }) => name));
  const known = new Set<string>(PRELUDE_NAMES);
  const imported = (from: (name: string) => boolean) =>
    free.filter((name) => !known.has(name) && from(name)).join(', ');
  return [
    `import { type Chart as ExampleScope } from 'cdk8s';`,
    `import { ${imported((name) => ours.has(name))} } from 'istio-constructs';`,
    `import { ${imported((name) => !ours.has(name) && name in cdk8s)} } from 'cdk8s';`,
    `import { type Prelude } from './tools/docs/prelude';`,
    `export function example(this: ExampleScope, { ${free.filter((name) => known.has(name)).join(', ')} }: Prelude): void {{`,
    code,
    '}}',
  ].join('\n');
}

/** An example with what is wrong with its types, or with its module as JavaScript. */
export function runnable(example: Example, model: ApiModel): string {
  return ts.transpileModule(moduleOf(example, model), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  }).outputText;
}

/** One line for each type error in an example. `before` is the program that the model was read from: its files are taken over. */
export function exampleTypeErrors(model: ApiModel, before: ts.Program): readonly string[] {
  const examples = examplesOf(model);
  const root = join(__dirname, '..', '..');
  const texts = new Map(
    examples.map((example, index) => [join(root, `example-${index}.ts`), { example, text: moduleOf(example, model) }]),
  );
  const options = { ...before.getCompilerOptions(), noUnusedLocals: false, noUnusedParameters: false };
  const host = ts.createCompilerHost(options);
  const virtual: ts.CompilerHost = {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path)?.text ?? host.readFile(path),
    getSourceFile: (path, version) => {
      const given = texts.get(path);
      if (given) return ts.createSourceFile(path, given.text, version, true);
      return before.getSourceFile(path) ?? host.getSourceFile(path, version);
    },
  };
  const program = ts.createProgram([...texts.keys()], options, virtual);
  return [...texts].flatMap(([path, { example }]) =>
    program.getSemanticDiagnostics(program.getSourceFile(path)).map(({ messageText }) => {
      return `${example.of}: the example does not compile: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    }),
  );
}

/** One line for each construct that shows no example. */
export function missingExamples({ classes }: ApiModel): readonly string[] {
  const shows = ({ doc, creation, methods, factories }: ApiClass) =>
    [doc, creation?.doc, ...methods.map((each) => each.doc), ...factories.map((each) => each.doc)].some(
      (each) => each !== undefined && each.examples.length > 0,
    );
  return classes.filter((each) => each.isConstruct && !shows(each)).map(({ name }) => `${name}: has no example`);
}

/** What an example refers to, and what it declares itself. */
function namesIn(code: string): { readonly used: ReadonlySet<string>; readonly declared: ReadonlySet<string> } {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (isDeclaration(node)) declared.add(node.text);
      else if (!isMemberName(node)) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true));
  return { used, declared };
}

function isDeclaration({ parent, text }: ts.Identifier): boolean {
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isBindingElement(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent)) &&
    parent.name?.getText() === text
  );
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node)
  );
}
