import { type Size } from 'cdk8s';
import { type Volume as VolumeSource, type VolumeMount } from '../../imports/kubernetes/shared';
import { type Check, flag, known, mapOf, oneOf, type PropChecks, required, shape, size, value } from '../tree/props';
import { checkDnsLabel, checkDnsSubdomain } from '../values/dns-label';
import { judged } from '../tree/judged';
import { mountPath } from './mount-path';
import { printSize } from './resources';

/** Where a container finds a {@link Volume}. */
export interface MountOptions {
  /** The path of the directory. */
  readonly mountPath: string;

  /** Whether the container may only read it (`readOnly`). @default - true for a ConfigMap or Secret, false for others */
  readonly readOnly?: boolean | undefined;
}

/** What {@link Volume.emptyDir} is told. */
export interface EmptyDirOptions extends MountOptions {
  /** How much it may hold (`sizeLimit`); a pod that writes more is evicted. @default - as much as the node has */
  readonly sizeLimit?: Size | undefined;

  /** `Memory` keeps it in memory, which counts as memory of the container (`medium`). @default - on the disk of the node */
  readonly medium?: 'Memory' | undefined;
}

const MOUNT: PropChecks<MountOptions> = { mountPath: required(mountPath), readOnly: flag };
const EMPTY_DIR: PropChecks<EmptyDirOptions> = { ...MOUNT, sizeLimit: size, medium: oneOf('Memory') };

/**
 * A directory from elsewhere in a container.
 *
 * @example
 * const volumes = {
 *   scratch: Volume.emptyDir({ mountPath: '/tmp', sizeLimit: Size.mebibytes(64) }),
 *   settings: Volume.configMap('settings', { mountPath: '/etc/settings' }),
 * };
 */
export class Volume {
  /** An empty directory that lives as long as the pod: where an image that cannot be written to may write. */
  public static emptyDir(options: EmptyDirOptions): Volume {
    return new Volume(options, required(known(shape(EMPTY_DIR)))(options, 'emptyDir'), ({ medium, sizeLimit }) => ({
      emptyDir: { medium, sizeLimit: sizeLimit && printSize(sizeLimit) },
    }));
  }

  /** The keys of a ConfigMap of the app's namespace as files. */
  public static configMap(name: string, options: MountOptions): Volume {
    return Volume.named(name, options, true, () => ({ configMap: { name } }));
  }

  /** The keys of a Secret of the app's namespace as files. */
  public static secret(name: string, options: MountOptions): Volume {
    return Volume.named(name, options, true, () => ({ secret: { secretName: name } }));
  }

  /** Storage that was claimed elsewhere, and that all pods share. */
  public static persistentClaim(name: string, options: MountOptions): Volume {
    return Volume.named(name, options, undefined, ({ readOnly }) => ({
      persistentVolumeClaim: { claimName: name, readOnly },
    }));
  }

  private static named(
    name: string,
    options: MountOptions,
    readOnly: true | undefined,
    source: (options: MountOptions) => Omit<VolumeSource, 'name'>,
  ): Volume {
    const problems = [
      ...required(value(checkDnsSubdomain))(name, 'name'),
      ...required(known(shape(MOUNT)))(options, 'volume'),
    ];
    return new Volume(options, problems, source, readOnly);
  }

  private constructor(
    private readonly options: EmptyDirOptions,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    private readonly source: (options: EmptyDirOptions) => Omit<VolumeSource, 'name'>,
    private readonly readOnlyByDefault?: true,
  ) {}

  /** Where it is mounted. @internal */
  public get mountPath(): string {
    return this.options.mountPath;
  }

  /** The volume of the pod. @internal */
  public print(name: string): VolumeSource {
    return { name, ...this.source(this.options) };
  }

  /** The mount of a container. @internal */
  public mount(name: string): VolumeMount {
    const { readOnly = this.readOnlyByDefault, mountPath: path } = this.options;
    return { name, mountPath: path, readOnly };
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
