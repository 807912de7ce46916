import { backendReference } from '../../model/gateway-api/convertible';
import { type ReferenceGrants } from '../../model/gateway-api/reference-grants';
import { type BoundRoute } from '../../model/gateway-api/bound-route';
import { type MeshConfiguration } from '../../model/mesh-configuration';
import { fieldsOf, itemsOf, numberOf, textOf } from '../../values/json';

type Fields = Readonly<Record<string, unknown>>;

/** What routes are compiled with. */
export interface CompileContext {
  readonly config: MeshConfiguration;
  readonly grants: ReferenceGrants;
}

/** Where a `backendRef` leads. */
export interface Backend {
  /** Full name in lower case; empty for what may not be referred to, or is of a kind that istiod does not know. */
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * Another namespace's Service needs a ReferenceGrant, but only for gateways: a sidecar speaks for its own workload.
 *
 * Source: istiod's `buildDestination`, and `computeRoute`, which asks for grants of gateways' routes only.
 */
export function backendOf(
  backend: Fields,
  { object, isMesh }: BoundRoute,
  { config, grants }: CompileContext,
): Backend {
  const { type, kind } = backendReference(backend);
  const name = textOf(backend.name) ?? '';
  const namespace = textOf(backend.namespace) ?? object.namespace;
  const port = numberOf(backend.port);
  if (type === 'unsupported') return { host: '', port };
  if (type === 'Hostname') return { host: name.toLowerCase(), port };
  const mayRefer =
    isMesh ||
    grants.allow({
      fromKind: object.kind,
      fromNamespace: object.namespace,
      toKind: kind,
      toNamespace: namespace,
      toName: name,
    });
  return { host: mayRefer ? `${name}.${namespace}.svc.${config.clusterDomain}` : '', port };
}

/** A backend with a share of the requests. */
export interface WeightedBackend extends Backend {
  readonly fields: Fields;

  /** 0 to 1; those of all backends sum to one. */
  readonly share: number;

  /** Such as `spec.rules[0].backendRefs[1]`. */
  readonly path: string;
}

/** Backends that get requests, each by its weight of 1 unless it has another; none where all weigh nothing. */
export function weightedBackends(
  rule: Fields,
  path: string,
  route: BoundRoute,
  context: CompileContext,
): WeightedBackend[] {
  const backends = itemsOf(rule.backendRefs).map((each, index) => {
    const fields = fieldsOf(each);
    return { fields, weight: Math.max(numberOf(fields.weight) ?? 1, 0), path: `${path}.backendRefs[${index}]` };
  });
  const total = backends.reduce((sum, { weight }) => sum + weight, 0);
  return backends
    .filter(({ weight }) => weight > 0)
    .map(({ fields, weight, path: at }) => ({
      ...backendOf(fields, route, context),
      fields,
      share: weight / total,
      path: at,
    }));
}
