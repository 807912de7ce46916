import { ApiObject, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  type AppBase,
  DenyAllPolicy,
  type IMeshPeer,
  type MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshProgram,
  StrictMtls,
} from 'istio-constructs';
import { coversPath } from '../../lib/security/rule-coverage';
import { declareIntent } from '../../lib/tree/report';
import { failure, gateway, namespace, specOf, twoVersions, written, type Written } from '../support/constructs';

/** Says that one app calls another and nothing about who is admitted, as a URL in its environment does. */
function calls(caller: AppBase, called: AppBase): void {
  declareIntent(caller, { kind: 'call', caller: caller.caller, app: called.caller, targetPorts: [8080] });
}

describe('callsTo', () => {
  test('admits the caller where the app that is called is closed, in the one policy of that app', () => {
    const objects = written((chart) => {
      const [web, cart, reviews] = [twoVersions(chart, 'web'), twoVersions(chart, 'cart'), twoVersions(chart)];
      web.callsTo(reviews, { methods: ['GET'] });
      reviews.allowFrom(cart).expose(gateway(chart), { hosts: ['shop.example.com'] });
    });
    const source = (namespace: string, name: string) => [
      { source: { principals: [`cluster.local/ns/${namespace}/sa/${name}`] } },
    ];
    expect(objects.filter((each) => each.kind === 'AuthorizationPolicy')).toHaveLength(1);
    expect(specOf(objects, 'AuthorizationPolicy', 'reviews')).toEqual({
      selector: { matchLabels: { app: 'reviews' } },
      action: 'ALLOW',
      rules: [
        { from: source('istio-system', 'ingress') },
        { from: source('shop', 'cart') },
        { from: source('shop', 'web'), to: [{ operation: { methods: ['GET'] } }] },
      ],
    });
  });

  test('declares the ports that it does not leave out', () => {
    const calls = (name: 'ports' | 'notPorts') => {
      const program = new MeshProgram();
      const chart = new Chart(program, 'shop');
      const reviews = twoVersions(chart, 'reviews', {
        ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(9)],
      });
      twoVersions(chart, 'web').callsTo(reviews, { [name]: [reviews.port('tcp')] });
      return program.intents().calls.map((each) => each.targetPorts);
    };
    expect([calls('ports'), calls('notPorts')]).toEqual([[[9]], [[8080]]]);
  });

  test('closes nothing by itself', () => {
    const objects = written((chart) => twoVersions(chart, 'web').callsTo(twoVersions(chart)));
    expect(objects.map((each) => each.kind)).not.toContain('AuthorizationPolicy');
  });

  test.each([
    ['what is no app', (web: MeshApp<'v1' | 'v2'>) => web.callsTo('reviews' as never), 'called must be a MeshApp'],
    [
      'a port of its own',
      (web: MeshApp<'v1' | 'v2'>, to: MeshApp<'v1' | 'v2'>) => web.callsTo(to, { ports: [web.port('http')] }),
      'ports must be of reviews, got http of web',
    ],
    [
      'an unknown option',
      (web: MeshApp<'v1' | 'v2'>, to: MeshApp<'v1' | 'v2'>) => web.callsTo(to, { method: [] } as never),
      'method is unknown, did you mean methods?',
    ],
  ])('%s is an error', (_, make, message) => {
    expect(failure((chart) => make(twoVersions(chart, 'web'), twoVersions(chart)))).toContain(`shop/web: ${message}`);
  });
});

describe('pain 9: a policy that denies all and forgets somebody', () => {
  const ADMISSIONS = {
    'cart from web': ({ cart, web }: Apps) => cart.allowFrom(web),
    'reviews from web': ({ reviews, web }: Apps) => reviews.allowFrom(web, { methods: ['GET'] }),
    'payments from cart': ({ payments, cart }: Apps) => payments.allowFrom(cart, { ports: [payments.port('http')] }),
    'metrics from anyone': ({ payments }: Apps) =>
      payments.allowFrom(MeshPeer.anyone(), { ports: [payments.port('m')] }),
  };

  interface Apps {
    readonly web: MeshApp<'v1' | 'v2'>;
    readonly cart: MeshApp<'v1' | 'v2'>;
    readonly reviews: MeshApp<'v1' | 'v2'>;
    readonly payments: MeshApp<'v1' | 'v2'>;
  }

  function shop(chart: Chart, admit: readonly ((apps: Apps) => unknown)[], cutOff: boolean = false): void {
    const app = (id: string) =>
      twoVersions(chart, id, { ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'm' })] });
    const apps = { web: app('web'), cart: app('cart'), reviews: app('reviews'), payments: app('payments') };
    calls(apps.web, apps.cart);
    calls(apps.web, apps.reviews);
    calls(apps.cart, apps.payments);
    apps.web.expose(gateway(chart), { hosts: ['shop.example.com'] });
    new StrictMtls(chart, 'strict', {
      appliesTo: namespace,
      exceptions: [{ port: apps.payments.port('m'), reason: 'scraped' }],
    });
    new DenyAllPolicy(chart, 'deny-all', {
      appliesTo: namespace,
      ...(cutOff && { cutOff: [{ app: apps.payments, reason: 'being retired' }] }),
    });
    for (const each of admit) each(apps);
  }

  test('nothing is wrong where every caller that is declared is admitted', () => {
    expect(failure((chart) => shop(chart, Object.values(ADMISSIONS)))).toBe('nothing failed');
  });

  test.each([
    ['cart from web', 'shop/web -> shop/cart (port 8080)'],
    ['reviews from web', 'shop/web -> shop/reviews (port 8080)'],
    ['payments from cart', 'shop/cart -> shop/payments (port 8080)'],
    ['metrics from anyone', 'a caller without identity -> shop/payments (port 9090)'],
  ])('without %s the synth fails and names caller and app', (left, pair) => {
    const rest = Object.entries(ADMISSIONS).flatMap(([name, admit]) => (name === left ? [] : [admit]));
    // An app without a rule of its own is closed by the policy of the namespace alone.
    expect(failure((chart) => shop(chart, rest)).replace('shop/payments\n', 'shop/deny-all\n')).toBe(
      `: callers that are declared would be refused, for no rule admits them:\n    ${pair}, closed by shop/deny-all\n` +
        '  fix: add allowFrom to the app that is called, or name the app in cutOff of the DenyAllPolicy',
    );
  });

  test('all of them are told at once', () => {
    const message = failure((chart) => shop(chart, []));
    expect(message.match(/ -> /g)).toHaveLength(4);
    expect(message).not.toContain('gateway');
  });

  test('an app in cutOff may lose its callers', () => {
    const rest = [ADMISSIONS['cart from web'], ADMISSIONS['reviews from web']];
    expect(failure((chart) => shop(chart, rest, true))).toBe('nothing failed');
  });

  test('cutOff names apps in its scope', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart, 'far', { namespace: MeshNamespace.fromName('bank') });
      new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace, cutOff: [{ app, reason: 'x' }] });
    });
    expect(message).toBe('shop/deny-all: cutOff[0].app must be in namespace shop, got far');
  });

  test.each<[string, IMeshPeer | undefined, string]>([
    ['a namespace', MeshPeer.namespace(namespace), 'nothing failed'],
    ['a principal with a star', MeshPeer.principal('cluster.local/ns/shop/*'), 'nothing failed'],
    ['its service account', MeshPeer.serviceAccount(namespace, 'web'), 'nothing failed'],
    ['addresses, of which a program knows nothing', MeshPeer.ipBlocks('10.0.0.0/8'), 'nothing failed'],
    ['another trust domain', MeshPeer.principal('example.com/ns/shop/sa/web'), 'callers that are declared'],
    ['another account', MeshPeer.serviceAccount(namespace, 'cart'), 'callers that are declared'],
  ])('a caller admitted by %s', (_, peer, expected) => {
    const message = failure((chart) => {
      const [web, reviews] = [twoVersions(chart, 'web'), twoVersions(chart)];
      calls(web, reviews);
      if (peer) reviews.allowFrom(peer);
    });
    expect(message).toContain(expected);
  });

  test('each port, method and path that a call states must be admitted, by whichever rule', () => {
    const make = (methods: readonly string[]) =>
      failure((chart) => {
        const [web, reviews] = [twoVersions(chart, 'web'), twoVersions(chart)];
        declareIntent(web, { kind: 'call', caller: web.caller, app: reviews.caller, methods, paths: ['/api/x'] });
        reviews.allowFrom(web, { methods: ['GET'], paths: ['/api/*'] }).allowFrom(web, { methods: ['POST'] });
      });
    expect(make(['GET', 'POST'])).toBe('nothing failed');
    expect(make(['GET', 'PUT'])).toContain('shop/web -> shop/reviews (PUT /api/x), closed by shop/reviews\n');
  });
});

test.each([
  ['/a', '/a', true],
  ['/a', '/b', false],
  ['*', '/a', true],
  ['/api/*', '/api/x', true],
  ['/api/*', '/api/*', true],
  ['/api/*', '/api/v1/*', true],
  ['/api/v1/*', '/api/*', false],
  ['/api/*', '*/x', false],
  ['*.html', '/x.html', true],
  ['*.html', '/x/*', false],
  ['/users/{*}', '/users/1', true],
  ['/users/{*}', '/users/1/orders', false],
  ['/files/{**}', '/files/a/b', true],
  ['/files/{**}', '/admin', false],
  ['/files/{**}', '/files/*', true],
  ['/files/{**}', '/admin/*', false],
])('a rule for %s covers %s: %s', (outer, inner, expected) => {
  expect(coversPath(outer, inner, true)).toBe(expected);
});

/** What a sidecar does with a request on port 8080, by the policies as they are written. */
function isAllowed(objects: readonly Written[], caller: string, app: string): boolean {
  const policies = objects
    .filter((each) => each.kind === 'AuthorizationPolicy')
    .map((each) => each.spec as { selector?: { matchLabels: { app: string } }; rules?: readonly Rule[] })
    .filter(({ selector }) => selector === undefined || selector.matchLabels.app === app);
  if (policies.length === 0) return true;
  const principal = `cluster.local/ns/shop/sa/${caller}`;
  return policies.some(({ rules = [] }) =>
    rules.some(
      ({ from, to }) =>
        (from === undefined || from.some(({ source }) => source.principals?.includes(principal))) &&
        (to === undefined || to.some(({ operation }) => operation.ports?.includes('8080') ?? true)),
    ),
  );
}

interface Rule {
  readonly from?: readonly { readonly source: { readonly principals?: readonly string[] } }[];
  readonly to?: readonly { readonly operation: { readonly ports?: readonly string[] } }[];
}

test('who may call whom by the intents and by the policies is the same, in every program that can be synthesised', () => {
  const NAMES = ['a', 'b', 'c', 'd'] as const;
  const edge = fc.record({
    from: fc.constantFrom(...NAMES),
    to: fc.constantFrom(...NAMES),
    how: fc.constantFrom('callsTo', 'allowFrom', 'url'),
  });
  let synthesised = 0;
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 8 }), fc.boolean(), (edges, denyAll) => {
      const program = new MeshProgram();
      const chart = new Chart(program, 'shop');
      const apps = Object.fromEntries(NAMES.map((name) => [name, twoVersions(chart, name)]));
      const app = (name: string) => apps[name] as MeshApp<'v1' | 'v2'>;
      if (denyAll) new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
      for (const { from, to, how } of edges) {
        if (how === 'callsTo') app(from).callsTo(app(to));
        else if (how === 'allowFrom') app(to).allowFrom(app(from));
        else calls(app(from), app(to));
      }
      const problems = program.node.findAll().flatMap((each) => each.node.validate());
      const objects = chart.node
        .findAll()
        .filter((each) => each instanceof ApiObject)
        .map((each) => each.toJson() as Written);
      const declared = program.intents().calls.map((call) => [call.caller.name, call.app.name] as const);
      const refused = declared.filter(([from, to]) => !isAllowed(objects, from, to));
      // The check says exactly what the policies would do.
      expect(problems.length > 0).toBe(refused.length > 0);
      if (problems.length > 0) return;
      synthesised++;
      for (const from of NAMES) {
        for (const to of NAMES) {
          const closed = denyAll || edges.some((each) => each.how === 'allowFrom' && each.to === to);
          const said = edges.some((each) => each.from === from && each.to === to);
          expect([from, to, isAllowed(objects, from, to)]).toEqual([from, to, !closed || said]);
        }
      }
    }),
    { numRuns: 60 },
  );
  expect(synthesised).toBeGreaterThan(5);
});

test('a thousand apps and five thousand calls under one policy are judged in one walk', () => {
  const program = new MeshProgram();
  const chart = new Chart(program, 'shop');
  const apps = Array.from({ length: 1000 }, (_, index) => twoVersions(chart, `app-${index}`));
  new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
  apps.forEach((app, index) => {
    for (let step = 1; step <= 5; step++) app.callsTo(apps[(index + step) % apps.length] ?? app);
  });
  expect(program.node.validate()).toEqual([]);
  expect(program.intents().calls).toHaveLength(5000);
});
