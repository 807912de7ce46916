import { App, type AppProps, YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import { MeshProgram } from 'istio-constructs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../support/files';
import { scratchFolder } from '../support/scratch-folder';
import { build, Shout, treePlans } from './random-tree';
import { UNJUDGED } from '../support/unjudged';

let folder: string;
beforeEach(() => {
  folder = scratchFolder('byte-identity');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  delete process.env['CDK8S_DISABLE_SORT'];
});

const options = fc.record({
  recordConstructMetadata: fc.boolean(),
  ownResolver: fc.boolean(),
  outputFileExtension: fc.constantFrom('.k8s.yaml', '.yml'),
  disableSort: fc.boolean(),
});

/** What a run gives: its files, or that it failed. */
function outcome(
  run: () => void,
  outdir: string,
): { readonly files?: Record<string, string>; readonly failed?: string } {
  try {
    run();
    return { files: filesOf(outdir) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

let run = 0;

describe.each([
  ['FILE_PER_APP', YamlOutputType.FILE_PER_APP],
  ['FILE_PER_CHART', YamlOutputType.FILE_PER_CHART],
  ['FILE_PER_RESOURCE', YamlOutputType.FILE_PER_RESOURCE],
  ['FOLDER_PER_CHART_FILE_PER_RESOURCE', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
])('%s', (_, yamlOutputType) => {
  test('random trees give the bytes of cdk8s.App, or fail where it fails', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        treePlans,
        options,
        (tree, { recordConstructMetadata, ownResolver, outputFileExtension, disableSort }) => {
          if (disableSort) process.env['CDK8S_DISABLE_SORT'] = 'yes';
          else delete process.env['CDK8S_DISABLE_SORT'];
          const props = (name: string): AppProps => ({
            outdir: join(folder, `${name}-${run}`),
            yamlOutputType,
            recordConstructMetadata,
            outputFileExtension,
            resolvers: ownResolver ? [new Shout()] : [],
          });
          run++;
          const [ours, theirs] = [
            new MeshProgram({ ...props('ours'), validation: UNJUDGED }),
            new App(props('theirs')),
          ];
          build(ours, tree);
          build(theirs, tree);
          const expected = outcome(() => {
            theirs.synth();
          }, theirs.outdir);
          const actual = outcome(() => {
            ours.synth();
          }, ours.outdir);
          // cdk8s overwrites or repeats in silence where two share a name.
          if (actual.failed?.includes('collide')) return;
          expect(actual.failed === undefined).toBe(expected.failed === undefined);
          if (expected.files) {
            expect(actual.files).toEqual(expected.files);
            compared++;
          }
        },
      ),
      { numRuns: 100 },
    );
    // The rest is in circles; seldom more than a quarter.
    expect(compared).toBeGreaterThan(30);
  });
});

test('synthYaml gives the text of cdk8s.App', () => {
  fc.assert(
    fc.property(treePlans, (tree) => {
      const [ours, theirs] = [new MeshProgram({ validation: UNJUDGED }), new App()];
      build(ours, tree);
      build(theirs, tree);
      let expected: string;
      try {
        expected = theirs.synthYaml();
      } catch {
        expect(() => ours.synthYaml()).toThrow();
        return;
      }
      try {
        expect(ours.synthYaml()).toBe(expected);
      } catch (error) {
        if (!(error as Error).message.includes('collide')) throw error;
      }
    }),
    { numRuns: 100 },
  );
});
