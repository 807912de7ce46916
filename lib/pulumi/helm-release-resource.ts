import * as pulumi from '@pulumi/pulumi';
import { type HelmRelease } from '../model/metadata';
import { providerVersion } from './provider-version';

/** Type of releases, that of the SDK's own class. */
export const RELEASE_TYPE = 'kubernetes:helm.sh/v3:Release';

/**
 * A release that Helm installs and upgrades: Istio's charts ask whether it is an upgrade, which a rendered chart cannot tell.
 */
export class HelmReleaseResource extends pulumi.CustomResource {
  /** @param createNamespace - whether nothing else of the program makes it. */
  public constructor(
    name: string,
    { name: release, chart, version, namespace, values }: HelmRelease,
    createNamespace: boolean,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const provider = providerVersion();
    super(
      RELEASE_TYPE,
      name,
      // `compat` is what the SDK's class sends.
      { name: release, chart, version, namespace, values, createNamespace, compat: 'true', status: undefined },
      pulumi.mergeOptions(provider === undefined ? {} : { version: provider }, opts),
    );
  }
}
