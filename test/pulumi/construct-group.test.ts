import * as mesh from 'istio-constructs/pulumi';
import { ShopChart } from '../../examples/shop/shop';
import { run } from '../support/pulumi-wire';

test('the shop is deployed, one resource an object', async () => {
  const { registered } = await run(
    () => new mesh.ConstructGroup('shop', (program) => new ShopChart(program, 'shop', { host: 'shop.example.com' })),
  );
  expect(registered).toHaveLength(33);
});
