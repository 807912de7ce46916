import { ApiObject, Chart, Include, JsonPatch, Yaml, YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import {
  CanaryRoute,
  DenyAllPolicy,
  MeshNamespace,
  MeshPeer,
  MeshProgram,
  type MeshProgramProps,
} from 'istio-constructs';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSyncWave } from '../../lib/program/sync-wave';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { only, twoVersions, type Written } from '../support/constructs';
import { filesOf } from '../support/files';
import { scratchFolder } from '../support/scratch-folder';
import { build, Shout, treePlans } from './random-tree';
import { UNJUDGED } from '../support/unjudged';

let folder: string;
beforeEach(() => {
  folder = scratchFolder('sync-wave');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const WAVE = 'argocd.argoproj.io/sync-wave';

/** The text without the annotation, and without the map where nothing else is in it. */
function withoutWaves(text: string): string {
  const line = '    argocd\\.argoproj\\.io/sync-wave: "-?\\d"\\n';
  return text
    .replace(new RegExp(`^  annotations:\\n${line}(?!    \\S)`, 'gm'), '')
    .replace(new RegExp(`^${line}`, 'gm'), '');
}

function objectsOf(program: MeshProgram): readonly Written[] {
  writeFileSync(join(folder, 'all.yaml'), program.synthYaml());
  return Yaml.load(join(folder, 'all.yaml')) as Written[];
}

function thing(scope: Chart, id: string, annotations?: Record<string, string>): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: id, ...(annotations && { annotations }) },
  });
}

describe('waves are the only difference', () => {
  const options = fc.record({ recordConstructMetadata: fc.boolean(), ownResolver: fc.boolean() });

  test.each([
    ['FILE_PER_APP', YamlOutputType.FILE_PER_APP],
    ['FILE_PER_CHART', YamlOutputType.FILE_PER_CHART],
    ['FILE_PER_RESOURCE', YamlOutputType.FILE_PER_RESOURCE],
    ['FOLDER_PER_CHART_FILE_PER_RESOURCE', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
  ])('in the files of random trees, with %s', (_, yamlOutputType) => {
    let run = 0;
    let compared = 0;
    fc.assert(
      fc.property(treePlans, options, (tree, { recordConstructMetadata, ownResolver }) => {
        run++;
        const files = (name: string, waves: boolean) => {
          const outdir = join(folder, `${name}-${run}`);
          const resolvers = ownResolver ? [new Shout()] : [];
          const program = new MeshProgram({
            outdir,
            yamlOutputType,
            recordConstructMetadata,
            resolvers,
            waves,
            validation: UNJUDGED,
          });
          build(program, tree);
          try {
            program.synth();
          } catch (error) {
            return { failed: (error as Error).message };
          }
          return filesOf(outdir);
        };
        const [plain, waved] = [files('plain', false), files('waved', true)];
        compared += Object.values(waved).some((text) => text.includes(WAVE)) ? 1 : 0;
        expect(Object.keys(waved)).toEqual(Object.keys(plain));
        expect(Object.fromEntries(Object.entries(waved).map(([path, text]) => [path, withoutWaves(text)]))).toEqual(
          plain,
        );
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(15);
  });

  test('in synthYaml', () => {
    const text = (waves: boolean) => {
      const program = new MeshProgram({ waves });
      const chart = new Chart(program, 'shop', { labels: { team: 'a' } });
      twoVersions(chart);
      thing(chart, 'bare');
      thing(chart, 'empty', {});
      thing(chart, 'noted', { a: '1', z: '2' });
      thing(chart, 'patched').addJsonPatch(JsonPatch.add('/metadata/labels/x', 'y'));
      return program.synthYaml();
    };
    expect(text(true)).not.toBe(text(false));
    expect(withoutWaves(text(true))).toBe(text(false));
  });
});

describe('every object says its wave', () => {
  test('pain 9: callers are admitted before deny-all shuts out the others, and mTLS is strict last', () => {
    const program = new MeshProgram({ waves: true });
    const chart = new Chart(program, 'shop');
    const shop = new MeshNamespace(chart, 'shop');
    const app = twoVersions(chart, 'reviews', { namespace: shop });
    app.allowFrom(MeshPeer.namespace(shop));
    new DenyAllPolicy(chart, 'deny-all', { appliesTo: shop });
    const objects = objectsOf(program);
    const wave = (kind: string, name?: string) =>
      Number((only(objects, kind, name).metadata.annotations as Record<string, string>)[WAVE]);
    expect([
      wave('Namespace'),
      wave('Service'),
      wave('Deployment', 'reviews-v1'),
      wave('AuthorizationPolicy', 'reviews'),
      wave('AuthorizationPolicy', 'deny-all'),
      wave('PeerAuthentication'),
    ]).toEqual([-5, -2, 0, 1, 3, 3]);
  });

  test('pain 1: subsets are applied before the routes to them, and removed after', () => {
    const program = new MeshProgram({ waves: true });
    const app = twoVersions(new Chart(program, 'shop'));
    new CanaryRoute(app, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
    const objects = objectsOf(program);
    const wave = (kind: string) => Number((only(objects, kind).metadata.annotations as Record<string, string>)[WAVE]);
    expect(wave('DestinationRule')).toBeLessThan(wave('VirtualService'));
  });

  test('patched ones, those of Includes and of charts that make their own', () => {
    class Own extends Chart {
      public override toJson(): unknown[] {
        return [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'own' } }, 'text', undefined];
      }
    }
    const program = new MeshProgram({ waves: true, validation: UNJUDGED });
    const chart = new Chart(program, 'shop');
    writeFileSync(
      join(folder, 'raw.yaml'),
      'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: raw\n',
    );
    new Include(chart, 'include', { url: join(folder, 'raw.yaml') });
    thing(chart, 'patched').addJsonPatch(JsonPatch.replace('/kind', 'Namespace'));
    new Own(program, 'own');
    const waves = objectsOf(program).map((object) =>
      typeof object === 'object'
        ? [object.metadata.name, (object.metadata.annotations as Record<string, string>)[WAVE]]
        : object,
    );
    expect(waves).toEqual([['raw', '2'], ['patched', '-5'], ['own', '-2'], 'text']);
  });

  test('an object keeps a wave of its own', () => {
    const program = new MeshProgram({ waves: true });
    thing(new Chart(program, 'shop'), 'x', { [WAVE]: '7' });
    expect(only(objectsOf(program), 'ConfigMap').metadata.annotations).toEqual({ [WAVE]: '7' });
  });

  test.each<[string, unknown, unknown]>([
    [
      'no metadata',
      { apiVersion: 'v1', kind: 'X', data: 1 },
      { apiVersion: 'v1', kind: 'X', metadata: { annotations: { [WAVE]: '0' } }, data: 1 },
    ],
    [
      'null annotations',
      { apiVersion: 'v1', kind: 'X', metadata: { annotations: null } },
      { apiVersion: 'v1', kind: 'X', metadata: { annotations: { [WAVE]: '0' } } },
    ],
    [
      'a list',
      { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Service' }, 1] },
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Service', metadata: { annotations: { [WAVE]: '-2' } } }, 1],
      },
    ],
    ['no kind', { apiVersion: 'v1' }, { apiVersion: 'v1' }],
    [
      'metadata that is none',
      { apiVersion: 'v1', kind: 'X', metadata: 'text' },
      { apiVersion: 'v1', kind: 'X', metadata: 'text' },
    ],
    [
      'annotations that are none',
      { apiVersion: 'v1', kind: 'X', metadata: { annotations: ['a'] } },
      { apiVersion: 'v1', kind: 'X', metadata: { annotations: ['a'] } },
    ],
  ])('odd objects too, where they are any: %s', (_, json, expected) => {
    const before = JSON.stringify(json);
    expect(JSON.stringify(withSyncWave(json))).toBe(JSON.stringify(expected));
    expect(JSON.stringify(json)).toBe(before);
  });

  test('labels and annotations of pods stay as they are', () => {
    const json = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels: { a: 'b' }, name: 'x' },
      spec: { template: { metadata: { annotations: { c: 'd' } } } },
    };
    expect(JSON.stringify(withSyncWave(json))).toBe(
      JSON.stringify({ ...json, metadata: { annotations: { [WAVE]: '0' }, labels: { a: 'b' }, name: 'x' } }),
    );
  });
});

test('without the prop no object says a wave', () => {
  const program = new MeshProgram();
  thing(new Chart(program, 'shop'), 'x');
  expect(program.synthYaml()).not.toContain(WAVE);
});

test.each<[unknown, string]>([
  ['yes', '"yes"'],
  [1, '1'],
  [null, 'null'],
  [{ [UNRESOLVED]: true }, 'a value that is only known after deployment'],
])('waves that are neither true nor false are an error: %j', (waves, got) => {
  expect(() => new MeshProgram({ waves } as unknown as MeshProgramProps)).toThrow(
    `the program: waves must be true or false, got ${got}`,
  );
});
