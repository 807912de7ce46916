import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.virtual-service';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'VirtualService', CHECK_IDS);
/** What is said of one HTTP route: paths from it on. */
const ofRoute = (route: object): readonly Found[] =>
  says({ hosts: ['a'], http: [route] }).map(([name, path, severity]) => {
    const short = path.replace(/^spec\.http\[0\]\.?/, '');
    return severity
      ? [name.replace('virtual-service/', ''), short, severity]
      : [name.replace('virtual-service/', ''), short];
  });
type Case = readonly [title: string, route: object, expected: readonly Found[]];
const check = (cases: readonly Case[]) =>
  it.each(cases)('%s', (_, route, expected) => expect(ofRoute(route)).toEqual(expected));

const destination = { host: 'a' };
const route = [{ destination }];
const redirect = { uri: '/b' };
const directResponse = { status: 200 };
const fault = { abort: { httpStatus: 500 } };
const rewrite = { uri: '/b' };

describe('the webhook on what an HTTP route does', () => {
  check([
    ['takes a route', { route }, []],
    ['takes a redirect, with an empty route', { redirect, route: [] }, []],
    ['takes a direct response', { directResponse }, []],
    ['refuses nothing', {}, [['no-action', '']]],
    ['counts empty lists and null as nothing', { route: [], redirect: null }, [['no-action', '']]],
    ['refuses a rewrite alone', { rewrite }, [['no-action', '']]],
    ['refuses route and redirect', { route, redirect }, [['route-and-redirect', '']]],
    ['refuses fault and redirect', { fault, redirect }, [['fault-and-redirect', '']]],
    ['refuses rewrite and redirect', { rewrite, redirect }, [['rewrite-and-redirect', '']]],
    ['refuses direct response and redirect', { directResponse, redirect }, [['direct-response-and-redirect', '']]],
    ['refuses route and direct response', { route, directResponse }, [['route-and-direct-response', '']]],
    ['refuses fault and direct response', { fault, directResponse }, [['fault-and-direct-response', '']]],
    ['refuses rewrite and direct response', { rewrite, directResponse }, [['rewrite-and-direct-response', '']]],
    ['takes a delegate', { delegate: { name: 'b' } }, []],
    [
      'takes a delegate with all but route and redirect',
      { delegate: {}, route: [], rewrite, fault, directResponse },
      [],
    ],
    ['refuses delegate and route', { delegate: {}, route }, [['delegate-and-route', '']]],
    ['refuses delegate and redirect', { delegate: {}, redirect }, [['delegate-and-redirect', '']]],
  ]);
});

describe('the webhook on mirrors', () => {
  const mirrors = [{ destination }];
  const mirrored = (percentage: number) => ({ route, mirrors: [{ destination, percentage: { value: percentage } }] });
  check([
    ['takes mirror, or mirrors', { route, mirror: destination, mirrors: [] }, []],
    ['refuses both', { route, mirror: destination, mirrors }, [['mirror-and-mirrors', '']]],
    ['says nothing of both beside a delegate', { delegate: {}, mirror: destination, mirrors }, []],
    ['looks at the destination of a mirror', { route, mirror: { host: '*' } }, [['destination-star', 'mirror.host']]],
    [
      'looks at the destinations of mirrors',
      { route, mirrors: [{ destination: { host: '' } }] },
      [['destination-host', 'mirrors[0].destination.host']],
    ],
    ['wants a destination', { route, mirrors: [{}] }, [['mirror-destination', 'mirrors[0]']]],
    ['takes 0 % in mirrors', mirrored(0), []],
    ['takes 100 % in mirrors', mirrored(100), []],
    ['refuses more in mirrors', mirrored(100.5), [['mirrors-percentage-max', 'mirrors[0].percentage.value']]],
    ['refuses less in mirrors', mirrored(-0.1), [['mirrors-percentage-min', 'mirrors[0].percentage.value']]],
    ['takes 100 %', { route, mirrorPercentage: { value: 100 } }, []],
    [
      'refuses more',
      { route, mirrorPercentage: { value: 101 } },
      [['mirror-percentage-max', 'mirrorPercentage.value']],
    ],
    ['refuses less', { route, mirrorPercentage: { value: -1 } }, [['mirror-percentage-min', 'mirrorPercentage.value']]],
    [
      'warns of mirrorPercent',
      { route, mirrorPercent: 0 },
      [['mirror-percent-deprecated', 'mirrorPercent', 'warning']],
    ],
    [
      'warns of it in its other spelling',
      { route, mirror_percent: 100 },
      [['mirror-percent-deprecated', 'mirror_percent', 'warning']],
    ],
    [
      'refuses more than 100 there',
      { route, mirrorPercent: 101 },
      [
        ['mirror-percent', 'mirrorPercent'],
        ['mirror-percent-deprecated', 'mirrorPercent', 'warning'],
      ],
    ],
    ['says nothing of null', { route, mirrorPercent: null }, []],
  ]);
});

describe('the webhook on destinations', () => {
  const to = (of: object) => ({ route: [{ destination: of }] });
  const weighted = (...weights: (number | null)[]) => ({ route: weights.map((weight) => ({ destination, weight })) });
  const LARGEST = 2 ** 31 - 1;
  check([
    ['takes host, subset and port', to({ host: 'a.b', subset: 'V1', port: { number: 65535 } }), []],
    ['takes an empty subset', to({ host: 'a', subset: '' }), []],
    ['takes wildcards', to({ host: '*.example.com' }), []],
    ['refuses *', to({ host: '*' }), [['destination-star', 'route[0].destination.host']]],
    ['refuses an IP address', to({ host: '10.0.0.1' }), [['destination-host', 'route[0].destination.host']]],
    ['refuses what is no host', to({ host: 'a_b' }), [['destination-host', 'route[0].destination.host']]],
    [
      'refuses a subset that is no DNS label',
      to({ host: 'a', subset: 'v1.2' }),
      [['destination-subset', 'route[0].destination.subset']],
    ],
    ['refuses port 0', to({ host: 'a', port: {} }), [['destination-port', 'route[0].destination.port.number']]],
    [
      'refuses port 65536',
      to({ host: 'a', port: { number: 65536 } }),
      [['destination-port', 'route[0].destination.port.number']],
    ],
    ['wants a destination', { route: [{}] }, [['destination-missing', 'route[0]']]],
    ['takes any weight of one destination', weighted(0), []],
    ['takes weights that are not 100 together', weighted(1, null), []],
    ['refuses weights that are 0 together', weighted(0, null), [['weight-sum', 'route']]],
    ['refuses a negative weight', weighted(-1, 2), [['weight-negative', 'route[0].weight']]],
    [
      'counts negative weights',
      weighted(-1, 1),
      [
        ['weight-negative', 'route[0].weight'],
        ['weight-sum', 'route'],
      ],
    ],
    ['takes a sum beyond 32 bits', weighted(LARGEST, LARGEST), []],
    ['refuses one that comes round to 0', weighted(LARGEST, LARGEST, 2), [['weight-sum', 'route']]],
  ]);
});

describe('the webhook on headers that are changed', () => {
  const request = (change: object) => ({ route, headers: { request: change } });
  const response = (change: object) => ({ route, headers: { response: change } });
  check([
    ['takes nulls and empty maps', { route, headers: { request: null, response: { add: {}, set: null } } }, []],
    ['takes names with any characters', request({ set: { 'x foo': 'a', 'é\n': 'b' }, remove: ['a,b'] }), []],
    ['takes the host of requests', request({ set: { Host: 'a' } }), []],
    ['takes :authority in any case', request({ add: { ':Authority': 'a' } }), []],
    [
      'refuses other names with a colon',
      request({ add: { ':path': 'a' } }),
      [['header-pseudo', 'headers.request.add[:path]']],
    ],
    ['refuses an empty name', request({ set: { '': 'a' } }), [['header-empty', 'headers.request.set[]']]],
    ['refuses to remove the host', request({ remove: ['a', 'HOST'] }), [['header-host', 'headers.request.remove[1]']]],
    [
      'refuses to remove :authority',
      request({ remove: [':authority'] }),
      [['header-pseudo', 'headers.request.remove[0]']],
    ],
    ['refuses to remove nothing', request({ remove: [''] }), [['header-empty', 'headers.request.remove[0]']]],
    [
      'refuses the host in responses',
      response({ set: { host: 'a' } }),
      [['header-host', 'headers.response.set[host]']],
    ],
    [
      'refuses :authority in responses',
      response({ add: { ':authority': 'a' } }),
      [['header-pseudo', 'headers.response.add[:authority]']],
    ],
    ['looks at what responses lose', response({ remove: ['host'] }), [['header-host', 'headers.response.remove[0]']]],
    ['takes tabs in values', request({ set: { a: 'b\tc' } }), []],
    [
      'refuses line breaks in values',
      request({ set: { a: 'b\n' } }),
      [['header-characters', 'headers.request.set[a]']],
    ],
    ['refuses DEL in values', response({ add: { a: '\x7f' } }), [['header-characters', 'headers.response.add[a]']]],
    ['takes variables and %%', response({ set: { a: '%HOSTNAME% 100%%' } }), []],
    ['refuses a single %', response({ set: { a: '100%' } }), [['header-format', 'headers.response.set[a]']]],
    [
      'reads null as an empty value',
      request({ set: { ':path': null } }),
      [['header-pseudo', 'headers.request.set[:path]']],
    ],
    [
      'looks at headers of destinations',
      { route: [{ destination, headers: { request: { add: { ':path': 'a' } } } }] },
      [['header-pseudo', 'route[0].headers.request.add[:path]']],
    ],
  ]);
});

describe('the webhook on where the host of requests is set', () => {
  const headers = (request: object) => ({ request });
  check([
    ['takes it in one place', { route, headers: headers({ set: { host: 'a' }, remove: ['x'] }) }, []],
    ['takes a rewrite of the path beside it', { route, rewrite, headers: headers({ set: { host: 'a' } }) }, []],
    [
      'refuses rewrite and header',
      { route, rewrite: { authority: 'a' }, headers: headers({ add: { ':authority': 'b' } }) },
      [['authority-twice', 'headers.request.add[:authority]']],
    ],
    [
      'refuses two headers',
      { route, headers: headers({ set: { host: 'a' }, add: { Host: 'b' } }) },
      [['authority-twice', 'headers.request.add[Host]']],
    ],
    ['does not count an empty one', { route, headers: headers({ set: { host: '' }, add: { Host: 'b' } }) }, []],
  ]);
});

describe('the webhook on CORS policies', () => {
  const cors = (corsPolicy: object) => ({ route, corsPolicy });
  check([
    ['takes an empty policy', cors({ allowOrigins: [], allowOrigin: [''] }), []],
    ['takes origins', cors({ allowOrigins: [{ exact: '*' }, { prefix: 'https' }, { regex: '.*' }] }), []],
    [
      'refuses an origin without text',
      cors({ allowOrigins: [{ exact: '' }] }),
      [['cors-origin', 'corsPolicy.allowOrigins[0]']],
    ],
    [
      'refuses an origin without a match',
      cors({ allowOrigins: [{}] }),
      [['cors-origin', 'corsPolicy.allowOrigins[0]']],
    ],
    [
      'compiles origins',
      cors({ allowOrigins: [{ regex: '(' }] }),
      [['regex-syntax', 'corsPolicy.allowOrigins[0].regex']],
    ],
    ['takes methods and *', cors({ allowMethods: ['GET', 'TRACE', '*'] }), []],
    ['refuses other methods', cors({ allowMethods: ['get'] }), [['cors-method', 'corsPolicy.allowMethods[0]']]],
    ['takes headers, commas and *', cors({ allowHeaders: ['X-A', 'a,b'], exposeHeaders: ['*'] }), []],
    ['refuses other headers', cors({ allowHeaders: [':path'] }), [['cors-header', 'corsPolicy.allowHeaders[0]']]],
    ['refuses empty headers', cors({ exposeHeaders: [''] }), [['cors-header-empty', 'corsPolicy.exposeHeaders[0]']]],
    ['takes an age in seconds', cors({ maxAge: '1m1s' }), []],
    ['takes 1000 ms', cors({ maxAge: '1000ms' }), []],
    ['refuses halves of seconds', cors({ maxAge: '1.5s' }), [['cors-max-age', 'corsPolicy.maxAge']]],
    ['refuses what is no duration', cors({ maxAge: '1' }), [['duration-syntax', 'corsPolicy.maxAge']]],
    ['refuses a negative age once', cors({ maxAge: '-1.5s' }), [['duration-min', 'corsPolicy.maxAge']]],
  ]);
});

describe('the webhook on faults', () => {
  const abort = (of: object) => ({ route, fault: { abort: of } });
  const delay = (of: object) => ({ route, fault: { delay: of } });
  const share = (value: number) => delay({ percentage: { value } });
  const wrongShare: Found = ['fault-percentage', 'fault.delay.percentage.value'];
  check([
    ['refuses an empty fault', { route, fault: { abort: null } }, [['fault-empty', 'fault']]],
    ['takes an abort without a status', abort({}), []],
    ['takes any percent', delay({ percent: 101, fixedDelay: '1s' }), []],
    ['takes 0 %', share(0), []],
    ['takes one in a million', share(0.0001), []],
    ['refuses less', share(0.00009), [wrongShare]],
    ['refuses a negative share', share(-0.0001), [wrongShare]],
    ['takes 100 %', share(100), []],
    ['refuses more than 100 %', share(100.1), [wrongShare]],
    [
      'looks at the share of aborts',
      abort({ percentage: { value: 101 } }),
      [['fault-percentage', 'fault.abort.percentage.value']],
    ],
    ['takes statuses up to 600', abort({ httpStatus: 600 }), []],
    ['refuses 601', abort({ httpStatus: 601 }), [['status', 'fault.abort.httpStatus']]],
    ['takes 200', abort({ httpStatus: 200 }), []],
    ['refuses 199', abort({ httpStatus: 199 }), [['status', 'fault.abort.httpStatus']]],
    ['takes statuses of gRPC', abort({ grpcStatus: 'OK' }), []],
    ['refuses others', abort({ grpcStatus: 'CANCELED' }), [['fault-grpc-status', 'fault.abort.grpcStatus']]],
    ['refuses errors of HTTP/2', abort({ http2Error: '' }), [['fault-http2-error', 'fault.abort.http2Error']]],
    ['refuses a delay below 1 ms', delay({ fixedDelay: '0s' }), [['duration-min', 'fault.delay.fixedDelay']]],
    [
      'refuses growing delays',
      delay({ exponentialDelay: '1s' }),
      [['fault-exponential-delay', 'fault.delay.exponentialDelay']],
    ],
  ]);
});

describe('the webhook on retries and timeouts', () => {
  const retries = (of: object) => ({ route, retries: of });
  const off: Found = ['retries-off', 'retries'];
  check([
    [
      'takes attempts with all the rest',
      retries({ attempts: 1, perTryTimeout: '1s', retryOn: '5xx,503', backoff: '25ms' }),
      [],
    ],
    [
      'takes retries turned off',
      retries({ attempts: 0, backoff: '1s', retryIgnorePreviousHosts: true, retryOn: '' }),
      [],
    ],
    ['refuses negative attempts', retries({ attempts: -1 }), [['retries-negative', 'retries.attempts']]],
    ['refuses a timeout without attempts', retries({ perTryTimeout: '1s' }), [off]],
    ['refuses conditions without attempts', retries({ attempts: 0, retryOn: '5xx' }), [off]],
    ['refuses localities without attempts, false included', retries({ retryRemoteLocalities: false }), [off]],
    ['refuses unknown conditions', retries({ attempts: 1, retryOn: '5xx,foo' }), [['retry-on', 'retries.retryOn']]],
    ['refuses blanks', retries({ attempts: 1, retryOn: '5xx, 503' }), [['retry-on', 'retries.retryOn']]],
    [
      'refuses parts of milliseconds',
      retries({ attempts: 1, perTryTimeout: '1.5ms' }),
      [['duration-precision', 'retries.perTryTimeout']],
    ],
    ['looks at the backoff', retries({ attempts: 1, backoff: '0.5ms' }), [['duration-min', 'retries.backoff']]],
    ['looks at the timeout', { route, timeout: '1h0.0001s' }, [['duration-precision', 'timeout']]],
  ]);
});

describe('the webhook on redirects', () => {
  const to = (of: object, ...uris: (object | undefined)[]) => ({ redirect: of, match: uris.map((uri) => ({ uri })) });
  check([
    ['refuses an empty redirect', to({ uri: '', scheme: '', redirectCode: 301 }), [['redirect-empty', 'redirect']]],
    ['takes an authority', to({ authority: 'a' }), []],
    ['takes a port, 0 included', to({ port: 0 }), []],
    ['takes a derived port', to({ derivePort: 'FROM_REQUEST_PORT' }), []],
    ['refuses port 65536', to({ port: 65536 }), [['redirect-port', 'redirect.port']]],
    ['takes http and https', to({ scheme: 'https' }), []],
    ['refuses other schemes', to({ scheme: 'HTTP' }), [['redirect-scheme', 'redirect.scheme']]],
    ['takes codes from 300', to({ uri: '/a', redirectCode: 300 }), []],
    ['takes codes up to 399', to({ uri: '/a', redirectCode: 399 }), []],
    ['takes 0 as no code', to({ uri: '/a', redirectCode: 0 }), []],
    ['refuses 299', to({ uri: '/a', redirectCode: 299 }), [['redirect-code', 'redirect.redirectCode']]],
    ['refuses 400', to({ uri: '/a', redirectCode: 400 }), [['redirect-code', 'redirect.redirectCode']]],
    ['takes a prefix for prefixes', to({ prefixRewrite: '/b' }, { prefix: '/a' }, undefined), []],
    ['refuses uri and prefix', to({ uri: '/a', prefixRewrite: '/b' }), [['redirect-uri-and-prefix', 'redirect']]],
    [
      'refuses a prefix for other matches',
      to({ prefixRewrite: '/b' }, { prefix: '/a' }, { exact: '/a' }),
      [['redirect-prefix-match', 'redirect.prefixRewrite']],
    ],
    [
      'reports the first problem only',
      to({ uri: '/a', scheme: 'ftp', redirectCode: 200 }),
      [['redirect-code', 'redirect.redirectCode']],
    ],
  ]);
});

describe('the webhook on direct responses', () => {
  const KIB = 1024;
  const body = (of: object) => ({ directResponse: { status: 200, body: of } });
  check([
    ['takes 100 KiB', body({ string: 'a'.repeat(100 * KIB) }), []],
    [
      'warns of more, in bytes',
      body({ string: 'é'.repeat(50 * KIB + 1) }),
      [['body-large', 'directResponse.body', 'warning']],
    ],
    ['warns up to 1 MiB', body({ string: 'a'.repeat(1024 * KIB) }), [['body-large', 'directResponse.body', 'warning']]],
    ['refuses more', body({ string: 'a'.repeat(1024 * KIB + 1) }), [['body-size', 'directResponse.body']]],
    ['counts bytes of base64 as what they stand for', body({ bytes: 'YWJj'.repeat(Math.floor((100 * KIB) / 3)) }), []],
    ['refuses status 199', { directResponse: { status: 199 } }, [['status', 'directResponse.status']]],
    ['refuses status 601', { directResponse: { status: 601 } }, [['status', 'directResponse.status']]],
  ]);
});

describe('the webhook on rewrites', () => {
  const rewriting = (of: object) => ({ route, rewrite: of });
  const regex = (match: string, to?: string) => rewriting({ uriRegexRewrite: { match, rewrite: to } });
  check([
    ['takes path and authority', rewriting({ uri: '/a', authority: 'b' }), []],
    ['takes a regular expression', regex('a', 'b'), []],
    ['refuses an empty rewrite', rewriting({ uri: '', authority: '' }), [['rewrite-empty', 'rewrite']]],
    [
      'refuses path and regular expression',
      rewriting({ uri: '/a', uriRegexRewrite: {} }),
      [['rewrite-both', 'rewrite']],
    ],
    ['wants both fields of a regular expression', regex('a'), [['rewrite-fields', 'rewrite.uriRegexRewrite']]],
    ['compiles it', regex('(?=a)', 'b'), [['rewrite-regex', 'rewrite.uriRegexRewrite.match']]],
    ['takes 1024 bytes', regex('é'.repeat(512), 'b'), []],
    ['refuses more', regex(`${'é'.repeat(512)}a`, 'b'), [['rewrite-regex', 'rewrite.uriRegexRewrite.match']]],
  ]);
});

describe('the webhook on matches of HTTP', () => {
  const matching = (match: object) => ({ route, match: [match] });
  const claims = { '@request.auth.claims.sub': {} };
  check([
    ['takes empty matches and nulls', matching({ uri: {}, headers: null, authority: null, port: null }), []],
    ['takes texts', matching({ uri: { exact: '' }, scheme: { prefix: 'h' }, queryParams: { q: { regex: '.*' } } }), []],
    ['takes an empty prefix of uri', matching({ uri: { prefix: '' } }), []],
    ['refuses one of the method', matching({ method: { prefix: '' } }), [['prefix-empty', 'match[0].method.prefix']]],
    ['refuses one of the scheme', matching({ scheme: { prefix: '' } }), [['prefix-empty', 'match[0].scheme.prefix']]],
    [
      'refuses one of the authority',
      matching({ authority: { prefix: '' } }),
      [['prefix-empty', 'match[0].authority.prefix']],
    ],
    [
      'refuses one of a parameter',
      matching({ queryParams: { q: { prefix: '' } } }),
      [['prefix-empty', 'match[0].queryParams[q].prefix']],
    ],
    [
      'refuses one of a header',
      matching({ headers: { h: { prefix: '' } } }),
      [['prefix-empty', 'match[0].headers[h].prefix']],
    ],
    ['refuses empty regular expressions', matching({ uri: { regex: '' } }), [['regex-empty', 'match[0].uri.regex']]],
    ['takes 1024 bytes', matching({ uri: { regex: 'a'.repeat(1024) } }), []],
    ['refuses 1025', matching({ uri: { regex: 'a'.repeat(1025) } }), [['regex-size', 'match[0].uri.regex']]],
    [
      'compiles regular expressions',
      matching({ headers: { h: { regex: '*' } } }),
      [['regex-syntax', 'match[0].headers[h].regex']],
    ],
    ['takes * where a header must not be', matching({ withoutHeaders: { h: { regex: '*' } } }), []],
    [
      'compiles others there',
      matching({ withoutHeaders: { h: { regex: '+' } } }),
      [['regex-syntax', 'match[0].withoutHeaders[h].regex']],
    ],
    ['takes pseudo headers and commas', matching({ headers: { ':path': {}, 'a,b': {} } }), []],
    ['refuses them in capitals', matching({ headers: { ':PATH': {} } }), [['match-header', 'match[0].headers[:PATH]']]],
    ['refuses blanks', matching({ withoutHeaders: { 'a b': {} } }), [['match-header', 'match[0].withoutHeaders[a b]']]],
    [
      'refuses half a claim',
      matching({ headers: { '@request.auth.claims.': {} } }),
      [['match-header', 'match[0].headers[@request.auth.claims.]']],
    ],
    ['refuses an empty name', matching({ headers: { '': {} } }), [['match-header-empty', 'match[0].headers[]']]],
    [
      'reads null as a match of any value',
      matching({ headers: { h: null, '': null } }),
      [['match-header-empty', 'match[0].headers[]']],
    ],
    [
      'reads null as an empty label',
      matching({ sourceLabels: { a: null, '-a': null } }),
      [['label-key', 'match[0].sourceLabels[-a]']],
    ],
    [
      'refuses claims in the mesh once',
      matching({ headers: claims }),
      [['jwt-claim-mesh', 'match[0].headers[@request.auth.claims.sub]']],
    ],
    ['takes port 0 as none', matching({ port: 0 }), []],
    ['refuses port 65536', matching({ port: 65536 }), [['match-port', 'match[0].port']]],
    ['takes long values of labels', matching({ sourceLabels: { 'Example.com/a': 'a'.repeat(64), b: '' } }), []],
    ['refuses other keys', matching({ sourceLabels: { '-a': 'b' } }), [['label-key', 'match[0].sourceLabels[-a]']]],
    ['refuses other values', matching({ sourceLabels: { a: 'b-' } }), [['label-value', 'match[0].sourceLabels[a]']]],
    ['takes gateways as hosts without a warning', matching({ gateways: ['gw.ns'] }), []],
    ['refuses other gateways', matching({ gateways: ['ns/'] }), [['gateway-empty', 'match[0].gateways[0]']]],
    ['takes an empty namespace', matching({ sourceNamespace: '' }), []],
    [
      'refuses one that is no DNS label',
      matching({ sourceNamespace: 'a.b' }),
      [['source-namespace', 'match[0].sourceNamespace']],
    ],
  ]);
});
