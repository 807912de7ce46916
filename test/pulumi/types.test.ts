/** What does not compile: `npm run typecheck` fails where one of these does. */
import * as pulumi from '@pulumi/pulumi';
import { type Chart } from 'cdk8s';
import { CanaryRoute, type MeshApp } from 'istio-constructs';
import { asList, asMap, asNumber, asString, ConstructGroup } from 'istio-constructs/pulumi';
import { ShopChart } from '../../examples/shop/shop';

/** Never run. */
export function wrong(app: MeshApp<'v1' | 'v2'>, chart: Chart): void {
  const text = pulumi.output('a');
  // @ts-expect-error a raw Output is no text
  new ShopChart(chart, 'shop', { host: text });
  new ShopChart(chart, 'shop', { host: asString(text) });
  // @ts-expect-error a text is no number
  asNumber(text);
  // @ts-expect-error nor the other way round
  asString(pulumi.output(1));
  // @ts-expect-error a list of numbers is none of texts
  asList(pulumi.output([1]));
  // @ts-expect-error values of maps are texts
  asMap({ a: pulumi.output(1) });
  // @ts-expect-error a text token is no weight
  new CanaryRoute(chart, 'c', { stable: app.version('v1'), canary: app.version('v2'), weight: asString(text) });
  new CanaryRoute(chart, 'c', {
    stable: app.version('v1'),
    canary: app.version('v2'),
    weight: asNumber(pulumi.output(1)),
  });

  const group = new ConstructGroup('shop', (program) => new ShopChart(program, 'shop', { host: 'a' }));
  const name: pulumi.Output<string> = group.of((shop) => shop.ingress).metadata.name;
  void name;
  // @ts-expect-error what the callback returned has no such construct
  group.of((shop) => shop.egress);
  // @ts-expect-error the name is no construct
  group.of(() => 'shop');
  // @ts-expect-error only a resource of a provider is replaced
  new ConstructGroup('shop', () => chart, { deleteBeforeReplace: true });
}

test('types are checked by the compiler', () => {
  expect(wrong).toBeDefined();
});
