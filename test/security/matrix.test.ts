import { ApiObject, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  AllowPolicy,
  type AppBase,
  type DeclaredIntent,
  DenyAllPolicy,
  DenyPolicy,
  type MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshProgram,
} from 'istio-constructs';
import { declaredIntents, declareIntent } from '../../lib/tree/report';
import { gateway, twoVersions, type Written } from '../support/constructs';

interface Asked {
  /** `namespace/service account`. */
  readonly caller: string;
  readonly app: string;
  readonly port: number;
  readonly method: string;
  readonly path: string;
}

interface Source {
  readonly principals?: readonly string[];
  readonly namespaces?: readonly string[];
}

interface Operation {
  readonly ports?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

interface Spec {
  readonly action?: 'ALLOW' | 'DENY' | 'CUSTOM';
  readonly selector?: { readonly matchLabels: { readonly app?: string } };
  readonly rules?: readonly {
    readonly from?: readonly { readonly source: Source }[];
    readonly to?: readonly { readonly operation: Operation }[];
  }[];
}

/** As semantics.md has it: the text itself, or with a star at one end. */
const fits = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
const any = (own: readonly string[] | undefined, text: string): boolean =>
  own === undefined || own.some((each) => fits(each, text));

/** What the sidecar of an app in `shop` answers, by the objects alone. No test of ours writes CUSTOM policies. */
function isAllowed(objects: readonly Written[], asked: Asked): boolean {
  const specs = objects
    .filter((each) => each.kind === 'AuthorizationPolicy' && each.metadata.namespace === 'shop')
    .map((each) => each.spec as Spec)
    .filter(({ selector }) => selector === undefined || selector.matchLabels.app === asked.app);
  const [namespace = '', account = ''] = asked.caller.split('/');
  const matches = ({ rules = [] }: Spec): boolean =>
    rules.some(
      ({ from, to }) =>
        (from?.some(
          ({ source }) =>
            any(source.principals, `cluster.local/ns/${namespace}/sa/${account}`) && any(source.namespaces, namespace),
        ) ??
          true) &&
        (to?.some(
          ({ operation }) =>
            any(operation.ports, String(asked.port)) &&
            any(operation.methods, asked.method) &&
            any(operation.paths, asked.path),
        ) ??
          true),
    );
  const action = (which: string) => specs.filter((each) => (each.action ?? 'ALLOW') === which);
  if (action('CUSTOM').length > 0) throw new Error('no provider to ask');
  if (action('DENY').some(matches)) return false;
  return action('ALLOW').length === 0 || action('ALLOW').some(matches);
}

/** Whether an intent says that there is such a request. */
function isDeclared(intent: DeclaredIntent, { caller, app, port, method, path }: Asked): boolean {
  if (intent.kind !== 'call' && intent.kind !== 'exposure') return false;
  const who = intent.kind === 'call' ? intent.caller : intent.gateway;
  const { methods, paths } = intent.kind === 'call' ? intent : { methods: undefined, paths: undefined };
  return (
    `${who.namespace}/${who.serviceAccount}` === caller &&
    intent.app.name === app &&
    (intent.targetPorts?.includes(port) ?? true) &&
    any(methods, method) &&
    any(paths, path)
  );
}

const APPS = ['a', 'b', 'c'] as const;
const CALLERS = ['shop/a', 'shop/b', 'shop/c', 'ops/probe', 'istio-system/ingress'] as const;
const PORTS = [8080, 8081] as const;
const METHODS = ['GET', 'POST', 'PUT'] as const;
const PATHS = ['/api/x', '/api/y', '/admin'] as const;
const REQUESTS: readonly Asked[] = CALLERS.flatMap((caller) =>
  APPS.flatMap((app) =>
    PORTS.flatMap((port) => METHODS.flatMap((method) => PATHS.map((path) => ({ caller, app, port, method, path })))),
  ),
);

const some = <T>(...values: readonly T[]) => fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
const options = fc.record({ ports: some(0, 1), methods: some(...METHODS), paths: some('/api/*', '/api/x', '/admin') });
const step = fc.record({
  from: fc.constantFrom(...APPS),
  to: fc.constantFrom(...APPS),
  how: fc.constantFrom(
    'callsTo',
    'url and allowFrom',
    'url and AllowPolicy',
    'url alone',
    'expose',
    'namespace',
    'deny',
  ),
  options,
});

test('who may call whom, port by port, by the intents and by the policies is the same in every program that can be synthesised', () => {
  const seen = { sound: 0, forgotten: 0, denied: 0 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const chart = new Chart(new MeshProgram(), 'shop');
      const shop = new MeshNamespace(chart, 'shop');
      const ops = new MeshNamespace(chart, 'ops');
      const ports = PORTS.map((port) => MeshPort.http(port, { name: `p${port}` }));
      const app = (id: string, namespace = shop) => twoVersions(chart, id, { namespace, ports });
      const apps: Readonly<Record<string, MeshApp<'v1' | 'v2'>>> = Object.fromEntries(APPS.map((id) => [id, app(id)]));
      const probe = app('probe', ops);
      const edge = gateway(chart);
      new DenyAllPolicy(chart, 'deny-all', { appliesTo: shop });

      steps.forEach(({ from, to, how, options: said }, index) => {
        const [caller, called] = [apps[from], apps[to]];
        if (!caller || !called) throw new Error('no such app');
        const named = said.ports?.map((each) => called.port(`p${PORTS[each] ?? 0}`));
        const access = { ...said, ports: named };
        const url = (who: AppBase, what: object = said) =>
          declareIntent(who, {
            kind: 'call',
            caller: who.caller,
            app: called.caller,
            ...what,
            targetPorts: named?.map((each) => each.targetPort),
          });
        if (how === 'callsTo') caller.callsTo(called, access);
        if (how.startsWith('url')) url(caller);
        if (how === 'url and allowFrom') called.allowFrom(caller, access);
        if (how === 'url and AllowPolicy')
          new AllowPolicy(chart, `allow-${index}`, { to: called, from: [caller], ...access });
        if (how === 'expose') {
          const port = called.port('p8080');
          called.expose(edge, { hosts: [`h${index}.example.com`], port, ports: [port] });
        }
        if (how === 'namespace') {
          url(probe);
          called.allowFrom(MeshPeer.namespace(ops), access);
        }
        if (how === 'deny')
          new DenyPolicy(chart, `deny-${index}`, { to: called, from: [caller], ports: named, methods: ['PUT'] });
      });

      const nodes = chart.node.root.node.findAll();
      const problems = nodes.flatMap((each) => each.node.validate()).join('\n');
      const objects = nodes.filter((each) => each instanceof ApiObject).map((each) => each.toJson() as Written);
      const intents = declaredIntents(chart).map((each) => JSON.parse(JSON.stringify(each.intent)) as DeclaredIntent);
      const declares = (asked: Asked) => intents.some((intent) => isDeclared(intent, asked));
      if (problems.includes('no rule admits')) seen.forgotten++;
      if (problems.includes('overrules')) seen.denied++;
      if (problems !== '') {
        // What is refused is refused indeed: some request that is declared does not get through.
        expect(REQUESTS.some((asked) => declares(asked) && !isAllowed(objects, asked))).toBe(true);
        return;
      }
      seen.sound++;
      // A denial of a method that a call does not state takes nothing that was stated.
      const isJudged = (asked: Asked) => asked.method !== 'PUT' || !steps.some((each) => each.how === 'deny');
      const judged = REQUESTS.filter(isJudged);
      expect(judged.filter((asked) => isAllowed(objects, asked))).toEqual(judged.filter(declares));
    }),
    { numRuns: 150, seed: 4 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(4);
});
