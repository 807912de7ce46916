import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.virtual-service';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'VirtualService', { ...COMMON, ...CHECK_IDS });
type Case = readonly [title: string, spec: object, expected: readonly Found[]];

const http = [{ route: [{ destination: { host: 'a' } }] }];
const rule = (name: string, path: string): Found => [`virtual-service/${name}`, path];
const warning = (name: string, path: string): Found => [`virtual-service/${name}`, path, 'warning'];

it('has a rule for each check of VirtualServices', () => {
  const ids = Object.values(CHECK_IDS).flatMap((each) => each.split(' '));
  expect([...new Set(ids)].sort()).toEqual(
    `decode-duration duration-min duration-ms port-range host-empty host-long host-label host-tld-numeric ip-addr ip-cidr
     label-key label-value export-dup-ns export-dup export-none export-format export-public-mix subset-bad header-strict
     header-empty header-host header-colon header-value-chars header-value-fmt
     vs-delegate-gw vs-delegate-tls vs-delegate-tcp vs-jwt vs-star vs-hosts-dup vs-one-of vs-unreach vs-ineffective
     vs-tls-match vs-tls-route vs-tls-sni vs-sni-ip vs-sni-subset vs-sni-auto vs-tcp-route vs-prefix-empty vs-regex-empty
     vs-regex-size vs-regex vs-gw-legacy vs-gw-empty vs-gw-ns vs-gw-name vs-dest-required vs-mirror-dest vs-weight-neg
     vs-weight-zero vs-cors-origin vs-cors-method vs-cors-age vs-fault-empty vs-fault-pct vs-fault-grpc vs-fault-http2
     vs-status vs-fault-exp vs-dest-star vs-retry-neg vs-retry-zero vs-retry-on vs-redir-uri-prefix vs-redir-prefix-match
     vs-redir-empty vs-redir-code vs-redir-scheme vs-direct-1mb vs-direct-100k vs-mirror-max vs-mirror-min
     vs-mirrorpct-max vs-mirrorpct-min vs-mirrorpercent vs-mirrorpercent-dep vs-rewrite-both vs-rewrite-none
     vs-rewrite-fields vs-rewrite-regex vs-authority vs-src-ns vs-root-redirect vs-root-route vs-nested-delegate
     vs-route-redirect vs-fault-redirect vs-rewrite-redirect vs-direct-redirect vs-route-direct vs-fault-direct
     vs-rewrite-direct vs-route-required vs-mirror-both`
      .split(/\s+/)
      .sort(),
  );
});

describe('the webhook on hosts of VirtualServices', () => {
  const hosts = (...names: string[]) => ({ hosts: names, http });
  const behind = (gateway: string, ...names: string[]) => ({ ...hosts(...names), gateways: [gateway] });
  const overlap = rule('host-overlap', 'spec.hosts[1]');
  const cases: readonly Case[] = [
    [
      'takes names, full names and IP addresses',
      hosts('a', 'b.shop.svc.cluster.local', '10.0.0.1', '::1', 'fe80::1%e'),
      [],
    ],
    ['takes capitals, a number as the only label, a dot at the end', hosts('Reviews', '123', 'example.com.'), []],
    ['takes * for a label and for its beginning', hosts('*.a.example.com', '*-b.example.com', '*c.example.com'), []],
    ['refuses * behind the first label', hosts('a.*.com'), [rule('host', 'spec.hosts[0]')]],
    ['refuses an empty host', hosts(''), [rule('host', 'spec.hosts[0]')]],
    ['refuses an address with a port', hosts('a', '10.0.0.1:80'), [rule('host', 'spec.hosts[1]')]],
    ['refuses a name that ends in a number', hosts('a.1'), [rule('host', 'spec.hosts[0]')]],
    ['refuses * in the mesh', hosts('*'), [rule('mesh-star', 'spec.hosts[0]')]],
    [
      'refuses * where mesh is among the gateways',
      { ...hosts('*'), gateways: ['a/b', 'mesh'] },
      [rule('mesh-star', 'spec.hosts[0]')],
    ],
    ['takes * behind gateways', behind('a/b', '*'), []],
    ['refuses a host twice', hosts('a', 'a'), [overlap]],
    ['takes hosts that differ in case or in a dot at the end', hosts('a.b', 'A.b', 'a.b.'), []],
    ['refuses a host under a wildcard before it', hosts('*.a.b', 'x.a.b'), [overlap]],
    ['refuses a wildcard over a host before it', hosts('x.a.b', '*.a.b'), [overlap]],
    ['refuses a wildcard under another one', hosts('*.x.a.b', '*.a.b'), [overlap]],
    ['takes a wildcard beside the name under it', hosts('*.a.b', 'a.b'), []],
    ['refuses a name that ends as a * within a label', hosts('*foo.com', 'foo.com'), [overlap]],
    ['refuses an address under *', behind('a/b', '*', '10.0.0.1'), [overlap]],
    ['says nothing of overlaps where a host is wrong', hosts('a', 'a', ''), [rule('host', 'spec.hosts[2]')]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});

describe('the webhook on VirtualServices without hosts', () => {
  const destination = { host: 'a' };
  const cases: readonly Case[] = [
    ['takes HTTP routes', { http }, []],
    ['takes null for hosts, and an empty list of gateways', { hosts: null, gateways: [], http }, []],
    ['refuses gateways', { gateways: ['a/b'], http }, [rule('delegate-gateways', 'spec.gateways')]],
    ['refuses TCP', { tcp: [{ route: [{ destination }] }] }, [rule('delegate-tcp', 'spec.tcp')]],
    [
      'refuses TLS',
      { tls: [{ match: [{ sniHosts: ['a'] }], route: [{ destination }] }] },
      [rule('delegate-tls', 'spec.tls'), rule('sni-subset', 'spec.tls[0].match[0].sniHosts[0]')],
    ],
    [
      'refuses one that delegates',
      { http: [{ ...http[0], delegate: {} }] },
      [rule('nested-delegate', 'spec.http[0].delegate')],
    ],
    ['refuses one without routes', {}, [rule('no-routes', 'spec')]],
    ['counts empty lists as none', { hosts: ['a'], http: [], tcp: [], tls: [] }, [rule('no-routes', 'spec')]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));

  it('takes an object without a spec for one that has nothing', () => {
    expect(says(undefined as unknown as object)).toEqual([rule('no-routes', 'spec')]);
  });
});

describe('the webhook on names of gateways', () => {
  const named = (...gateways: string[]) => ({ hosts: ['a'], gateways, http });
  const [first, second] = ['spec.gateways[0]', 'spec.gateways[1]'];
  const cases: readonly Case[] = [
    ['takes mesh, names, and names with a namespace', named('ns/gw', 'NS/GW', 'gw', 'mesh'), []],
    [
      'refuses an empty half',
      named('/gw', 'ns/', '/'),
      [
        rule('gateway-empty', 'spec.gateways[0]'),
        rule('gateway-empty', 'spec.gateways[1]'),
        rule('gateway-empty', 'spec.gateways[2]'),
      ],
    ],
    ['refuses a namespace that is no DNS label', named('n.s/gw'), [rule('gateway-namespace', first)]],
    [
      'refuses a name that is no DNS label',
      named('ns/g.w', 'ns/a/b'),
      [rule('gateway-name', first), rule('gateway-name', second)],
    ],
    ['refuses a name without slash that is no host', named('-gw'), [rule('gateway-host', first)]],
    ['warns of a host', named('gw.ns.svc.cluster.local'), [warning('gateway-legacy', first)]],
    ['warns of a dot at the end', named('gw.'), [warning('gateway-legacy', first)]],
    ['refuses and warns', named('gw..x'), [rule('gateway-host', first), warning('gateway-legacy', first)]],
    ['looks no further than the first without slash', named('ns/gw', 'gw', '-/-'), []],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));

  it('lets what Istio makes of an HTTPRoute name gateways as it will, and go anywhere', () => {
    const annotations = { 'internal.istio.io/route-semantics': 'gateway' };
    const spec = { ...named('ns/gw.x~y'), http: [{ route: [{ destination: { host: '*' } }] }] };
    expect(says(spec, { annotations })).toEqual([]);
    expect(says({ ...spec, gateways: ['ns/'] }, { annotations })).toEqual([rule('gateway-empty', first)]);
  });
});

describe('the webhook on claims in matches', () => {
  const matching = (where: string, claim: string, gateways?: readonly string[]) => ({
    hosts: ['a'],
    ...(gateways && { gateways }),
    http: [{ ...http[0], match: [{ [where]: { [claim]: { exact: 'a' } } }] }],
  });
  const at = (where: string, claim: string) => rule('jwt-claim-mesh', `spec.http[0].match[0].${where}[${claim}]`);
  const sub = '@request.auth.claims.sub';
  const cases: readonly Case[] = [
    ['takes them at gateways', matching('headers', sub, ['a/b']), []],
    ['takes them in brackets and any case', matching('withoutHeaders', '@Request.Auth.Claims[sub]', ['a/b']), []],
    ['refuses them in the mesh', matching('headers', sub), [at('headers', sub)]],
    ['refuses them with an empty list of gateways', matching('withoutHeaders', sub, []), [at('withoutHeaders', sub)]],
    ['refuses them at gateways and mesh', matching('headers', sub, ['a/b', 'mesh']), [at('headers', sub)]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});

describe('the webhook on exportTo of VirtualServices', () => {
  const exported = (...exportTo: string[]) => ({ hosts: ['a'], http, exportTo });
  const at = (index: number) => `spec.exportTo[${index}]`;
  const cases: readonly Case[] = [
    ['takes .', exported('.'), []],
    ['takes *', exported('*'), []],
    ['takes none', exported(), []],
    ['takes namespaces', exported('.', 'prod', 'Stage'), []],
    ['refuses . and its own namespace', exported('shop', '.'), [rule('export-to-own-namespace', at(1))]],
    ['counts its own namespace behind . as named twice', exported('.', 'shop'), [rule('export-to-duplicate', at(1))]],
    ['refuses a namespace twice', exported('prod', 'prod'), [rule('export-to-duplicate', at(1))]],
    ['refuses ~', exported('~'), [rule('export-to-none', at(0))]],
    [
      'refuses what is no DNS label',
      exported('a.b', ''),
      [rule('export-to-format', at(0)), rule('export-to-format', at(1))],
    ],
    ['refuses * beside others', exported('prod', '*'), [rule('export-to-public-mixed', 'spec.exportTo')]],
    ['does not count a wrong one as another one', exported('*', 'a.b'), [rule('export-to-format', at(1))]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});

it('also looks at the metadata of VirtualServices', () => {
  const annotations = { 'internal.istio.io/parents': 'x' };
  expect(says({ hosts: ['a'], http }, { annotations })).toEqual([
    ['metadata/parents', 'metadata.annotations[internal.istio.io/parents]'],
  ]);
});
