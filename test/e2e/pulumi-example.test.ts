/** examples/pulumi-shop as its README says: `pulumi up` in its folder, TypeScript and all. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from './harness/api-client';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { ENGINE_TIMEOUT } from './harness/pulumi/stack';
import { type TypedProject, typedProjectIn } from './harness/pulumi/typed-project';
import { connection } from './harness/setup';

const ROOT = join(__dirname, '..', '..');
const client = new ApiClient(connection());
const copy = mkdtempSync(join(tmpdir(), 'istio-constructs-example-'));
let provider: ProviderStandIn;
let project: TypedProject;

beforeAll(async () => {
  provider = await startProvider(client);
  cpSync(join(ROOT, 'examples'), join(copy, 'examples'), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{}\n');
  // As users have it: the package among all others.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    symlinkSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name));
  symlinkSync(ROOT, join(copy, 'node_modules', 'istio-constructs'));
  project = await typedProjectIn(join(copy, 'examples', 'pulumi-shop'), provider);
}, ENGINE_TIMEOUT);

afterAll(() => {
  project.remove();
  rmSync(copy, { recursive: true, force: true });
  provider.stop();
  client.close();
});

it(
  'deploys the shop, changes one route for another weight, and removes all',
  async () => {
    // The release of Istio makes it; the stand-in for the provider only notes releases.
    await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } });
    await project.pulumi('stack', 'init', 'test');
    await project.pulumi('up', '--yes', '--skip-preview');
    expect((await project.pulumi('stack', 'output', 'url')).trim()).toBe('https://shop.example.com/');
    expect((await project.pulumi('stack', 'output', 'gateway')).trim()).toBe('public');
    provider.changes.splice(0);
    await project.pulumi('config', 'set', 'canaryWeight', '50');
    await project.pulumi('up', '--yes', '--skip-preview');
    expect(provider.changes).toEqual([{ verb: 'update', object: 'VirtualService shop/reviews' }]);
    await project.pulumi('destroy', '--yes', '--skip-preview');
  },
  ENGINE_TIMEOUT,
);
