/**
 * Components refer to each other, but each is checked and registered when it is made, in a program of its own. So a component can be made
 * again, by its blueprint, in the programs of those that refer to it: there all of them stand in one tree.
 */
import * as pulumi from '@pulumi/pulumi';
import { Construct, type IConstruct } from 'constructs';
import { type MeshSettingsProps } from '../../model/settings';
import { isUnresolved } from '../../values/unresolved';

/** What a component is about, by which those that have to know of each other find each other. */
export interface Reach {
  readonly role: 'workload' | 'policy' | 'gateway' | 'install';

  /** The namespace that it lives in or speaks for; absent for the mesh as a whole. */
  readonly namespace?: string | undefined;

  /** Whether it speaks for one workload of the namespace, which it refers to. */
  readonly isNarrow?: boolean | undefined;
}

/** See the file's comment. */
export interface Blueprint {
  /** Name of the class. */
  readonly kind: string;

  /** Name of the component. */
  readonly name: string;

  /** What it refers to by itself. */
  readonly references: ReadonlySet<Blueprint>;
  readonly settings?: MeshSettingsProps | undefined;
  readonly reach?: Reach | undefined;

  /** What in a cluster only one component may speak for, in words. */
  readonly claims: readonly string[];
  readonly dependsOn?: pulumi.ComponentResourceOptions['dependsOn'] | undefined;
  readonly parent?: pulumi.Resource | undefined;

  /** @param rebuilt - props with the constructs of the same tree in the place of components and their handles. */
  build(scope: Construct, rebuilt: <T>(props: T) => T): IConstruct;

  /** Once it is registered. */
  resource?: pulumi.ComponentResource | undefined;
}

/** As messages name it. */
export function labelOf({ kind, name }: Blueprint): string {
  return `${kind} ${name}`;
}

interface Handle {
  readonly blueprint: Blueprint;
  readonly of: (construct: never) => unknown;
}

const handles = new WeakMap<object, Handle>();

/**
 * Notes that `value` stands for something of a component.
 *
 * @param of - the same of the construct.
 */
export function handle<T extends object, C extends IConstruct = IConstruct>(
  value: T,
  blueprint: Blueprint,
  of: (construct: C) => unknown,
): T {
  handles.set(value, { blueprint, of });
  return value;
}

/** The component that a handle is of; undefined for any other value. */
export function blueprintOf(value: unknown): Blueprint | undefined {
  return typeof value === 'object' && value !== null ? handles.get(value)?.blueprint : undefined;
}

/** The components that props refer to, at any depth. */
export function referencesIn(props: unknown): ReadonlySet<Blueprint> {
  const found = new Set<Blueprint>();
  replaced(props, (each) => {
    found.add(each.blueprint);
    return each;
  });
  return found;
}

/** A copy of props with the constructs that `constructOf` gives in the place of handles; what holds none stays itself. */
export function rebuiltProps<T>(props: T, constructOf: (blueprint: Blueprint) => IConstruct): T {
  return replaced(props, ({ blueprint, of }) => of(constructOf(blueprint) as never)) as T;
}

/** A construct, where a component is expected. */
export class ForeignConstruct extends Error {}

function replaced(value: unknown, replace: (found: Handle) => unknown, seen = new Map<object, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const found = handles.get(value);
  if (found) return replace(found);
  if (isUnresolved(value) || pulumi.Output.isInstance(value) || pulumi.Resource.isInstance(value)) return value;
  if (Construct.isConstruct(value)) {
    throw new ForeignConstruct(
      `${value.node.path} is a construct of another program: give the component that owns it, or put both into one ConstructGroup`,
    );
  }
  // What leads in a circle stays as it is.
  seen.set(value, value);
  const copy: unknown = Array.isArray(value)
    ? replacedList(value, (each) => replaced(each, replace, seen))
    : replacedObject(value, (each) => replaced(each, replace, seen));
  seen.set(value, copy);
  return copy;
}

function replacedList(list: readonly unknown[], replace: (value: unknown) => unknown): readonly unknown[] {
  const copy = list.map(replace);
  return copy.every((each, index) => each === list[index]) ? list : copy;
}

/** Also of a class, such as a match that names a port: its copy is one, too. */
function replacedObject(object: object, replace: (value: unknown) => unknown): object {
  const changed = Object.entries(object)
    .map(([key, each]: [string, unknown]) => [key, replace(each)] as const)
    .filter(([key, each]) => each !== (object as Readonly<Record<string, unknown>>)[key]);
  if (changed.length === 0) return object;
  const copy = Object.create(
    Object.getPrototypeOf(object) as object | null,
    Object.getOwnPropertyDescriptors(object),
  ) as object;
  for (const [key, each] of changed) {
    Object.defineProperty(copy, key, { value: each, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}
