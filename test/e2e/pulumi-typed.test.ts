/** `pulumi up` as users type it: CLI, language host and program are processes of their own, and the package is the built one. */
import { ApiClient } from './harness/api-client';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { ENGINE_TIMEOUT } from './harness/pulumi/stack';
import { type TypedProject, typedProject } from './harness/pulumi/typed-project';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
let provider: ProviderStandIn;
let project: TypedProject;

const PROGRAM = `
import * as pulumi from '@pulumi/pulumi';
import { Chart, Size } from 'cdk8s';
import { CanaryRoute, MeshApp, MeshNamespace, MeshPort } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';

const config = new pulumi.Config();

const shop = new mesh.ConstructGroup('shop', (program) => {
  const chart = new Chart(program, 'shop');
  const reviews = new MeshApp(chart, 'reviews', {
    namespace: new MeshNamespace(chart, 'typed'),
    versions: { v1: { image: 'reviews:1.4' }, v2: { image: 'reviews:2.0' } },
    ports: [MeshPort.http(8080)],
    resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
    env: { TOKEN: mesh.asString(config.requireSecret('token')) },
  });
  new CanaryRoute(chart, 'canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 10 });
  return { reviews };
});

export const route: pulumi.Output<string> = shop.of(({ reviews }) => reviews.routing.virtualService).metadata.name;
`;

beforeAll(async () => {
  provider = await startProvider(client);
  project = await typedProject(
    {
      'Pulumi.yaml': 'name: typed\nruntime: nodejs\n',
      'package.json': '{ "name": "typed", "main": "index.ts", "devDependencies": { "typescript": "*" } }\n',
      'tsconfig.json': '{ "compilerOptions": { "module": "node16", "target": "es2022", "strict": true } }\n',
      'index.ts': PROGRAM,
    },
    provider,
  );
}, ENGINE_TIMEOUT);

afterAll(() => {
  project.remove();
  provider.stop();
  client.close();
});

it('pulumi up deploys, pulumi preview then expects no changes, and pulumi destroy removes all', async () => {
  await project.pulumi('stack', 'init', 'test');
  await project.pulumi('config', 'set', '--secret', 'token', 'correct horse');
  expect(await project.pulumi('up', '--yes')).toMatch(/\+ 11 created/);
  expect((await project.pulumi('stack', 'output', 'route')).trim()).toBe('reviews');
  await project.pulumi('preview', '--expect-no-changes');
  await project.pulumi('destroy', '--yes');
  expect(provider.changes.at(0)).toEqual({ verb: 'create', object: 'Namespace typed' });
  expect(provider.changes.at(-1)).toEqual({ verb: 'delete', object: 'Namespace typed' });
});
