import { type ServiceEntrySpec, type SpecPorts } from '../../../imports/istio/service-entry';
import { type WorkloadEntrySpec } from '../../../imports/istio/shared';
import { type Manifest } from '../../model/manifest';
import { type Loose } from './common/loose';
import { itemsOf } from './common/object';

/** The fields of a ServiceEntry that rules read, with Go's values for those that are absent. */
export interface Entry {
  readonly spec: Loose<ServiceEntrySpec>;
  readonly labels: Readonly<Record<string, string>>;
  readonly resolution: NonNullable<ServiceEntrySpec['resolution']>;
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly endpoints: readonly Loose<WorkloadEntrySpec>[];
  readonly ports: readonly Loose<SpecPorts>[];
}

export function readEntry(object: Manifest, spec: Loose<ServiceEntrySpec>): Entry {
  const metadata = (object.metadata ?? {}) as { readonly labels?: Readonly<Record<string, string>> | null };
  return {
    spec,
    labels: metadata.labels ?? {},
    resolution: spec.resolution ?? 'NONE',
    hosts: itemsOf(spec.hosts),
    addresses: itemsOf(spec.addresses),
    endpoints: itemsOf(spec.endpoints),
    ports: itemsOf(spec.ports),
  };
}
