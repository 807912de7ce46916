import { type ApiObject, App, type AppProps, type Chart } from 'cdk8s';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FILE_METADATA, type ManifestFile } from '../model/metadata';
import { type MeshSettingsProps, SETTINGS_CONTEXT } from '../model/settings';
import { twinFiles, twinObjects } from './collisions';
import { constructGraph, type ConstructGraph } from './construct-graph';
import { chartOrder, objectOrder } from './dependency-order';
import { type ConstructFinding, findingsOf, printFinding, takesColour } from './findings';
import { installFiles } from './install-files';
import { joined, layOut } from './layouts';
import { ObjectRenderer } from './object-json';
import { Progress } from './progress';
import { renderChart } from './render-chart';
import { type OutputFile, type RenderedChart, type RenderedDocument } from './rendered';
import { type StagedFile, writeStaged } from './staged-writer';
import { YamlEmitter } from './yaml-emitter';

/** Props of {@link MeshProgram}. */
export interface MeshProgramProps extends AppProps {
  /**
   * What its constructs are to know about the mesh.
   *
   * @default - what the IstioInstall in the program says, else Istio's defaults
   */
  readonly settings?: MeshSettingsProps | undefined;
}

/**
 * A cdk8s App that writes the same files, in linear time, and all of them or none.
 *
 * Where cdk8s would overwrite one file with another, or write one object twice, it throws.
 *
 * @example
 * const program = new MeshProgram();
 * new ShopChart(program, 'shop');
 * program.synth();
 */
export class MeshProgram extends App {
  public constructor(props: MeshProgramProps = {}) {
    super(props);
    if (props.settings) this.node.setContext(SETTINGS_CONTEXT, props.settings);
  }

  /** All charts, dependencies first. */
  public override get charts(): Chart[] {
    return chartOrder(constructGraph(this)).map((vertex) => vertex.construct as Chart);
  }

  /**
   * Writes a file that is no Kubernetes object, such as Helm values or a script, to `<outdir>.install/`: never among the
   * manifests, which tools apply as a whole.
   */
  public addFile(
    path: string,
    content: string | (() => string),
    options: { readonly mode?: number | undefined } = {},
  ): void {
    this.node.addMetadata(FILE_METADATA, { path, content, mode: options.mode } satisfies ManifestFile);
  }

  /** What constructs have to say about themselves, in the order of the tree. */
  public findings(): readonly ConstructFinding[] {
    return findingsOf(constructGraph(this).vertices.map((vertex) => vertex.construct));
  }

  /**
   * Checks the tree and writes its files. Nothing is written unless everything is right. Warnings go to standard error.
   *
   * @throws Error listing all validations of the tree that failed, findings that are errors, objects and files of which there
   *   are two, or circles of dependencies.
   */
  public override synth(): void {
    const graph = constructGraph(this);
    validate(graph);
    const findings = findingsOf(graph.vertices.map((vertex) => vertex.construct));
    refuseErrors(findings);
    const files = [...this.manifests(graph), ...this.metadataFile(graph)];
    const beside = installFiles(graph.vertices.map((vertex) => vertex.construct));
    const outdir = resolve(this.outdir);
    refuse('files', [...twinFiles(files), ...twinFiles(beside)]);
    writeStaged([...placed(outdir, files), ...placed(`${outdir}.install`, beside)], { outdir, notice: say });
    warnOfOthers(outdir, files, this.outputFileExtension);
    for (const each of findings) {
      if (each.finding.severity === 'warning') process.stderr.write(printFinding(each, takesColour(process.stderr)));
    }
  }

  /** All manifests as one text. @throws as {@link synth}. */
  public override synthYaml(): string {
    const graph = constructGraph(this);
    validate(graph);
    refuseErrors(findingsOf(graph.vertices.map((vertex) => vertex.construct)));
    return joined(this.render(graph).flatMap((chart) => chart.documents));
  }

  private manifests(graph: ConstructGraph): OutputFile[] {
    const charts = this.render(graph);
    return layOut(charts, {
      type: this.yamlOutputType,
      extension: this.outputFileExtension,
      isNumbered: graph.hasDependantCharts,
    });
  }

  /** Every chart as YAML, in order. */
  private render(graph: ConstructGraph): readonly RenderedChart[] {
    const renderer = new ObjectRenderer(this);
    const emitter = new YamlEmitter();
    const total = graph.vertices.filter((vertex) => vertex.isObject).length;
    const progress = new Progress('rendering objects', total);
    let count = 0;
    const renderObject = (object: ApiObject): RenderedDocument => {
      const { json, isPlain } = renderer.render(object);
      progress.update(++count);
      const made = { kind: object.kind, name: object.metadata.name };
      return { json, path: object.node.path, text: json === undefined ? '\n' : emitter.document(json, isPlain), made };
    };
    const charts = chartOrder(graph).map((vertex) => renderChart(graph, vertex, renderObject, emitter));
    progress.end();
    refuse('objects', twinObjects(charts.flatMap((chart) => chart.documents)));
    return charts;
  }

  private metadataFile(graph: ConstructGraph): OutputFile[] {
    if (!(this as unknown as { readonly recordConstructMetadata: boolean }).recordConstructMetadata) return [];
    const objects = chartOrder(graph).flatMap((chart) => objectOrder(graph, chart));
    const resources = Object.fromEntries(
      objects.map(({ construct }) => [(construct as ApiObject).name, { path: construct.node.path }]),
    );
    return [
      { path: 'construct-metadata.json', text: JSON.stringify({ version: '1.0.0', resources }), source: 'the program' },
    ];
  }
}

/** All at once, in the words of cdk8s. */
function validate(graph: ConstructGraph): void {
  const errors = graph.vertices.flatMap(({ construct }) =>
    construct.node.validate().map((error) => `[${construct.node.path}] ${error}`),
  );
  if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}

function refuseErrors(findings: readonly ConstructFinding[]): void {
  const errors = findings.filter((each) => each.finding.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((each) => printFinding(each, false)).join(''));
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`the program's ${what} collide:\n  ${problems.join('\n  ')}`);
}

function placed(folder: string, files: readonly OutputFile[]): StagedFile[] {
  return files.map(({ path, text, mode }) => ({ path: join(folder, path), text, mode }));
}

/** Files of others stay where they are; a manifest among them would be applied with ours. */
function warnOfOthers(outdir: string, files: readonly OutputFile[], extension: string): void {
  const ours = new Set(files.map((file) => file.path));
  const others = existsSync(outdir)
    ? readdirSync(outdir).filter((name) => name.endsWith(extension) && !ours.has(name))
    : [];
  if (others.length === 0) return;
  const named = others.slice(0, 5).join(', ') + (others.length > 5 ? ` and ${others.length - 5} more` : '');
  say(`${outdir} also holds manifests that this program does not write: ${named}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
