/** `pulumi up` as users type it: CLI, language host and program are processes of their own. */
import { ApiClient } from './harness/api-client';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { ENGINE_TIMEOUT } from './harness/pulumi/stack';
import { type TypedProject, typedProject } from './harness/pulumi/typed-project';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
let provider: ProviderStandIn;
let project: TypedProject;

const PROGRAM = `
const pulumi = require('@pulumi/pulumi');

class Plain extends pulumi.CustomResource {}
const namespace = new Plain('kubernetes:core/v1:Namespace', 'typed', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'typed' },
  status: undefined,
});
exports.name = namespace.id;
`;

beforeAll(async () => {
  provider = await startProvider(client);
  project = await typedProject(
    {
      'Pulumi.yaml': 'name: typed\nruntime: nodejs\n',
      'package.json': '{ "name": "typed", "main": "index.js" }\n',
      'index.js': PROGRAM,
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
  expect(await project.pulumi('up', '--yes')).toMatch(/\+ 2 created/);
  expect((await project.pulumi('stack', 'output', 'name')).trim()).toBe('typed');
  await project.pulumi('preview', '--expect-no-changes');
  await project.pulumi('destroy', '--yes');
  expect(provider.changes).toEqual([
    { verb: 'create', object: 'Namespace typed' },
    { verb: 'delete', object: 'Namespace typed' },
  ]);
});
