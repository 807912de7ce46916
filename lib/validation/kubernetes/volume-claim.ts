/** Claims of volumes, as templates of StatefulSets and pods hold them. Source: the validation of claims in Kubernetes 1.36. */
import { checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { amountOf } from './amount';
import { checkSelector } from './labels';
import { type Part } from './part';

const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** `spec` of a claim. */
export function checkClaimSpec(spec: Part): void {
  if (spec.hasNone('accessModes')) spec.fail('volume-claim', 'accessModes', 'must have at least one access mode');
  checkSelector(spec.part('selector'));
  const modes = spec.list('accessModes');
  for (const mode of modes) {
    if (isUnresolved(mode) || ACCESS_MODES.includes(mode as string)) continue;
    spec.fail('volume-claim', 'accessModes', `must be one of ${ACCESS_MODES.join(', ')}, got ${given(mode)}`, mode);
  }
  const others = modes.filter((mode) => mode !== 'ReadWriteOncePod' && !isUnresolved(mode));
  if (modes.includes('ReadWriteOncePod') && others.length > 0)
    spec.fail('volume-claim', 'accessModes', 'must not hold other modes beside ReadWriteOncePod');
  checkStorage(spec);
  spec.fits('volume-claim', 'storageClassName', checkDnsSubdomain);
  spec.isOneOf('volume-claim', 'volumeMode', ['Block', 'Filesystem']);
  spec.fits('volume-claim', 'volumeAttributesClassName', checkDnsSubdomain);
  for (const name of ['dataSource', 'dataSourceRef']) checkDataSource(spec.part(name));
}

function checkStorage(spec: Part): void {
  const all = spec.part('resources');
  for (const field of ['limits', 'requests']) {
    const amounts = all?.map(field) ?? {};
    for (const name of Object.keys(amounts)) {
      const value = amounts[name];
      if (all === undefined || value === undefined || isUnresolved(value) || amountOf(value) !== undefined) continue;
      all.fail(
        'volume-claim',
        all.path.field(field).key(name),
        `must be a quantity such as 1Gi, got ${given(value)}`,
        value,
      );
    }
  }
  const { resources } = spec.fields;
  const requests = spec.part('resources')?.fields['requests'];
  if (isUnresolved(resources) || isUnresolved(requests)) return;
  const storage = spec.part('resources')?.map('requests')['storage'];
  // The server leaves `requests` out.
  const path = spec.path.field('resources').key('storage');
  if (storage === undefined) {
    spec.fail('volume-claim', path, 'must be given: how much to ask for, in resources.requests.storage');
    return;
  }
  if (isUnresolved(storage)) return;
  const amount = amountOf(storage);
  if (amount !== undefined && amount <= 0)
    spec.fail('volume-claim', path, `must be more than 0, got ${given(storage)}`, storage);
}

function checkDataSource(source: Part | undefined): void {
  if (source === undefined) return;
  source.require('volume-claim', 'name');
  source.require('volume-claim', 'kind');
  source.fits('volume-claim', 'apiGroup', checkDnsSubdomain);
  const kind = source.text('kind');
  if (kind !== undefined && kind !== 'PersistentVolumeClaim' && source.isEmpty('apiGroup'))
    source.fail(
      'volume-claim',
      '',
      `must be a PersistentVolumeClaim where apiGroup is not given, got ${given(kind)}`,
      kind,
    );
}
