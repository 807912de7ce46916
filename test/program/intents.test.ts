import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { type DeclaredIntent, derive, MeshProgram } from 'istio-constructs';
import { declareIntent } from '../../lib/tree/report';
import { UNRESOLVED } from '../../lib/values/unresolved';

const shop = (name: string) => ({ namespace: 'shop', name });
const caller = (name: string) => ({ ...shop(name), serviceAccount: name });

const CALL: DeclaredIntent = {
  kind: 'call',
  caller: caller('web'),
  app: shop('cart'),
  targetPorts: [8080],
  methods: ['GET'],
};
const EXPOSURE: DeclaredIntent = {
  kind: 'exposure',
  gateway: { namespace: 'istio-system', name: 'public', serviceAccount: 'ingress' },
  app: shop('web'),
  hosts: ['shop.example.com'],
  path: '/',
  targetPorts: [8080],
};
const PLAIN: DeclaredIntent = { kind: 'plain-text', app: shop('cart'), targetPorts: [9090], reason: 'scraped' };
const CUT_OFF: DeclaredIntent = { kind: 'cut-off', app: shop('cart'), reason: 'retired' };

/** A program whose constructs declare these, by construct id. */
function program(intents: readonly (readonly [string, DeclaredIntent])[]): MeshProgram {
  const made = new MeshProgram();
  const chart = new Chart(made, 'shop');
  for (const [id, intent] of intents) {
    declareIntent((chart.node.tryFindChild(id) as Construct | undefined) ?? new Construct(chart, id), intent);
  }
  return made;
}

test('what constructs declare is one list a kind, with the construct that declared it', () => {
  const made = program([
    ['cut', CUT_OFF],
    ['metrics', PLAIN],
    ['public', EXPOSURE],
    ['web', CALL],
  ]);
  expect(made.intents()).toEqual({
    calls: [{ ...CALL, constructs: ['shop/web'] }],
    exposures: [{ ...EXPOSURE, constructs: ['shop/public'] }],
    plainText: [{ ...PLAIN, constructs: ['shop/metrics'] }],
    cutOffs: [{ ...CUT_OFF, constructs: ['shop/cut'] }],
  });
});

test('nothing is declared: empty lists', () => {
  expect(new MeshProgram().intents()).toEqual({ calls: [], exposures: [], plainText: [], cutOffs: [] });
});

test('what two constructs declare alike is one entry that names both', () => {
  const alike = { ...CALL, targetPorts: [8080, 8080], methods: ['GET'], paths: undefined } as DeclaredIntent;
  expect(
    program([
      ['b', alike],
      ['a', CALL],
      ['a', CALL],
    ]).intents().calls,
  ).toEqual([{ ...CALL, constructs: ['shop/a', 'shop/b'] }]);
});

test('what differs in any field is not merged', () => {
  const others = [
    { ...CALL, methods: ['POST'] },
    { ...CALL, paths: ['/a'] },
    { ...CALL, app: shop('reviews') },
  ];
  expect(program([['a', CALL], ...others.map((each, i) => [`b${i}`, each] as const)]).intents().calls).toHaveLength(4);
});

test('lists are sets: in order, each entry once, numbers as numbers', () => {
  const intent = { ...CALL, targetPorts: [10080, 9090, 9090], methods: ['POST', 'GET', 'POST'] } as DeclaredIntent;
  expect(program([['a', intent]]).intents().calls[0]).toMatchObject({
    targetPorts: [9090, 10080],
    methods: ['GET', 'POST'],
  });
});

test('it can be written as JSON, and nothing in it is what constructs hold', () => {
  const made = program([
    ['a', CALL],
    ['b', EXPOSURE],
  ]);
  const intents = made.intents();
  expect(JSON.parse(JSON.stringify(intents))).toEqual(intents);
  expect(intents.calls[0]?.targetPorts).not.toBe((CALL as { targetPorts: readonly number[] }).targetPorts);
});

test('the order in which constructs are made is no matter', () => {
  const all = [CALL, EXPOSURE, PLAIN, CUT_OFF, { ...CALL, methods: ['POST'] }, { ...PLAIN, reason: 'probed' }].map(
    (intent, i) => [`id${i}`, intent as DeclaredIntent] as const,
  );
  const expected = JSON.stringify(program(all).intents());
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(JSON.stringify(program(shuffled).intents())).toBe(expected);
    }),
  );
});

test('a value that is only known after deployment stays where it is, and only the same one is merged', () => {
  const later = { [UNRESOLVED]: true } as unknown as string & { self?: unknown };
  later.self = later;
  const other = derive([later], (name) => name);
  const call = (name: string) => ({ ...CALL, app: { namespace: 'shop', name } }) as DeclaredIntent;
  const { calls } = program([
    ['a', call(later)],
    ['b', call(later)],
    ['c', call(other)],
  ]).intents();
  expect(calls.map((each) => each.constructs)).toEqual([['shop/a', 'shop/b'], ['shop/c']]);
  expect(calls[0]?.app.name).toBe(later);
  expect(calls[1]?.app.name).toBe(other);
});

test('plain cdk8s ignores them', () => {
  const chart = new Chart(new App(), 'shop');
  declareIntent(chart, CALL);
  expect(chart.toJson()).toEqual([]);
});
