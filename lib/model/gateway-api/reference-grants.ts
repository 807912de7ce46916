import { fieldsOf, itemsOf, textOf } from '../../values/json';
import { type MeshObject } from '../mesh-object';

/** Who refers to what in another namespace. */
export interface Reference {
  /** Kind of the Gateway API. */
  readonly fromKind: string;
  readonly fromNamespace: string;

  /** Kind of Kubernetes' core. */
  readonly toKind: string;
  readonly toNamespace: string;
  readonly toName: string;
}

const GATEWAY_API = 'gateway.networking.k8s.io';

/** The ReferenceGrants of a mesh. Source: istiod's `ReferenceGrantsCollection`. */
export class ReferenceGrants {
  /** Names by who may refer to them; undefined for all names. */
  private readonly granted = new Map<string, Set<string | undefined>>();

  public constructor(objects: readonly MeshObject[]) {
    for (const { spec, namespace } of objects) {
      for (const from of itemsOf(spec.from).map(fieldsOf)) {
        if (from.group !== GATEWAY_API) continue;
        for (const to of itemsOf(spec.to).map(fieldsOf)) {
          if (textOf(to.group) !== undefined) continue;
          const key = keyOf(textOf(from.kind), textOf(from.namespace), textOf(to.kind), namespace);
          const names = this.granted.get(key) ?? new Set();
          this.granted.set(key, names.add(textOf(to.name)));
        }
      }
    }
  }

  /** Whether an object of another namespace may be referred to. Within one namespace everything may. */
  public allow({ fromKind, fromNamespace, toKind, toNamespace, toName }: Reference): boolean {
    if (fromNamespace === toNamespace) return true;
    const names = this.granted.get(keyOf(fromKind, fromNamespace, toKind, toNamespace));
    return names !== undefined && (names.has(undefined) || names.has(toName));
  }
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('/');
}
