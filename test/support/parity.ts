import { App, type AppProps, Testing, YamlOutputType } from 'cdk8s';
import { MeshProgram } from 'istio-constructs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from './files';
import { scratchFolder } from './scratch-folder';

const LAYOUTS = {
  FILE_PER_APP: YamlOutputType.FILE_PER_APP,
  FILE_PER_CHART: YamlOutputType.FILE_PER_CHART,
  FILE_PER_RESOURCE: YamlOutputType.FILE_PER_RESOURCE,
  FOLDER_PER_CHART_FILE_PER_RESOURCE: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
} as const;

/** All that a program writes. */
export interface Output {
  /** The objects of each chart by its path, as `Testing.synth` gives them. */
  readonly charts: Readonly<Record<string, unknown>>;
  readonly text: string;

  /** Files by path, the first part of which is the layout. */
  readonly files: Readonly<Record<string, string>>;
}

/** What one program writes under MeshProgram and under plain cdk8s: the same, or something here is not cdk8s' own. */
export function bothWays(build: (app: App) => void): { readonly ours: Output; readonly theirs: Output } {
  return {
    ours: outputOf((props) => new MeshProgram(props), build),
    theirs: outputOf((props) => new App(props), build),
  };
}

/** Each layout by a tree of its own, so that nothing is remembered from one to the next. */
function outputOf(create: (props: AppProps) => App, build: (app: App) => void): Output {
  const folder = scratchFolder('parity');
  // What is left beside objects, such as warnings, is no matter here.
  const quiet = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    for (const [name, yamlOutputType] of Object.entries(LAYOUTS)) {
      const app = create({ outdir: join(folder, name), yamlOutputType });
      build(app);
      app.synth();
    }
    const app = create({});
    build(app);
    const charts = Object.fromEntries(app.charts.map((chart) => [chart.node.path, Testing.synth(chart) as unknown]));
    const layouts = Object.keys(LAYOUTS).map((name) =>
      Object.entries(filesOf(join(folder, name))).map(([path, text]) => [`${name}/${path}`, text] as const),
    );
    return { charts, text: app.synthYaml(), files: Object.fromEntries(layouts.flat()) };
  } finally {
    quiet.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
}
