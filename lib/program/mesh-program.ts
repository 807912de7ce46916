import { type ApiObject, App, type AppProps, type Chart, YamlOutputType } from 'cdk8s';
import { join, resolve } from 'node:path';
import { type Mesh, type MeshOptions } from '../mesh/mesh';
import { FILE_METADATA, type ManifestFile } from '../model/metadata';
import { type MeshSettingsProps, SETTINGS_CONTEXT } from '../model/settings';
import { MeshSettings } from '../tree/mesh-settings';
import { type Schemas, schemasProblem } from '../validation/schemas';
import { given } from '../values/given';
import { twinFiles, twinObjects } from './collisions';
import { constructGraph, type ConstructGraph } from './construct-graph';
import { chartOrder, objectOrder } from './dependency-order';
import { deployableObjects, type DeployableProgram } from './deployable';
import { type ConstructFinding, findingsOf, printFinding, printOptions } from './findings';
import { intentsOf, type ProgramIntents } from './intents';
import { installFiles, requireInside } from './install-files';
import { joined, layOut } from './layouts';
import { ObjectFindings } from './object-findings';
import { ObjectRenderer } from './object-json';
import { Progress } from './progress';
import { programMesh } from './program-mesh';
import { renderChart } from './render-chart';
import { type OutputFile, type RenderedChart, type RenderedDocument, THE_PROGRAM } from './rendered';
import { fileNameOf, renderedDocument } from './rendered-document';
import { type RuleSeverities, severitiesProblem, withSeverities } from './severities';
import { type StagedFile, writeStaged } from './staged-writer';
import { strayManifests } from './stray-manifests';
import { withSyncWave } from './sync-wave';
import { YamlEmitter } from './yaml-emitter';

/** How many files a warning names. */
const MOST_NAMED = 5;

/** Props of {@link MeshProgram}. */
export interface MeshProgramProps extends AppProps {
  /**
   * What its constructs are to know about the mesh.
   *
   * @default - what the IstioInstall in the program says, else Istio's defaults
   */
  readonly settings?: MeshSettingsProps | undefined;

  /**
   * Whether every object that is written says the wave in which Argo CD is to apply it: annotation
   * `argocd.argoproj.io/sync-wave`, unless the object has one. Nothing else changes.
   *
   * Argo CD applies a wave once the one before is healthy: subsets, gateways and pods are there before the routes that lead to them,
   * and callers are admitted before STRICT and deny-all shut out the others. It removes higher waves first: routes go before what they
   * lead to, what closes before what admits.
   *
   * What waves cannot do is to take a subset out of a host that stays. Take away the routes to it in one change, the subset in the next.
   *
   * The waves, lowest first:
   *
   * - -6 CRDs, -5 Namespaces, -4 accounts, roles and configuration, -3 control plane and webhooks, -2 Services
   * - -1 DestinationRules, Gateways, Sidecars, PeerAuthentications that are not strict
   * - 0 workloads, and kinds that are not known
   * - 1 autoscalers, disruption budgets, policies with rules; 2 routes; 3 STRICT and deny-all; 4 telemetry
   *
   * @default false
   */
  readonly waves?: boolean | undefined;

  /**
   * How objects are judged before they are written: by the API server's rules and by those of istiod's webhook.
   *
   * @default - errors stop the synth, warnings are printed
   */
  readonly validation?: ValidationProps | undefined;
}

/** How the objects of a {@link MeshProgram} are judged. */
export interface ValidationProps {
  /**
   * What rules count as: by name, by what a name begins with, or all. Rules of constructs count as well.
   *
   * @default - as each rule says
   */
  readonly severities?: RuleSeverities | undefined;

  /**
   * Schemas of kinds that the package does not have.
   *
   * @default - such kinds are not judged, which an info says
   */
  readonly schemas?: Schemas | undefined;
}

/**
 * A cdk8s App that writes the same files, in linear time, and all of them or none.
 *
 * Where cdk8s would overwrite one file with another, or write one object twice, it throws.
 *
 * @example
 * const program = new MeshProgram({ waves: true });
 * const chart = new Chart(program, 'shop');
 * new MeshNamespace(chart, 'shop');
 * program.synth();
 */
export class MeshProgram extends App {
  private readonly waves: boolean;
  private readonly validation: ValidationProps;

  /** @throws Error if `waves` is neither true nor false, or `validation` is not what it must be. */
  public constructor(props: MeshProgramProps = {}) {
    super(props);
    const { waves = false } = props as { readonly waves?: unknown };
    if (typeof waves !== 'boolean') throw new Error(`${THE_PROGRAM}: waves must be true or false, got ${given(waves)}`);
    this.waves = waves;
    const { validation = {} } = props as { readonly validation?: unknown };
    if (typeof validation !== 'object' || validation === null || Array.isArray(validation))
      throw new Error(`${THE_PROGRAM}: validation must be an object, got ${given(validation)}`);
    this.validation = validation;
    const problem = severitiesProblem(this.validation.severities) ?? schemasProblem(this.validation.schemas);
    if (problem !== undefined) throw new Error(`${THE_PROGRAM}: ${problem}`);
    if (props.settings) this.node.setContext(SETTINGS_CONTEXT, props.settings);
  }

  /** All charts, dependencies first. */
  public override get charts(): Chart[] {
    return chartOrder(constructGraph(this)).map((vertex) => vertex.construct as Chart);
  }

  /**
   * Writes a file that is no Kubernetes object, such as Helm values or a script, to `<outdir>.install/`: never among the
   * manifests, which tools apply as a whole.
   *
   * @param path - relative, with forward slashes and without `..`.
   * @param content - the text, or what makes it once the tree is complete.
   * @param options - `mode`: file mode bits, such as 0o755 for a script.
   * @throws Error if the path leads elsewhere; synth() throws if two files have one path.
   */
  public addFile(
    path: string,
    content: string | (() => string),
    options: { readonly mode?: number | undefined } = {},
  ): void {
    requireInside(path, THE_PROGRAM);
    this.node.addMetadata(FILE_METADATA, { path, content, mode: options.mode } satisfies ManifestFile);
  }

  /**
   * What constructs have to say about themselves, in the order of the tree, then what the API server and istiod would say about their
   * objects.
   *
   * @throws Error where the tree cannot be rendered.
   */
  public findings(): readonly ConstructFinding[] {
    const graph = constructGraph(this);
    return this.allFindings(graph, this.render(graph, true).findings);
  }

  /**
   * What constructs declare beside their objects: who calls whom, what is exposed, what takes plain text, what may be cut off. For
   * tests, reports and whatever judges the mesh as a whole.
   */
  public intents(): ProgramIntents {
    return intentsOf(constructGraph(this).vertices.map((vertex) => vertex.construct));
  }

  /**
   * The mesh that the program describes, to be asked what happens to requests. Of what is installed elsewhere it knows what the
   * constructs say: the mesh config of an IstioInstall, and gateway proxies.
   *
   * @param options - what the program does not contain: `externals`, `hosts`, `namespaces`; `strict` for errors where no file knows.
   * @throws Error where the tree cannot be rendered, and for values that are only known after deployment.
   */
  public mesh(options: MeshOptions = {}): Mesh {
    return programMesh(this, constructGraph(this), this.intents(), options);
  }

  /**
   * Checks the tree and writes its files. Nothing is written unless everything is right. Warnings and infos go to standard error.
   *
   * @throws Error listing all validations of the tree that failed, findings that are errors, objects and files of which there
   *   are two, or circles of dependencies.
   */
  public override synth(): void {
    const graph = constructGraph(this);
    validate(graph);
    const rendered = this.render(graph, !this.isDeep);
    const findings = this.allFindings(graph, rendered.findings);
    refuseErrors(findings);
    const files = [...this.manifests(graph, rendered.charts), ...this.metadataFile(graph)];
    const beside = installFiles(graph.vertices.map((vertex) => vertex.construct));
    const outdir = resolve(this.outdir);
    refuse('files', [...twinFiles(files), ...twinFiles(beside)]);
    const staged = [...placed(outdir, files), ...placed(`${outdir}.install`, beside)];
    const progress = new Progress('writing files', staged.length);
    writeStaged(staged, {
      outdir,
      notice: say,
      progress: (done) => {
        progress.update(done);
      },
    });
    progress.end();
    this.warnOfStrays(outdir, files);
    for (const each of findings) {
      if (each.finding.severity !== 'error') say(printFinding(each, printOptions(process.stderr)));
    }
  }

  /** All manifests as one text. @throws as {@link synth}. */
  public override synthYaml(): string {
    const graph = constructGraph(this);
    validate(graph);
    const { charts, findings } = this.render(graph, true);
    refuseErrors(this.allFindings(graph, findings));
    return joined(charts.flatMap((chart) => chart.documents));
  }

  /**
   * The program for an engine that deploys its objects itself, instead of files. Nothing is thrown for what is wrong with the tree or
   * its objects: the engine decides.
   *
   * @internal
   */
  public deployable(): DeployableProgram {
    const graph = constructGraph(this);
    const settings = MeshSettings.of(this);
    const { istioVersion, kubernetesVersion } = settings;
    const { schemas } = this.validation;
    const judged = new ObjectFindings({ istioVersion, kubernetesVersion, schemas });
    const objects = deployableObjects(this, graph, { findings: judged, istioVersion, schemas });
    return {
      objects,
      constructs: graph.vertices.map((vertex) => vertex.construct),
      invalid: invalid(graph),
      findings: this.allFindings(graph, judged.findings),
      schemas,
      settings,
    };
  }

  private allFindings(graph: ConstructGraph, ofObjects: readonly ConstructFinding[]): readonly ConstructFinding[] {
    const ofConstructs = findingsOf(graph.vertices.map((vertex) => vertex.construct));
    return withSeverities([...ofConstructs, ...ofObjects], this.validation.severities ?? {});
  }

  private manifests(graph: ConstructGraph, charts: readonly RenderedChart[]): OutputFile[] {
    return layOut(charts, {
      type: this.yamlOutputType,
      extension: this.outputFileExtension,
      isNumbered: graph.hasDependantCharts,
    });
  }

  /** Whether each chart has a folder. */
  private get isDeep(): boolean {
    return this.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  }

  /** Every chart as YAML, in order, and what is said about its objects. */
  private render(
    graph: ConstructGraph,
    asksCharts: boolean,
  ): { readonly charts: readonly RenderedChart[]; readonly findings: readonly ConstructFinding[] } {
    const renderer = new ObjectRenderer(this);
    const emitter = new YamlEmitter();
    const total = graph.vertices.filter((vertex) => vertex.isObject).length;
    const progress = new Progress('rendering objects', total);
    let count = 0;
    const { istioVersion, kubernetesVersion } = MeshSettings.of(this);
    const objects = new ObjectFindings({ istioVersion, kubernetesVersion, schemas: this.validation.schemas });
    const finish = (json: unknown, path: string): unknown => {
      objects.judge(json, path);
      return this.waves ? withSyncWave(json) : json;
    };
    const renderObject = (object: ApiObject): RenderedDocument => {
      const { json, isPlain } = renderer.render(object);
      progress.update(++count);
      const document = renderedDocument(finish(json, object.node.path), object.node.path, emitter, isPlain);
      // In folders, cdk8s names a file by what the object was made with, whatever patches say.
      return asksCharts ? document : { ...document, fileName: fileNameOf(object.kind, object.metadata.name) };
    };
    const rendering = { renderObject, finish, emitter, asksCharts };
    const charts = chartOrder(graph).map((vertex) => renderChart(graph, vertex, rendering));
    progress.end();
    refuse('objects', twinObjects(charts.flatMap((chart) => chart.documents)));
    return { charts, findings: objects.findings };
  }

  /** They stay: the program cannot know whose they are. */
  private warnOfStrays(outdir: string, files: readonly OutputFile[]): void {
    const strays = strayManifests(outdir, files, { extension: this.outputFileExtension, isDeep: this.isDeep });
    if (strays.length === 0) return;
    const named = strays.slice(0, MOST_NAMED).join(', ');
    const more = strays.length > MOST_NAMED ? ` and ${strays.length - MOST_NAMED} more` : '';
    say(
      `warning ${outdir} also holds manifests that this program does not write: ${named}${more}\n` +
        '  fix: remove them if an earlier run left them, for tools that apply the folder apply them as well',
    );
  }

  private metadataFile(graph: ConstructGraph): OutputFile[] {
    if (!(this as unknown as { readonly recordConstructMetadata: boolean }).recordConstructMetadata) return [];
    const objects = chartOrder(graph).flatMap((chart) => objectOrder(graph, chart));
    const resources = Object.fromEntries(
      objects.map(({ construct }) => [(construct as ApiObject).name, { path: construct.node.path }]),
    );
    return [
      { path: 'construct-metadata.json', text: JSON.stringify({ version: '1.0.0', resources }), source: THE_PROGRAM },
    ];
  }
}

function invalid(graph: ConstructGraph): string[] {
  return graph.vertices.flatMap(({ construct }) =>
    construct.node.validate().map((error) => `[${construct.node.path || THE_PROGRAM}] ${error}`),
  );
}

/** All at once, in the words of cdk8s. */
function validate(graph: ConstructGraph): void {
  const errors = invalid(graph);
  if (errors.length > 0) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}

function refuseErrors(findings: readonly ConstructFinding[]): void {
  const errors = findings.filter((each) => each.finding.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((each) => printFinding(each)).join('\n'));
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`the program's ${what} collide:\n  ${problems.join('\n  ')}`);
}

function placed(folder: string, files: readonly OutputFile[]): StagedFile[] {
  return files.map(({ path, text, mode }) => ({ path: join(folder, path), text, mode }));
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
