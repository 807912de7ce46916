/** What the docstrings of the public API say, as plain data: pages, examples and checks are made of it. */

/** A docstring. */
export interface Doc {
  /** The text above the tags; paragraphs are separated by empty lines. */
  readonly text: string;
  readonly params: Readonly<Record<string, string>>;
  readonly returns: string | undefined;
  readonly throws: readonly string[];

  /** What happens where the prop is not given. */
  readonly default: string | undefined;
  readonly examples: readonly string[];
}

/** A part of a type: prose, code, or the name of a type of this package. */
export type TypePart = { readonly text: string } | { readonly code: string } | { readonly type: string };

/** A property of a class or of an object. */
export interface ApiProperty {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: readonly TypePart[];
  readonly doc: Doc;
}

/** A parameter of a method. */
export interface ApiParameter {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: readonly TypePart[];
}

/** A method, a static factory or a function. */
export interface ApiMethod {
  readonly name: string;
  readonly parameters: readonly ApiParameter[];
  readonly returns: readonly TypePart[];
  readonly doc: Doc;
}

/** What constructs and users hand each other: an interface, an alias, or a class that only the package makes. */
export interface ApiType {
  readonly name: string;
  readonly doc: Doc;
  readonly properties: readonly ApiProperty[];
  readonly methods: readonly ApiMethod[];

  /** Of an alias. */
  readonly definition: readonly TypePart[] | undefined;

  /** What it extends of other packages. */
  readonly foreignBases: readonly string[];
}

/** A class that users make, or whose factories they call. */
export interface ApiClass extends ApiType {
  /** The folder of lib/ that it is in. */
  readonly layer: string;
  readonly isConstruct: boolean;

  /** Of its constructor; undefined where that is not public. */
  readonly creation: ApiMethod | undefined;
  readonly factories: readonly ApiMethod[];

  /** Static properties. */
  readonly constants: readonly ApiProperty[];
}

/** The public API. */
export interface ApiModel {
  readonly classes: readonly ApiClass[];
  readonly types: ReadonlyMap<string, ApiType>;
  readonly functions: readonly ApiMethod[];
}

/** An example, and whose docstring it is from. */
export interface Example {
  /** As `MeshApp` or `MeshApp.expose`; numbered from the second on. */
  readonly of: string;
  readonly code: string;
}

/** All examples of the API. */
export function examplesOf({ classes, types, functions }: ApiModel): readonly Example[] {
  const inClass = (type: ApiType, more: readonly ApiMethod[] = []) => [
    ...named(type.name, type.doc),
    ...[...type.methods, ...type.properties, ...more].flatMap((member) =>
      named(`${type.name}.${member.name}`, member.doc),
    ),
  ];
  return [
    ...classes.flatMap((each) => inClass(each, [...each.factories, ...(each.creation ? [each.creation] : [])])),
    ...[...types.values()].flatMap((each) => inClass(each)),
    ...functions.flatMap((each) => named(each.name, each.doc)),
  ];
}

function named(of: string, { examples }: Doc): Example[] {
  return examples.map((code, index) => ({ of: index === 0 ? of : `${of} (${index + 1})`, code }));
}
