import * as cdk8s from 'cdk8s';
import * as constructs from 'istio-constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf } from '../../tools/docs/api-model';
import { missingExamples, runnable } from '../../tools/docs/example-modules';
import { Prelude } from '../../tools/docs/prelude';
import { packageProgram, readApi } from '../../tools/docs/read-api';

const model = readApi(packageProgram());
const MODULES: Readonly<Record<string, unknown>> = { cdk8s, 'istio-constructs': constructs };

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'examples-'));
  // For examples that make a program of their own.
  process.env['CDK8S_OUTDIR'] = join(outdir, 'own');
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  delete process.env['CDK8S_OUTDIR'];
  jest.restoreAllMocks();
  rmSync(outdir, { recursive: true, force: true });
});

describe('the example runs, and what it makes is sound', () => {
  test.each(examplesOf(model).map((each) => [each.of, each] as const))('%s', (_, example) => {
    const exported: { example?: (this: cdk8s.Chart, prelude: Prelude) => void } = {};
    const load = (name: string) => MODULES[name];
    new Function('exports', 'require', runnable(example, model))(exported, load);
    const program = new constructs.MeshProgram({ outdir });
    const prelude = new Prelude(program);
    exported.example?.call(new cdk8s.Chart(program, 'example'), prelude);
    expect(exported.example).toBeDefined();
    expect(() => program.synthYaml()).not.toThrow();
  });
});

test('every construct shows an example', () => {
  expect(missingExamples(model)).toEqual([]);
});
