import { fieldsOf, itemsOf, numberOf, textOf } from '../../values/json';
import { type MeshObject } from '../mesh-object';

type Fields = Readonly<Record<string, unknown>>;

const OF_BACKENDS: ReadonlySet<unknown> = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']);

/** Filters of rules that istiod knows, by the kind of route. */
const OF_RULES: Readonly<Record<string, ReadonlySet<unknown>>> = {
  HTTPRoute: new Set([...OF_BACKENDS, 'RequestRedirect', 'RequestMirror', 'URLRewrite', 'CORS']),
  GRPCRoute: new Set([...OF_BACKENDS, 'RequestMirror']),
};

/**
 * Whether istiod makes anything of a route. A filter that it does not know, or a backend without port, and the whole route counts for
 * nothing, all of its rules.
 *
 * Source: istiod's `convertHTTPRoute`, `convertGRPCRoute` and `buildDestination`.
 *
 * @param isThere - whether a mirror's backend exists and may be referred to: a GRPCRoute with another one counts for nothing either
 */
export function isConvertible({ kind, spec }: MeshObject, isThere: (backend: Fields) => boolean): boolean {
  return itemsOf(spec.rules).every((each) => {
    const rule = fieldsOf(each);
    const backends = itemsOf(rule.backendRefs).map(fieldsOf).filter(hasWeight);
    const filters = itemsOf(rule.filters).map(fieldsOf);
    return (
      backends.every(
        (backend) =>
          isNamed(backend) && itemsOf(backend.filters).every((filter) => OF_BACKENDS.has(fieldsOf(filter).type)),
      ) &&
      filters.every(({ type, requestMirror }) => {
        if (OF_RULES[kind]?.has(type) !== true) return false;
        if (kind !== 'GRPCRoute' || type !== 'RequestMirror') return true;
        const mirrored = fieldsOf(fieldsOf(requestMirror).backendRef);
        return isNamed(mirrored) && isThere(mirrored);
      })
    );
  });
}

/** 1 unless it says otherwise; a backend of weight 0 is not looked at. */
function hasWeight({ weight }: Fields): boolean {
  return (numberOf(weight) ?? 1) !== 0;
}

/** By name and port, as far as the kind of backend is known. */
function isNamed(backend: Fields): boolean {
  const reference = backendReference(backend);
  if (reference.type === 'unsupported') return true;
  if (reference.type === 'Hostname' && textOf(backend.namespace) !== undefined) return false;
  if (reference.type === 'Service' && textOf(backend.name)?.includes('.') === true) return false;
  return numberOf(backend.port) !== undefined;
}

/** What a `backendRef` refers to. */
export interface BackendReference {
  /** `Service` (a ServiceImport is taken for one), the host name of any service, or what istiod does not know. */
  readonly type: 'Service' | 'Hostname' | 'unsupported';

  /** Kind, for grants. */
  readonly kind: string;
}

/** Reads the group and kind of a `backendRef`: a Service unless they say otherwise. */
export function backendReference({ group, kind }: Fields): BackendReference {
  const [ofGroup, ofKind] = [textOf(group) ?? '', textOf(kind) ?? 'Service'];
  const named = { kind: ofKind };
  if (ofGroup === '' && ofKind === 'Service') return { ...named, type: 'Service' };
  if (ofGroup === 'networking.istio.io' && ofKind === 'Hostname') return { ...named, type: 'Hostname' };
  if (ofGroup === 'multicluster.x-k8s.io' && ofKind === 'ServiceImport') return { ...named, type: 'Service' };
  return { ...named, type: 'unsupported' };
}
