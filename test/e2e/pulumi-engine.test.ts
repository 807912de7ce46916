/** The harness itself: the real engine and the stand-in for the provider, with resources as plain as they can be. */
import * as pulumi from '@pulumi/pulumi';
import { ApiClient, type KubernetesObject } from './harness/api-client';
import { type Manifest } from './harness/pulumi/kubernetes-objects';
import { PlainResource, plainResource } from './harness/pulumi/plain-resource';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { routeWeights } from './harness/pulumi/route-weights';
import { ENGINE_TIMEOUT, type EngineStack, type Program, stack } from './harness/pulumi/stack';
import { connection } from './harness/setup';

const NAMESPACE = 'pulumi-engine';
const client = new ApiClient(connection());
let provider: ProviderStandIn;
const stacks: EngineStack[] = [];

beforeAll(async () => {
  provider = await startProvider(client);
});

beforeEach(() => {
  provider.changes.splice(0);
});

afterAll(() => {
  for (const each of stacks) each.remove();
  provider.stop();
  client.close();
});

async function newStack(program: Program): Promise<EngineStack> {
  const made = await stack(program, { provider, project: 'engine' });
  stacks.push(made);
  return made;
}

interface Choices {
  readonly weight?: number;
  readonly isForced?: boolean;
}

/** Six objects, each after what it needs. */
function sixObjects({ weight = 90, isForced = false }: Choices = {}): void {
  const metadata = (name: string) => ({ name, namespace: NAMESPACE });
  const namespace = plainResource({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const after = { dependsOn: [namespace] };
  plainResource({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('settings'), data: { mode: 'fast' } }, after);
  plainResource(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata('token'),
      stringData: pulumi.secret({ token: 'correct horse' }),
    },
    { ...after, additionalSecretOutputs: ['data'] },
  );
  plainResource(
    { apiVersion: 'v1', kind: 'Service', metadata: metadata('reviews'), spec: { ports: [{ port: 80 }] } },
    after,
  );
  const rule = plainResource(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: metadata('reviews'),
      spec: { host: 'reviews', subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })) },
    },
    after,
  );
  plainResource(
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: {
        ...metadata('reviews'),
        ...(isForced && { annotations: { 'pulumi.com/patchForce': 'true' } }),
      },
      spec: {
        hosts: ['reviews'],
        http: [{ route: [to('v1', weight), to('v2', 100 - weight)] }],
      },
    },
    { dependsOn: [rule] },
  );
}

function to(subset: string, weight: number): object {
  return { destination: { host: 'reviews', subset }, weight };
}

const virtualService = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', namespace: NAMESPACE },
} satisfies KubernetesObject;

const weights = () => routeWeights(client, NAMESPACE, 'reviews');

describe('six plain resources', () => {
  let deployed: EngineStack;

  beforeAll(async () => {
    deployed = await newStack(sixObjects);
  }, ENGINE_TIMEOUT);

  it('are created in a preview, and nothing happens', async () => {
    const { counts } = await deployed.preview();
    expect(counts).toEqual({ create: 6 });
    expect(provider.changes).toEqual([]);
  });

  it('are created, each after what it depends on', async () => {
    const { counts, steps } = await deployed.up();
    expect(counts).toEqual({ create: 6 });
    expect(steps[0]).toBe(`create Namespace ${NAMESPACE}`);
    expect(steps.indexOf('create VirtualService reviews')).toBeGreaterThan(
      steps.indexOf('create DestinationRule reviews'),
    );
    expect(provider.retries()).toBe(0);
    expect(await weights()).toEqual([90, 10]);
  });

  it('stay as they are a second time', async () => {
    expect((await deployed.preview()).counts).toEqual({ same: 6 });
    expect((await deployed.up()).counts).toEqual({ same: 6 });
    expect(provider.changes).toEqual([]);
  });

  it('leave no secret in the state', () => {
    expect(deployed.state()).toContain('fast');
    expect(deployed.state()).not.toContain('correct horse');
    expect(deployed.state()).not.toContain(Buffer.from('correct horse').toString('base64').slice(0, 12));
  });

  it('are updated where they change', async () => {
    const changed = () => {
      sixObjects({ weight: 80 });
    };
    expect((await deployed.preview(changed)).steps).toEqual(['update VirtualService reviews']);
    expect((await deployed.up(changed)).counts).toEqual({ same: 5, update: 1 });
    expect(provider.changes).toEqual([{ verb: 'update', object: `VirtualService ${NAMESPACE}/reviews` }]);
    expect(await weights()).toEqual([80, 20]);
  });

  it('have not drifted', async () => {
    expect((await deployed.refresh()).counts).toEqual({ same: 6 });
  });

  it('have drifted after a foreign edit, which stands in the way until it is taken by force', async () => {
    await client.edit(virtualService, '/spec/http/0/route/0/weight', 70, 'someone');

    expect((await deployed.refresh()).steps).toEqual(['update VirtualService reviews']);
    expect((await deployed.preview()).steps).toEqual(['update VirtualService reviews']);
    await expect(deployed.up()).rejects.toThrow(/conflict with "someone"/);
    expect(await weights()).toEqual([70, 20]);

    const forced = await deployed.up(() => {
      sixObjects({ weight: 80, isForced: true });
    });
    expect(forced.counts).toEqual({ same: 5, update: 1 });
    expect(await weights()).toEqual([80, 20]);
  });

  it('lose the fields that the program no longer has', async () => {
    const { counts } = await deployed.up(() => {
      sixObjects({ weight: 80 });
    });
    expect(counts).toEqual({ same: 5, update: 1 });
    expect((await client.get<Manifest>(virtualService))?.metadata.annotations).toBeUndefined();
  });

  it('are destroyed in the reverse order', async () => {
    const { counts, steps } = await deployed.destroy();
    expect(counts).toEqual({ delete: 6 });
    expect(steps.at(-1)).toBe(`delete Namespace ${NAMESPACE}`);
    expect(steps.indexOf('delete VirtualService reviews')).toBeLessThan(
      steps.indexOf('delete DestinationRule reviews'),
    );
    expect(await client.get(virtualService)).toBeUndefined();
    expect(await client.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })).toBeUndefined();
  });
});

describe('the stand-in for the provider', () => {
  const configMap = (name: string): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
  });

  it('refuses to create what is there already', async () => {
    await client.apply(configMap('taken'));
    const made = await newStack(() => plainResource(configMap('taken')));
    await expect(made.up()).rejects.toThrow(/configmaps "taken" already exists/);
  });

  it('asks the server in a preview', async () => {
    const made = await newStack(() => plainResource({ ...configMap('odd'), dada: {} }));
    await expect(made.preview()).rejects.toThrow(/unknown field "dada"|dada: field not declared in schema/);
  });

  it('deletes before it makes anew where a name changes', async () => {
    const named = (name: string) => () => plainResource(configMap(name), {}, 'one');
    const made = await newStack(() => plainResource(configMap('before'), {}, 'one'));
    await made.up();
    expect((await made.up(named('after'))).counts).toEqual({
      'delete-replaced': 1,
      replace: 1,
      'create-replacement': 1,
    });
    expect(provider.changes.map(({ verb, object }) => `${verb} ${object}`)).toEqual([
      'create ConfigMap default/before',
      'delete ConfigMap default/before',
      'create ConfigMap default/after',
    ]);
    await made.destroy();
  });

  it('records Helm releases and installs nothing', async () => {
    const release = () =>
      new PlainResource('kubernetes:helm.sh/v3:Release', 'base', { chart: 'base', values: { global: {} } });
    const made = await newStack(release);
    expect((await made.up()).counts).toEqual({ create: 1 });
    expect((await made.up()).counts).toEqual({ same: 1 });
    expect((await made.refresh()).counts).toEqual({ same: 1 });
    expect(provider.releases.get('base')).toEqual({ chart: 'base', values: { global: {} } });
    expect((await made.destroy()).counts).toEqual({ delete: 1 });
    expect([...provider.releases]).toEqual([]);
  });

  it('finds what was deleted by others', async () => {
    const made = await newStack(() => plainResource(configMap('lost')));
    await made.up();
    await client.send('DELETE', (await client.pathOf(configMap('lost'))) ?? '');
    expect((await made.refresh()).counts).toEqual({ delete: 1 });
    expect((await made.up()).counts).toEqual({ create: 1 });
    await made.destroy();
  });
});
