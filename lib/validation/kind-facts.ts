import { bundledKind, istioMinor } from './bundled';
import { type Schemas } from './schemas';

/** What is asked about a kind beside its schema. */
export interface KindFacts {
  readonly scope: string;

  /** All that are served, as `v1`. */
  readonly versions: readonly string[];
}

/** Undefined for kinds that neither the package nor `schemas` have. */
export function kindFacts(
  group: string,
  kind: string,
  {
    istioVersion,
    schemas,
  }: { readonly istioVersion?: string | undefined; readonly schemas?: Schemas | undefined } = {},
): KindFacts | undefined {
  return schemas?.facts(group, kind) ?? bundledKind(group, kind, istioMinor(istioVersion));
}
