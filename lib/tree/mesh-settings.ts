import { type IConstruct } from 'constructs';
import { DEFAULT_SETTINGS, SETTINGS_CONTEXT, type MeshSettingsProps } from '../model/settings';
import { ConstructError } from './construct-error';
import { ofRoot } from './root-state';

/** An installation of Istio in the tree, and what it says about the mesh. */
export interface DeclaredInstall {
  readonly construct: IConstruct;
  readonly settings: MeshSettingsProps;

  /** MeshConfig as Istio writes it. @default - nothing but `settings` */
  readonly meshConfig?: Readonly<Record<string, unknown>> | undefined;

  /** Whether this installation speaks for the mesh where there are several. */
  readonly isDefault: boolean;
}

/**
 * What constructs know about their mesh: the settings given to the program, else those of the IstioInstall in the tree,
 * else defaults.
 *
 * Constructs ask when they are rendered, not when they are made, so that it does not matter where in a program the
 * installation stands.
 */
export class MeshSettings {
  /**
   * The settings that count for `scope`.
   *
   * @throws ConstructError if several installations are in the tree, and neither the program's settings nor
   *   `defaultRevision: true` on exactly one of them says which one counts.
   */
  public static of(scope: IConstruct): MeshSettings {
    const given = scope.node.root.node.tryGetContext(SETTINGS_CONTEXT) as MeshSettingsProps | undefined;
    return new MeshSettings(given ?? chosen(installs(scope)));
  }

  /** Called by an installation, so that the settings of its tree are its own. */
  public static declare(install: DeclaredInstall): void {
    installs(install.construct).push(install);
    install.construct.node.addValidation({ validate: () => ambiguity(installs(install.construct), install) });
  }

  /** MeshConfig of the installation that counts; empty where there is none, or several without a choice. */
  public static meshConfigOf(scope: IConstruct): Readonly<Record<string, unknown>> {
    const declared = installs(scope);
    const counting = declared.length === 1 ? declared : declared.filter(({ isDefault }) => isDefault);
    return counting.length === 1 ? (counting[0]?.meshConfig ?? {}) : {};
  }

  public readonly rootNamespace: string;
  public readonly trustDomain: string;
  public readonly clusterDomain: string;
  public readonly istioVersion: string;
  public readonly kubernetesVersion: string;
  public readonly autoMtls: boolean;

  private constructor(settings: MeshSettingsProps) {
    this.rootNamespace = settings.rootNamespace ?? DEFAULT_SETTINGS.rootNamespace;
    this.trustDomain = settings.trustDomain ?? DEFAULT_SETTINGS.trustDomain;
    this.clusterDomain = settings.clusterDomain ?? DEFAULT_SETTINGS.clusterDomain;
    this.istioVersion = settings.istioVersion ?? DEFAULT_SETTINGS.istioVersion;
    this.kubernetesVersion = settings.kubernetesVersion ?? DEFAULT_SETTINGS.kubernetesVersion;
    this.autoMtls = settings.autoMtls ?? DEFAULT_SETTINGS.autoMtls;
  }
}

function installs(scope: IConstruct): DeclaredInstall[] {
  return ofRoot<DeclaredInstall[]>(scope, 'installs', () => []);
}

function chosen(declared: readonly DeclaredInstall[]): MeshSettingsProps {
  const [only, ...others] = declared;
  if (!only) return {};
  if (others.length === 0) return only.settings;
  const marked = declared.filter((install) => install.isDefault);
  if (marked.length === 1 && marked[0]) return marked[0].settings;
  throw new ConstructError(only.construct.node.path, [noChoice(declared)]);
}

/** Reported once, by the first installation, and only where the program's settings do not decide. */
function ambiguity(declared: readonly DeclaredInstall[], install: DeclaredInstall): string[] {
  const decided = install.construct.node.root.node.tryGetContext(SETTINGS_CONTEXT) !== undefined;
  if (decided || declared.length < 2 || declared[0] !== install) return [];
  return declared.filter((each) => each.isDefault).length === 1 ? [] : [noChoice(declared)];
}

function noChoice(declared: readonly DeclaredInstall[]): string {
  const paths = declared.map((install) => install.construct.node.path).join(', ');
  return `several installations of Istio in one tree (${paths}): give exactly one of them defaultRevision: true, or say what counts in the program's settings`;
}
