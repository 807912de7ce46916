import { type Check, known, listOf, type PropChecks, mapOf, shape, text, wholeNumber } from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { type Autoscaling, autoscalingCheck } from './autoscaling';
import { type Env, envCheck } from './env-value';
import { type AppProbes, probesCheck } from './probe';
import { type ContainerResources, resourcesCheck } from './resources';

/** What a version of an app may have of its own. */
export interface AppVersionProps {
  /**
   * The container image.
   *
   * @default - the app's image
   */
  readonly image?: string | undefined;

  /**
   * Number of pods.
   *
   * @default - the app's
   */
  readonly replicas?: number | undefined;

  /**
   * How the number of its pods follows their load.
   *
   * @default - the app's, unless it has `replicas` of its own
   */
  readonly autoscaling?: Autoscaling | undefined;

  /**
   * More environment variables; they count before the app's.
   *
   * @default - none
   */
  readonly env?: Env | undefined;

  /**
   * What the container runs in place of the image's own (`command`).
   *
   * @default - the app's
   */
  readonly command?: readonly string[] | undefined;

  /**
   * Arguments of the command (`args`).
   *
   * @default - the app's
   */
  readonly args?: readonly string[] | undefined;

  /**
   * Questions by which Kubernetes finds out about its containers, each in place of the app's.
   *
   * @default - the app's
   */
  readonly probes?: AppProbes | undefined;

  /**
   * What the container is promised and may use.
   *
   * @default - the app's
   */
  readonly resources?: ContainerResources | undefined;
}

/** Checks {@link AppVersionProps}. */
export const versionCheck: Check = known(
  shape<AppVersionProps>({
    image: text,
    replicas: wholeNumber(0, 2 ** 31 - 1),
    autoscaling: autoscalingCheck,
    env: envCheck,
    command: listOf(text, { min: 1 }),
    args: listOf(text, { min: 1 }),
    probes: probesCheck,
    resources: resourcesCheck,
  } satisfies PropChecks<AppVersionProps>),
);

/** Checks the versions of an app: their names are values of labels, parts of names, and subsets. */
export const versionsCheck: Check = known((versions, at) => [
  ...mapOf(checkDnsLabel, versionCheck)(versions, at),
  ...(typeof versions === 'object' && versions !== null && Object.keys(versions).length === 0
    ? [`${at} must have at least one version`]
    : []),
]);
