import * as fc from 'fast-check';
import { Mesh, type MeshOptions } from '../../lib/mesh/mesh';
import { type Outcome } from '../../lib/simulation/outcome';
import { type MeshRequest } from '../../lib/simulation/request';
import { type Fields, istio, namespace } from './meshes';
import { meshObjects, policyRule, RANDOM_OUTSIDE, requests } from './random-meshes';

const RUNS = { numRuns: 60 };

function meshOf(objects: readonly Fields[], options: MeshOptions = {}): Mesh {
  return Mesh.fromObjects(objects, { ...RANDOM_OUTSIDE, ...options });
}

/** An outcome without its trace, which names objects. */
function plain(outcome: Outcome): Fields {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => name !== 'trace'));
}

function answers(objects: readonly Fields[], asked: readonly MeshRequest[] = requests(objects)): Fields[][] {
  const mesh = meshOf(objects);
  return asked.map((request) => mesh.ask(request).outcomes.map(plain));
}

const isUnknown = (outcomes: readonly Fields[]) => outcomes.some(({ unknown }) => unknown !== undefined);

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** How often requests were let in at the server or answered by it. */
function admitted(outcomes: readonly Fields[]): number {
  return outcomes.reduce((sum, { backend, probability }) => sum + (backend === undefined ? 0 : Number(probability)), 0);
}

describe('of any mesh', () => {
  it('the distribution of an answer sums to one', () => {
    fc.assert(
      fc.property(meshObjects, (objects) => {
        for (const outcomes of answers(objects)) {
          expect(outcomes.reduce((sum, { probability }) => sum + Number(probability), 0)).toBeCloseTo(1, 9);
          expect(outcomes.every(({ probability }) => Number(probability) > 0)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('traces can be read', () => {
    fc.assert(
      fc.property(meshObjects, (objects) => {
        const mesh = meshOf(objects);
        for (const request of requests(objects)) expect(mesh.ask(request).explain()).not.toContain('undefined');
      }),
      { numRuns: 25 },
    );
  });

  it('asking changes neither manifests nor answers', () => {
    fc.assert(
      fc.property(meshObjects, (objects) => {
        const mesh = meshOf(frozen(objects));
        const all = requests(objects);
        const ask = (request: MeshRequest) => mesh.ask(request).outcomes.map(plain);
        const first = all.map(ask);
        // In the other direction each question comes after others than before.
        expect([...all].reverse().map(ask).reverse()).toEqual(first);
      }),
      RUNS,
    );
  });

  it('the order of objects does not matter, save where the answer is unknown', () => {
    fc.assert(
      fc.property(meshObjects, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (objects, keys) => {
        const shuffled = objects
          .map((object, index) => ({ object, key: keys[index % keys.length] ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ object }) => object);
        const asked = requests(objects);
        const [before, after] = [answers(objects, asked), answers(shuffled, asked)];
        const byName = (outcomes: readonly Fields[]) => outcomes.map((each) => JSON.stringify(each)).sort();
        before.forEach((outcomes, index) => {
          const others = after[index] ?? [];
          expect(isUnknown(outcomes)).toBe(isUnknown(others));
          if (!isUnknown(outcomes)) expect(byName(others)).toEqual(byName(outcomes));
        });
      }),
      RUNS,
    );
  });

  it('new names of namespaces change nothing but names', () => {
    // In the alphabet they stand as before: names order what is of one age.
    const renamed = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replace(/alpha|beta(?!"\})|gamma/g, (name) => `team-${name}`)) as T;
    fc.assert(
      fc.property(meshObjects, (objects) => {
        const asked = requests(objects);
        // As JSON on both sides, for the names are changed in it.
        expect(JSON.parse(JSON.stringify(answers(renamed(objects), renamed(asked))))).toEqual(
          renamed(answers(objects, asked)),
        );
      }),
      RUNS,
    );
  });

  const IDLE: readonly (readonly [title: string, objects: readonly Fields[]])[] = [
    [
      'policies that select nobody',
      [
        istio('AuthorizationPolicy', 'alpha/idle', {
          selector: { matchLabels: { app: 'nobody' } },
          action: 'DENY',
          rules: [{}],
        }),
        istio('PeerAuthentication', 'beta/idle', {
          selector: { matchLabels: { app: 'nobody' } },
          mtls: { mode: 'STRICT' },
        }),
        istio('RequestAuthentication', 'alpha/idle', { selector: { matchLabels: { app: 'nobody' } }, jwtRules: [] }),
        istio('EnvoyFilter', 'alpha/idle', { workloadSelector: { labels: { app: 'nobody' } }, configPatches: [{}] }),
        istio('Sidecar', 'alpha/idle', {
          workloadSelector: { labels: { app: 'nobody' } },
          egress: [{ hosts: ['~/*'] }],
        }),
      ],
    ],
    [
      'a VirtualService of an unrelated host',
      [istio('VirtualService', 'alpha/idle', { hosts: ['idle.invalid'], http: [{ directResponse: { status: 418 } }] })],
    ],
    [
      'a VirtualService of a gateway that is not there',
      [
        istio('VirtualService', 'alpha/idle', {
          hosts: ['one'],
          gateways: ['nobody'],
          http: [{ directResponse: { status: 418 } }],
        }),
      ],
    ],
    [
      'a rule of an unrelated host',
      [istio('DestinationRule', 'alpha/idle', { host: 'idle', trafficPolicy: { tls: { mode: 'DISABLE' } } })],
    ],
    [
      'a Gateway that selects nobody',
      [
        istio('Gateway', 'edge/idle', {
          selector: { istio: 'nobody' },
          servers: [
            { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'], tls: { httpsRedirect: true } },
          ],
        }),
      ],
    ],
    [
      'a namespace, and a Service there',
      [
        namespace('idle'),
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { namespace: 'idle', name: 'one' },
          spec: { selector: { app: 'one' }, ports: [{ name: 'http', port: 80 }] },
        },
      ],
    ],
    [
      'what changes no answers',
      [istio('ProxyConfig', 'alpha/idle', { concurrency: 1 }), istio('Telemetry', 'alpha/idle', {})],
    ],
  ];

  it.each(IDLE)('what selects nothing changes nothing: %s', (_, idle) => {
    fc.assert(
      fc.property(meshObjects, (objects) => {
        const asked = requests(objects);
        expect(answers([...objects, ...idle], asked)).toEqual(answers(objects, asked));
      }),
      { numRuns: 25 },
    );
  });

  /** The mesh with a further rule in all its policies of an action. */
  const withRule = (objects: readonly Fields[], action: string, rule: Fields): Fields[] =>
    objects.map((object) => {
      const spec = object.spec as Fields;
      if (object.kind !== 'AuthorizationPolicy' || spec.action !== action) return object;
      return { ...object, spec: { ...spec, rules: [...(spec.rules as Fields[]), rule] } };
    });

  it.each([
    ['ALLOW', 'only add', 1],
    ['DENY', 'only take away', -1],
  ])('rules of %s %s', (action, _, sign) => {
    fc.assert(
      fc.property(meshObjects, policyRule, (objects, rule) => {
        const asked = requests(objects);
        const before = answers(objects, asked);
        answers(withRule(objects, action, rule), asked).forEach((outcomes, index) => {
          const others = before[index] ?? [];
          if (isUnknown(outcomes) || isUnknown(others)) return;
          expect(sign * (admitted(outcomes) - admitted(others))).toBeGreaterThanOrEqual(-1e-9);
        });
      }),
      RUNS,
    );
  });
});
