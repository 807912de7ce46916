import { type Check, known, type PropChecks, mapOf, required, shape, text, wholeNumber, anyText } from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
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
   * More environment variables; they count before the app's.
   *
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>> | undefined;

  /**
   * What the container is promised and may use.
   *
   * @default - the app's
   */
  readonly resources?: ContainerResources | undefined;
}

/** Checks environment variables. */
export const envCheck: Check = known(mapOf(variableName, required(anyText)));

/** Checks {@link AppVersionProps}. */
export const versionCheck: Check = known(
  shape<AppVersionProps>({
    image: text,
    replicas: wholeNumber(0, 2 ** 31 - 1),
    env: envCheck,
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

function variableName(name: unknown): string | undefined {
  return /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(String(name))
    ? undefined
    : `must be a name of an environment variable, got ${given(name)}`;
}
