import type * as pulumi from '@pulumi/pulumi';
import * as mesh from 'istio-constructs/pulumi';
import { ShopChart } from '../shop/shop';

/** What of the shop is only known when it is deployed. */
export interface ShopInputs {
  /** The host under which customers reach the shop. */
  readonly host: pulumi.Input<string>;

  /** How many of a hundred requests for reviews version 2 answers. */
  readonly canaryWeight: pulumi.Input<number>;
}

/** The shop of examples/shop, its constructs as they are. */
export function deployShop(
  { host, canaryWeight }: ShopInputs,
  options?: pulumi.ComponentResourceOptions,
): mesh.ConstructGroup<ShopChart> {
  const props = { host: mesh.asString(host), canaryWeight: mesh.asNumber(canaryWeight) };
  return new mesh.ConstructGroup('shop', (program) => new ShopChart(program, 'shop', props), options);
}
