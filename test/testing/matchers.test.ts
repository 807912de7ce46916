import { Duration } from 'cdk8s';
import { type Call } from 'istio-constructs';
import 'istio-constructs/testing';
import { call, FROM_SHOP, mesh, policy, route } from './reviews';

const split = () => call([route({ v1: 90, v2: 10 })]);
const v1 = (more: string) => call([route({ v1: 100 }, more)]);
const web = (documents: readonly string[] = []) => mesh(documents).from('shop/web');
/** Whom nobody knows, where anybody may be. */
const undeclared = () => web().get('http://weather.example.com/');

/** What a matcher says when it fails. */
function failure(check: () => void): string {
  try {
    check();
  } catch (error) {
    // eslint-disable-next-line no-control-regex
    return (error as Error).message.replace(/\u001b\[\d+m/g, '');
  }
  return 'nothing failed';
}

describe('toRouteTo', () => {
  test('compares who answers, and how often', () => {
    expect(split()).toRouteTo([
      ['shop/reviews-v2', 10],
      ['shop/reviews-v1', 90],
    ]);
    expect(split()).not.toRouteTo([
      ['shop/reviews-v1', 80],
      ['shop/reviews-v2', 20],
    ]);
  });

  test('one destination alone answers always', () => {
    expect(call([route({ v1: 100 })])).toRouteTo('shop/reviews-v1');
    expect(split()).not.toRouteTo('shop/reviews-v1');
  });

  test('a version that is not named must not answer', () => {
    expect(split()).not.toRouteTo([['shop/reviews-v1', 90]]);
  });

  test.each([
    [90.04, true],
    [90.1, false],
  ])('%d %% is taken for 90 %%: %s', (percent, isSame) => {
    const check = () => {
      expect(call([route({ v1: 90, v2: 10 })])).toRouteTo([
        ['shop/reviews-v1', percent],
        ['shop/reviews-v2', 10],
      ]);
    };
    expect(failure(check) === 'nothing failed').toBe(isSame);
  });

  test('what remains up to 100 % nobody answers', () => {
    const aborted = v1('fault: { abort: { httpStatus: 503, percentage: { value: 30 } } }');
    expect(aborted).toRouteTo([['shop/reviews-v1', 70]]);
    expect(aborted).not.toRouteTo('shop/reviews-v1');
  });

  test('an app stands for all of its versions', () => {
    expect(split()).toRouteTo({ serviceName: 'reviews', namespace: { namespaceName: 'shop' } });
  });
});

describe('toBeAllowed and toBeDenied', () => {
  const allow = policy('from-shop', FROM_SHOP);
  const deny = policy('no-posts', 'action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }]');
  const nothing = policy('nothing', '');

  test('tell which policy lets a request in', () => {
    expect(call([allow])).toBeAllowed();
    expect(call([allow])).toBeAllowed({ by: 'shop/from-shop' });
    expect(call([allow, deny])).not.toBeAllowed({ by: 'shop/no-posts' });
    expect(call([allow])).not.toBeDenied();
  });

  test('tell which policy refuses it', () => {
    const post = web([allow, deny]).post('http://reviews/');
    expect(post).toBeDenied({ by: 'shop/no-posts' });
    expect(post).not.toBeDenied({ by: 'shop/from-shop' });
    expect(post).not.toBeAllowed();
  });

  test('where no rule of several ALLOW policies matches, each of them denies', () => {
    const denied = call([nothing, policy('others', 'rules: [{ from: [{ source: { namespaces: [other] } }] }]')]);
    expect(denied).toBeDenied({ by: 'shop/nothing' });
    expect(denied).toBeDenied({ by: 'shop/others' });
  });

  test('without policies, all is allowed', () => {
    expect(call()).toBeAllowed();
  });

  test('what never comes to a server is neither', () => {
    const nowhere = call([route({ v3: 100 })]);
    expect(nowhere).not.toBeAllowed();
    expect(nowhere).not.toBeDenied();
  });

  test('faults are not counted', () => {
    const fault = 'fault: { abort: { httpStatus: 503, percentage: { value: 30 } } }';
    expect(call([allow, route({ v1: 100 }, fault)])).toBeAllowed();
    expect(call([nothing, route({ v1: 100 }, fault)])).toBeDenied();
  });

  test('what is denied in part is neither denied nor not denied', () => {
    const half = call([
      policy('no-v2', 'action: DENY, rules: [{}]').replace('app: reviews', 'version: v2'),
      route({ v1: 50, v2: 50 }),
    ]);
    for (const check of [() => expect(half).toBeDenied(), () => expect(half).not.toBeDenied()])
      expect(failure(check)).toContain('It is so in part only, which is neither.');
  });
});

describe('toUseMtls', () => {
  const plain =
    'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: plain, namespace: shop }\nspec: { host: reviews, trafficPolicy: { tls: { mode: DISABLE } } }\n';

  test('is about connections to servers', () => {
    expect(call()).toUseMtls();
    expect(mesh([plain]).from('shop/web').get('http://reviews/')).not.toUseMtls();
  });

  test('without a connection it is neither', () => {
    const message = failure(() => expect(call([route({ v3: 100 })])).not.toUseMtls());
    expect(message).toContain('No outcome gets to where it would show');
  });
});

describe('toBeRefused', () => {
  const strict =
    'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: shop }\nspec: { mtls: { mode: STRICT } }\n';
  const hosts = [{ namespace: 'ops', name: 'probe', sidecar: false, ports: [{ port: 80 }] }];
  const config = { meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };

  test.each<[string, () => Call]>([
    ['plain text to a STRICT server', () => mesh([strict], { hosts }).from('ops/probe').get('http://reviews.shop/')],
    ['a subset that there is not', () => call([route({ v3: 100 })])],
    [
      'a host out of the mesh, where only the mesh may be called',
      () => mesh([], config).from('shop/web').get('http://example.com/'),
    ],
    [
      'a name that DNS does not know',
      () => mesh([], { hosts, externals: [] }).from('ops/probe').get('http://example.com/'),
    ],
  ])('%s', (_, refused) => {
    expect(refused()).toBeRefused();
  });

  test.each<[string, () => Call]>([
    ['an answer', () => call()],
    ['an error of the application', () => call().with({ backend: { status: 502 } })],
    ['a policy that denies', () => call([policy('nothing', '')])],
    ['a fault', () => v1('fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }')],
  ])('%s is none', (_, taken) => {
    expect(taken()).not.toBeRefused();
  });
});

describe('toTimeOutAfter', () => {
  test('asks about an application that never answers', () => {
    expect(v1('timeout: 10s')).toTimeOutAfter(Duration.seconds(10));
    expect(v1('timeout: 10s')).not.toTimeOutAfter(Duration.seconds(9));
    expect(call()).not.toTimeOutAfter(Duration.seconds(10));
  });

  test('counts the tries, and the waits between them', () => {
    const tries = v1('retries: { attempts: 2, perTryTimeout: 2s, retryOn: reset }');
    expect(tries).toTimeOutAfter(Duration.seconds(6));
    expect(tries).not.toTimeOutAfter(Duration.seconds(7));
    expect(tries).not.toTimeOutAfter(Duration.millis(5_990));
  });

  test('an application that is said to be slow is taken at its word', () => {
    expect(v1('timeout: 10s').with({ backend: { delay: 9 } })).not.toTimeOutAfter(Duration.seconds(10));
    expect(v1('timeout: 10s').with({ backend: { delay: 11 } })).toTimeOutAfter(Duration.seconds(10));
  });
});

describe('toRetry', () => {
  const retries = (retryOn: string) => v1(`retries: { attempts: 3, retryOn: '${retryOn}' }`);

  test('compares the number of tries after the first', () => {
    expect(retries('reset')).toRetry();
    expect(retries('reset')).toRetry({ attempts: 3 });
    expect(retries('reset')).not.toRetry({ attempts: 2 });
    expect(v1('retries: { attempts: 0 }')).not.toRetry();
    expect(v1('retries: { attempts: 0 }')).toRetry({ attempts: 0 });
  });

  test.each<[retryOn: string, cause: 'connect-failure' | 'reset' | 'unavailable' | number, isRetried: boolean]>([
    ['connect-failure', 'connect-failure', true],
    ['connect-failure', 'reset', false],
    ['5xx', 'connect-failure', true],
    ['5xx', 'reset', true],
    ['5xx', 500, true],
    ['5xx', 404, false],
    ['gateway-error', 502, true],
    ['gateway-error', 500, false],
    ['retriable-4xx', 409, true],
    ['429', 429, true],
    ['429', 503, false],
    ['5xx', 'unavailable', false],
  ])('retryOn %s is for %s: %s', (retryOn, cause, isRetried) => {
    const check = () => expect(retries(retryOn)).toRetry({ on: cause });
    expect(failure(check) === 'nothing failed').toBe(isRetried);
  });

  test('Istio tries again by itself where nothing is said', () => {
    expect(call()).toRetry({ attempts: 2, on: ['connect-failure', 'refused-stream', 'unavailable'] });
  });
});

test('toFailWith compares a status and how often it comes', () => {
  const aborted = v1('fault: { abort: { httpStatus: 503, percentage: { value: 30 } } }');
  expect(aborted).toFailWith({ status: 503, percent: 30 });
  expect(aborted).not.toFailWith({ status: 503, percent: 29 });
  expect(aborted).not.toFailWith({ status: 503 });
  expect(aborted.with({ backend: { status: 503 } })).toFailWith({ status: 503 });
});

test('toRedirectTo compares the URL and the status', () => {
  const documents = [route({ v1: 100 }).replace(/route: .*/, 'redirect: { uri: /new, redirectCode: 302 }')];
  expect(call(documents)).toRedirectTo('http://reviews/new');
  expect(call(documents)).toRedirectTo({ url: 'http://reviews/new', status: 302 });
  expect(call(documents)).not.toRedirectTo({ status: 301 });
  expect(call()).not.toRedirectTo('http://reviews/new');
});

describe('toSeeHeaders', () => {
  const documents = [route({ v1: 100 }, 'headers: { request: { set: { x-version: one }, remove: [x-secret] } }')];
  const sent = web(documents).get('http://reviews/', { headers: { 'X-User': 'beta', 'X-Secret': 's' } });

  test('compares what the application gets', () => {
    expect(sent).toSeeHeaders({ 'x-version': 'one', 'x-user': 'beta', 'x-secret': null, host: 'reviews' });
    expect(sent).toSeeHeaders({ 'X-Version': /^o/ });
  });

  test.each([{ 'x-version': 'two' }, { 'x-user': null }, { 'x-secret': 's' }, { host: 'other' }])(
    'not %j',
    (headers) => {
      expect(sent).not.toSeeHeaders(headers);
    },
  );
});

describe('where no file knows', () => {
  test('toBeUnknown tells the question', () => {
    expect(undeclared()).toBeUnknown();
    expect(undeclared()).toBeUnknown('weather.example.com');
    expect(undeclared()).toBeUnknown(/weather/);
    expect(undeclared()).not.toBeUnknown('other.example.com');
    expect(call()).not.toBeUnknown();
  });

  test.each<[string, () => unknown, () => unknown]>([
    [
      'toRouteTo',
      () => expect(undeclared()).toRouteTo('external/w'),
      () => expect(undeclared()).not.toRouteTo('external/w'),
    ],
    ['toBeAllowed', () => expect(undeclared()).toBeAllowed(), () => expect(undeclared()).not.toBeAllowed()],
    ['toUseMtls', () => expect(undeclared()).toUseMtls(), () => expect(undeclared()).not.toUseMtls()],
    [
      'toFailWith',
      () => expect(undeclared()).toFailWith({ status: 503 }),
      () => expect(undeclared()).not.toFailWith({ status: 503 }),
    ],
  ])('neither %s nor its contrary passes', (_, positive, negative) => {
    for (const check of [positive, negative])
      expect(failure(check)).toContain('It hangs on what no file knows, which is neither.');
  });
});

describe('a failure', () => {
  test('shows what was expected, what comes of it, and the trace', () => {
    const message = failure(() => {
      expect(split()).toRouteTo([
        ['shop/reviews-v1', 80],
        ['shop/reviews-v2', 20],
      ]);
    });
    expect(message.split('\n').slice(0, 9)).toEqual([
      'expect(call).toRouteTo(expected)',
      '',
      'Expected:    80 %  shop/reviews-v1',
      '             20 %  shop/reviews-v2',
      'Received:    90 %  shop/reviews-v1',
      '             10 %  shop/reviews-v2',
      '',
      'GET http://reviews/ from shop/web',
      expect.stringContaining('capture'),
    ]);
    expect(message).toContain('spec.http[0].route[1]');
  });

  test('of what must not be says so', () => {
    expect(
      failure(() => expect(call()).not.toBeAllowed())
        .split('\n')
        .slice(0, 4),
    ).toEqual([
      'expect(call).not.toBeAllowed()',
      '',
      'Expected: not allowed',
      'Received:   100 %  allowed, as no policy says otherwise',
    ]);
  });
});

describe('wrong use', () => {
  const versions = { app: { serviceName: 'reviews', namespace: { namespaceName: 'shop' } }, name: 'v9' };

  test.each<[string, () => void, string]>([
    [
      'no call',
      () => expect(200).toRouteTo('x'),
      "toRouteTo: expect must be given a call, such as mesh.from('shop/web').get('http://reviews/'), got 200",
    ],
    ['a mesh', () => expect(mesh()).toBeAllowed(), 'toBeAllowed: expect must be given a call'],
    [
      'too many percent',
      () =>
        expect(split()).toRouteTo([
          ['shop/reviews-v1', 90],
          ['shop/reviews-v2', 20],
        ]),
      'toRouteTo: percentages must add up to at most 100, got 110',
    ],
    [
      'no percentage',
      () => expect(split()).toRouteTo([['shop/reviews-v1', 900]]),
      'toRouteTo: percentages must be between 0 and 100, got 900',
    ],
    [
      'no pairs',
      () => expect(split()).toRouteTo(['shop/reviews-v1', 'shop/reviews-v2'] as never),
      'toRouteTo: each destination must be a pair such as [v1, 90], got "shop/reviews-v1"',
    ],
    ['nobody', () => expect(split()).toRouteTo([]), 'toRouteTo: there must be at least one destination'],
    [
      'a version twice',
      () =>
        expect(split()).toRouteTo([
          ['shop/reviews-v1', 50],
          ['shop/reviews-v1', 50],
        ]),
      'toRouteTo: shop/reviews-v1 is there twice',
    ],
    [
      'an unknown workload',
      () => expect(split()).toRouteTo('shop/review-v1'),
      'toRouteTo: no workload is called "shop/review-v1", did you mean "shop/reviews-v1"?',
    ],
    [
      'an unknown version',
      () => expect(split()).toRouteTo(versions),
      'toRouteTo: no workload is version "v9" of shop/reviews',
    ],
    [
      'an unknown policy',
      () => expect(call([policy('from-shop', '')])).not.toBeDenied({ by: 'shop/fromshop' }),
      'toBeDenied: no AuthorizationPolicy or RequestAuthentication is called "shop/fromshop", did you mean "shop/from-shop"?',
    ],
    [
      'no failure',
      () => expect(split()).toFailWith({ status: 200 }),
      'toFailWith: status must be a whole number between 400 and 599, got 200',
    ],
    [
      'no status',
      () => expect(split()).toFailWith(undefined as never),
      'toFailWith: status must be a whole number between 400 and 599, got undefined',
    ],
    [
      'no duration',
      () => expect(split()).toTimeOutAfter(10 as never),
      'toTimeOutAfter: a Duration must be given, such as Duration.seconds(10), got 10',
    ],
    [
      'an unknown condition',
      () => expect(split()).toRetry({ on: 'connect-failur' as never }),
      'did you mean connect-failure?',
    ],
    [
      'tries that are none',
      () => expect(split()).toRetry({ attempts: -1 }),
      'toRetry: attempts must be a whole number, got -1',
    ],
    ['a redirect to nowhere', () => expect(split()).toRedirectTo({}), 'toRedirectTo: a url or a status must be given'],
    [
      'no redirect',
      () => expect(split()).toRedirectTo({ status: 200 }),
      'toRedirectTo: status must be one of 301, 302, 303, 307, 308, got 200',
    ],
    ['no headers', () => expect(split()).toSeeHeaders({}), 'toSeeHeaders: at least one header must be given'],
    [
      'a header that is no text',
      () => expect(split()).toSeeHeaders({ a: 1 as never }),
      'toSeeHeaders: a must be a text, a pattern or null, got 1',
    ],
  ])('%s', (_, check, message) => {
    expect(failure(check)).toContain(message);
  });
});
