import { type Size } from 'cdk8s';
import { type Volume as VolumeSource, type VolumeMount } from '../../imports/kubernetes/shared';
import { judged } from '../tree/judged';
import { type Check, flag, known, mapOf, oneOf, type PropChecks, required, shape, size, value } from '../tree/props';
import { checkDnsLabel, checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { innerPath, mountPath } from './mount-path';
import { printSize } from './resources';
import { printClaim, type VolumeClaim, VOLUME_CLAIM_CHECKS } from './volume-claim';

/** Where a container finds a {@link Volume}. */
export interface MountOptions {
  /** The path of the directory, or of the file that `subPath` is. */
  readonly mountPath: string;

  /**
   * The part of the volume that is mounted, as a path in it (`subPath`). Unlike a whole volume, such a mount does not follow changes of its
   * ConfigMap or Secret.
   *
   * @default - all of it
   */
  readonly subPath?: string | undefined;

  /** Whether the container may only read it (`readOnly`). @default - true for a ConfigMap or Secret, false for others */
  readonly readOnly?: boolean | undefined;
}

/** What {@link Volume.configMap} and {@link Volume.secret} are told. */
export interface FilesOptions extends MountOptions {
  /**
   * The keys that are files, each with the path of its file (`items`), such as `{ 'app.yaml': 'config/app.yaml' }`. A key that is not there
   * keeps the pod from starting, unless `optional` is true.
   *
   * @default - all of them, each in a file of its name
   */
  readonly items?: Readonly<Record<string, string>> | undefined;

  /** Whether pods start without it, or without one of its `items` (`optional`). @default false */
  readonly optional?: boolean | undefined;
}

/** What {@link Volume.emptyDir} is told. */
export interface EmptyDirOptions extends MountOptions {
  /** How much it may hold (`sizeLimit`); a pod that writes more is evicted. @default - as much as the node has */
  readonly sizeLimit?: Size | undefined;

  /** `Memory` keeps it in memory, which counts as memory of the container (`medium`). @default - on the disk of the node */
  readonly medium?: 'Memory' | undefined;
}

/** What {@link Volume.ephemeralClaim} is told. */
export interface EphemeralClaimOptions extends MountOptions, VolumeClaim {}

const MOUNT: PropChecks<MountOptions> = { mountPath: required(mountPath), subPath: innerPath, readOnly: flag };
const FILES: PropChecks<FilesOptions> = {
  ...MOUNT,
  items: known(mapOf(checkKey, required(innerPath))),
  optional: flag,
};
const EMPTY_DIR: PropChecks<EmptyDirOptions> = { ...MOUNT, sizeLimit: size, medium: oneOf('Memory') };
const EPHEMERAL_CLAIM: PropChecks<EphemeralClaimOptions> = { ...MOUNT, ...VOLUME_CLAIM_CHECKS };

/** What a volume is made from, as Kubernetes has it. */
type Source = Omit<VolumeSource, 'name'>;

/**
 * A directory from elsewhere in a container.
 *
 * @example
 * const volumes = {
 *   scratch: Volume.emptyDir({ mountPath: '/tmp', sizeLimit: Size.mebibytes(64) }),
 *   settings: Volume.configMap('settings', { mountPath: '/etc/settings', items: { 'app.yaml': 'app.yaml' } }),
 *   cache: Volume.ephemeralClaim({ mountPath: '/cache', size: Size.gibibytes(20) }),
 * };
 */
export class Volume {
  /** An empty directory that lives as long as the pod: where an image that cannot be written to may write. */
  public static emptyDir(options: EmptyDirOptions): Volume {
    return new Volume(options, required(known(shape(EMPTY_DIR)))(options, 'emptyDir'), () => ({
      emptyDir: { medium: options.medium, sizeLimit: options.sizeLimit && printSize(options.sizeLimit) },
    }));
  }

  /** The keys of a ConfigMap of the app's namespace as files. */
  public static configMap(name: string, options: FilesOptions): Volume {
    const problems = namedProblems(name, options, FILES);
    return new Volume(options, problems, () => ({ configMap: { name, ...printFiles(options) } }), true);
  }

  /** The keys of a Secret of the app's namespace as files. */
  public static secret(name: string, options: FilesOptions): Volume {
    const problems = namedProblems(name, options, FILES);
    return new Volume(options, problems, () => ({ secret: { secretName: name, ...printFiles(options) } }), true);
  }

  /** Storage that was claimed elsewhere, and that all pods share. */
  public static persistentClaim(name: string, options: MountOptions): Volume {
    return new Volume(options, namedProblems(name, options, MOUNT), () => ({
      persistentVolumeClaim: { claimName: name, readOnly: options.readOnly },
    }));
  }

  /** Storage that is claimed for each pod and goes with it (`ephemeral.volumeClaimTemplate`): an empty directory larger than a node has. */
  public static ephemeralClaim(options: EphemeralClaimOptions): Volume {
    return new Volume(options, required(known(shape(EPHEMERAL_CLAIM)))(options, 'ephemeralClaim'), () => ({
      ephemeral: { volumeClaimTemplate: { spec: printClaim(options) } },
    }));
  }

  private constructor(
    private readonly options: MountOptions,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    private readonly source: () => Source,
    private readonly readOnlyByDefault?: true,
  ) {}

  /** Where it is mounted. @internal */
  public get mountPath(): string {
    return this.options.mountPath;
  }

  /** The volume of the pod. @internal */
  public print(name: string): VolumeSource {
    return { name, ...this.source() };
  }

  /** The mount of a container. @internal */
  public mount(name: string): VolumeMount {
    const { readOnly = this.readOnlyByDefault, mountPath: path, subPath } = this.options;
    return { name, mountPath: path, subPath, readOnly };
  }
}

/** Volumes by name. */
export type Volumes = Readonly<Record<string, Volume>>;

/** Checks {@link Volumes}. */
export const volumesCheck: Check = known(
  mapOf(
    checkDnsLabel,
    required(
      judged(
        "a Volume, such as Volume.emptyDir({ mountPath: '/tmp' }) that is known at synthesis",
        (each) => each instanceof Volume,
      ),
    ),
  ),
);

function namedProblems<P extends object>(name: string, options: P, checks: PropChecks<P>): string[] {
  return [...required(value(checkDnsSubdomain))(name, 'name'), ...required(known(shape(checks)))(options, 'volume')];
}

function printFiles({ items, optional }: FilesOptions): Pick<NonNullable<Source['configMap']>, 'items' | 'optional'> {
  return { items: items && Object.entries(items).map(([key, path]) => ({ key, path })), optional };
}

function checkKey(key: unknown): string | undefined {
  return /^[-._a-zA-Z0-9]{1,253}$/.test(String(key))
    ? undefined
    : `must be a key of letters, digits, dashes, dots and underscores, got ${given(key)}`;
}
