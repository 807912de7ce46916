import { type MeshObject } from './mesh-object';

/** A namespace, with labels as far as they are known. */
export interface MeshNamespaceFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;

  /** Undefined for one that is only named by objects. */
  readonly object?: MeshObject | undefined;
}

/** The namespaces of a mesh. Those that no object makes have no labels. */
export class Namespaces {
  private readonly byName = new Map<string, MeshNamespaceFacts>();

  public add(namespace: MeshNamespaceFacts): void {
    this.byName.set(namespace.name, namespace);
  }

  public get(name: string): MeshNamespaceFacts {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    const unlabelled = { name, labels: {} };
    this.byName.set(name, unlabelled);
    return unlabelled;
  }

  /** Whether objects make it, name it or are in it. */
  public has(name: string): boolean {
    return this.byName.has(name);
  }
}
