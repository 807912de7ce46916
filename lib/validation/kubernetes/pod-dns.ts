/** How pods find names. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { checkStrictIp } from './ip-address';
import { type Part } from './part';

const POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MOST_NAME_SERVERS = 3;
const MOST_SEARCHES = 32;
const MOST_SEARCH_CHARACTERS = 2048;
const LABEL_WITH_UNDERSCORES = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

/** `dnsPolicy`, `dnsConfig` and `hostAliases`. */
export function checkPodDns(spec: Part): void {
  spec.oneOf('dns', 'dnsPolicy', POLICIES);
  for (const alias of spec.parts('hostAliases')) {
    alias.mustFit('dns', 'ip', checkStrictIp);
    alias.eachFits('dns', 'hostnames', checkDnsSubdomain);
  }
  const config = spec.part('dnsConfig');
  const isOwn = spec.fields['dnsPolicy'] === 'None';
  if (config === undefined) {
    if (isOwn && !spec.has('dnsConfig')) spec.fail('dns', 'dnsConfig', 'must be given where dnsPolicy is None');
    return;
  }
  if (isOwn && config.hasNone('nameservers')) {
    config.fail('dns', 'nameservers', 'must have at least one where dnsPolicy is None');
    return;
  }
  checkConfig(config);
}

function checkConfig(config: Part): void {
  const [servers, searches] = [config.list('nameservers'), config.list('searches')];
  if (servers.length > MOST_NAME_SERVERS)
    config.fail('dns', 'nameservers', `must be at most ${MOST_NAME_SERVERS}, got ${servers.length}`);
  config.eachFits('dns', 'nameservers', checkStrictIp);
  if (searches.length > MOST_SEARCHES)
    config.fail('dns', 'searches', `must be at most ${MOST_SEARCHES}, got ${searches.length}`);
  let characters = searches.length - 1;
  for (const search of searches) characters += typeof search === 'string' ? search.length : 0;
  if (characters > MOST_SEARCH_CHARACTERS && !searches.some(isUnresolved))
    config.fail(
      'dns',
      'searches',
      `must be at most ${MOST_SEARCH_CHARACTERS} characters long in all, got ${characters}`,
    );
  config.eachFits('dns', 'searches', checkSearch);
  // The server names the element.
  for (const option of config.parts('options')) if (option.isEmpty('name')) option.fail('dns', '', 'must have a name');
}

/** A DNS name that may have underscores and a dot at the end, or a dot alone. */
function checkSearch(value: unknown): string | undefined {
  if (isUnresolved(value) || typeof value !== 'string' || value === '.') return undefined;
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  if (name.length <= 253 && name.split('.').every((label) => LABEL_WITH_UNDERSCORES.test(label))) return undefined;
  return `must be a DNS name, got ${given(value)}`;
}
