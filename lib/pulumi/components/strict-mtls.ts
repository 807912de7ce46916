import * as pulumi from '@pulumi/pulumi';
import { StrictMtls as Strict, type StrictMtlsProps } from '../../security/strict-mtls';
import { type Inputs } from './inputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { described, reachOfPolicy } from './scopes';

/** Arguments of the component {@link StrictMtls}. */
export interface StrictMtlsArgs extends ComponentArgs, Inputs<StrictMtlsProps, 'appliesTo' | 'exceptions'> {}

/**
 * Takes mTLS connections only: a PeerAuthentication, and one for each app with exceptions.
 *
 * A MeshNamespace is strict by itself: for more than exceptions give it `mtls: 'inherit'`. Best make it after the apps that it covers, for whose
 * policies it waits as a DenyAllPolicy does. What it says about an app belongs to the MeshApp, whichever of the two is made first.
 *
 * @example
 * new mesh.StrictMtls('strict', {
 *   appliesTo: shop,
 *   exceptions: [{ port: reviews.port('http-metrics'), reason: 'scraped by a Prometheus outside the mesh' }],
 * });
 */
export class StrictMtls extends pulumi.ComponentResource {
  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: StrictMtlsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'StrictMtls',
      name,
      args,
      opts,
      reach: reachOfPolicy(args.appliesTo),
      claims: [`mTLS of ${described(args.appliesTo)}`],
      build: (scope, props: StrictMtlsProps) => new Strict(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    planned.register(this);
    this.registerOutputs({});
  }
}
