/** Claims of devices. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsLabel, checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

/** Checks `resourceClaims` of a pod; @returns their names, undefined where some are not known yet. */
export function checkPodClaims(spec: Part): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const claims = spec.parts('resourceClaims');
  let isOpen = isUnresolved(spec.fields['resourceClaims']) || claims.length < spec.list('resourceClaims').length;
  for (const claim of claims) {
    claim.mustFit('resource-claim', 'name', checkDnsLabel);
    const name = claim.text('name');
    if (name !== undefined && names.has(name))
      claim.fail('resource-claim', 'name', `must be unique, got ${given(name)} again`, name);
    if (name !== undefined) names.add(name);
    else isOpen ||= !claim.isEmpty('name');
    const [direct, template] = [claim.has('resourceClaimName'), claim.has('resourceClaimTemplateName')];
    if (direct === template)
      claim.fail(
        'resource-claim',
        '',
        `must have ${direct ? 'only one' : 'one'} of resourceClaimName, resourceClaimTemplateName`,
      );
    for (const field of ['resourceClaimName', 'resourceClaimTemplateName'])
      if (claim.has(field)) claim.mustFit('resource-claim', field, checkDnsSubdomain);
  }
  return isOpen ? undefined : names;
}

/** `resources.claims` of a container. */
export function checkContainerClaims(container: Part, known: ReadonlySet<string> | undefined): void {
  const seen = new Set<string>();
  for (const claim of container.part('resources')?.parts('claims') ?? []) {
    if (claim.isEmpty('name')) claim.fail('resource-claim', '', 'must have a name');
    claim.fits('resource-claim', 'request', checkDnsLabel);
    const [name, request] = [claim.text('name'), claim.text('request')];
    if (name === undefined) continue;
    if (known?.has(name) === false)
      claim.fail('resource-claim', '', `must be one of resourceClaims of the pod, got ${given(name)}`, name);
    if (request === undefined && !claim.isEmpty('request')) continue;
    const key = request === undefined ? name : `${name}/${request}`;
    const isWhole = request === undefined && [...seen].some((each) => each.startsWith(`${name}/`));
    if (seen.has(name) || seen.has(key) || isWhole)
      claim.fail('resource-claim', '', `must be unique, got ${given(key)} again`, key);
    seen.add(key);
  }
}
