import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1alpha3', 'EnvoyFilter', { ...COMMON, ...CHECK_IDS });
const ALWAYS: Found = ['envoy-filter/internal', '', 'warning'];
const PATCH = 'spec.configPatches[0]';
const found = (rule: string, path: string): Found => [`envoy-filter/${rule}`, path];
const warned = (rule: string, path: string): Found => [`envoy-filter/${rule}`, path, 'warning'];
type Case = readonly [title: string, patch: object, expected: readonly Found[]];

const patched = (patch: object) => says({ configPatches: [patch] });
const remove = { operation: 'REMOVE' };
const HCM = 'envoy.filters.network.http_connection_manager';
const filter = (applyTo: string, match: object) => ({
  applyTo,
  match: { listener: { filterChain: { filter: match } } },
  patch: remove,
});
const FILTER = `${PATCH}.match.listener.filterChain.filter`;
const added = (applyTo: string, value: object) => ({ applyTo, patch: { operation: 'ADD', value } });
const LUA = 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua';

describe('the webhook on EnvoyFilters', () => {
  it('always warns', () => {
    expect(says({})).toEqual([ALWAYS]);
  });

  it('says no more where the selector is wrong', () => {
    expect(says({ workloadSelector: { labels: { a: '*' } }, configPatches: [{}] })).toEqual([
      ALWAYS,
      ['selector/wildcard', 'spec.workloadSelector.labels[a]'],
    ]);
    expect(says({ workloadSelector: {}, configPatches: [{}] })).toEqual([
      ALWAYS,
      ['workload-selector/no-labels', 'spec.workloadSelector', 'warning'],
      found('apply-to', `${PATCH}.applyTo`),
    ]);
  });

  it('does not look at targets', () => {
    expect(says({ targetRefs: [{ kind: 'Pod', name: 'x' }] })).toEqual([ALWAYS]);
  });

  const cases: readonly Case[] = [
    ['takes a removal', { applyTo: 'CLUSTER', patch: remove }, []],
    ['takes a change', { applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: {} } }, []],
    ['skips patches of waypoints', { match: { context: 'WAYPOINT' } }, []],
    ['asks what is patched', { patch: remove }, [found('apply-to', `${PATCH}.applyTo`)]],
    ['takes INVALID for nothing', { applyTo: 'INVALID', patch: remove }, [found('apply-to', `${PATCH}.applyTo`)]],
    ['asks for the patch', { applyTo: 'CLUSTER' }, [found('patch', `${PATCH}.patch`)]],
    [
      'asks for the operation',
      { applyTo: 'CLUSTER', patch: { value: {} } },
      [found('operation', `${PATCH}.patch.operation`)],
    ],
    [
      'takes the operation INVALID for none',
      { applyTo: 'CLUSTER', patch: { operation: 'INVALID' } },
      [found('operation', `${PATCH}.patch.operation`)],
    ],
    [
      'asks for the value',
      { applyTo: 'CLUSTER', patch: { operation: 'MERGE' } },
      [found('value', `${PATCH}.patch.value`)],
    ],
  ];
  it.each(cases)('%s', (_, patch, expected) => expect(patched(patch)).toEqual([ALWAYS, ...expected]));

  const versions: readonly (readonly [version: string, found: Found | undefined])[] = [
    ['', undefined],
    ['^1\\.31.*', undefined],
    ['(', found('version', `${PATCH}.match.proxy.proxyVersion`)],
    ['a'.repeat(1024), undefined],
    ['('.repeat(1025), warned('version-length', `${PATCH}.match.proxy.proxyVersion`)],
    [`${'é'.repeat(512)}(`, warned('version-length', `${PATCH}.match.proxy.proxyVersion`)],
  ];
  it.each(versions)('version %s', (proxyVersion, expected) => {
    const patch = { applyTo: 'CLUSTER', match: { proxy: { proxyVersion } }, patch: remove };
    expect(patched(patch)).toEqual([ALWAYS, ...(expected ? [expected] : [])]);
  });

  it.each([
    ['LISTENER', 'listener', 'listener-match'],
    ['FILTER_CHAIN', 'listener', 'listener-match'],
    ['NETWORK_FILTER', 'listener', 'listener-match'],
    ['HTTP_FILTER', 'listener', 'listener-match'],
    ['ROUTE_CONFIGURATION', 'routeConfiguration', 'route-match'],
    ['VIRTUAL_HOST', 'routeConfiguration', 'route-match'],
    ['HTTP_ROUTE', 'routeConfiguration', 'route-match'],
    ['CLUSTER', 'cluster', 'cluster-match'],
    ['EXTENSION_CONFIG', undefined, ''],
    ['BOOTSTRAP', undefined, ''],
    ['LISTENER_FILTER', undefined, ''],
  ])('%s is matched by %s', (applyTo, own, rule) => {
    expect(patched({ applyTo, match: {}, patch: remove })).toEqual([ALWAYS]);
    for (const match of ['listener', 'routeConfiguration', 'cluster']) {
      const fits = own === undefined || match === own;
      expect(patched({ applyTo, match: { [match]: {} }, patch: remove })).toEqual([
        ALWAYS,
        ...(fits ? [] : [found(rule, `${PATCH}.match`)]),
      ]);
    }
  });

  const filters: readonly Case[] = [
    ['takes the name of a filter', filter('NETWORK_FILTER', { name: 'x' }), []],
    ['asks for it', filter('NETWORK_FILTER', {}), [found('filter-name', `${FILTER}.name`)]],
    ['warns where it has no effect', filter('LISTENER', { name: 'x' }), [warned('filter-without-effect', FILTER)]],
    [
      'warns where it has no effect, and asks for the name',
      filter('FILTER_CHAIN', {}),
      [warned('filter-without-effect', FILTER), found('filter-name', `${FILTER}.name`)],
    ],
    ['takes a filter in a filter', filter('HTTP_FILTER', { name: HCM, subFilter: { name: 'x' } }), []],
    [
      'refuses one elsewhere',
      filter('NETWORK_FILTER', { name: HCM, subFilter: { name: 'x' } }),
      [found('sub-filter-apply-to', `${FILTER}.subFilter`)],
    ],
    [
      'refuses one in another filter',
      filter('HTTP_FILTER', { name: 'x', subFilter: { name: 'x' } }),
      [found('sub-filter-parent', `${FILTER}.subFilter`)],
    ],
    [
      'asks for its name',
      filter('HTTP_FILTER', { name: HCM, subFilter: {} }),
      [found('sub-filter-name', `${FILTER}.subFilter.name`)],
    ],
    [
      'warns of old names',
      filter('HTTP_FILTER', { name: 'envoy.http_connection_manager', subFilter: { name: 'envoy.router' } }),
      [warned('deprecated-name', `${FILTER}.name`), warned('deprecated-name', `${FILTER}.subFilter.name`)],
    ],
  ];
  it.each(filters)('%s', (_, patch, expected) => expect(patched(patch)).toEqual([ALWAYS, ...expected]));

  const TYPE = `${PATCH}.patch.value.typed_config[@type]`;
  const extensions: readonly Case[] = [
    ['takes a type', added('HTTP_FILTER', { name: 'x', typed_config: { '@type': LUA } }), []],
    ['takes camel case', added('HTTP_FILTER', { name: 'x', typedConfig: { '@type': LUA } }), []],
    ['takes discovery', added('NETWORK_FILTER', { name: 'x', config_discovery: {} }), []],
    ['warns without', added('HTTP_FILTER', { name: 'x' }), [warned('typed-config', `${PATCH}.patch.value`)]],
    [
      'warns of null',
      added('LISTENER_FILTER', { typed_config: null }),
      [warned('typed-config', `${PATCH}.patch.value`)],
    ],
    ['does not look at other values', added('CLUSTER', { name: 'x' }), []],
    ['asks for a type', added('EXTENSION_CONFIG', { typed_config: { a: 1 } }), [found('config-type', TYPE)]],
    ['refuses what is none', added('HTTP_FILTER', { typed_config: { '@type': '0s' } }), [found('config-type', TYPE)]],
    [
      'refuses types of version 2',
      added('HTTP_FILTER', { typed_config: { '@type': 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua' } }),
      [found('config-type', TYPE)],
    ],
  ];
  it.each(extensions)('%s', (_, patch, expected) => expect(patched(patch)).toEqual([ALWAYS, ...expected]));
});
