/** Policies that shut callers out, made before what admits them. */
import * as pulumi from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { MeshNamespace, MeshPeer, MeshPort, Probe, WholeMesh } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { type Registered, run } from '../../support/pulumi-wire';

const app = {
  image: 'registry.example.com/app:1',
  ports: [MeshPort.http(80)],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
  probes: { readiness: Probe.tcp() },
};
const allowFrom = [{ caller: MeshPeer.anyone() }];
const nameOf = (urn: string) => urn.slice(urn.lastIndexOf('::') + 2);

class Parent extends pulumi.ComponentResource {
  public constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super('test:index:Parent', name, {}, opts);
  }
}

let warnings: readonly string[];

beforeEach(() => {
  const said: string[] = [];
  warnings = said;
  jest.spyOn(pulumi.log, 'warn').mockImplementation((message) => Promise.resolve(void said.push(message)));
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** The ALLOWs and closing policies that the resource of this name waits for. */
async function waits(name: string, program: () => unknown): Promise<readonly string[]> {
  const { registered } = await run(program);
  const found = registered.find((each: Registered) => each.name === name);
  if (!found) throw new Error(`${name} is not registered`);
  return found.dependencies
    .map(nameOf)
    .filter((each) => each.includes(':AuthorizationPolicy:') || each.includes(':PeerAuthentication:'))
    .sort();
}

const DENY_ALL = 'deny-all:AuthorizationPolicy:shop/deny-all';
const WEB = 'web:AuthorizationPolicy:shop/web';

describe('a deny-all that is made first', () => {
  test('waits for the callers of apps that are made later', async () => {
    const found = await waits(DENY_ALL, () => {
      const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' });
      new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
      const web = new mesh.MeshApp('web', { ...app, namespace: shop, image: pulumi.output('x'), allowFrom });
      new mesh.AllowPolicy('more', { to: web, from: [MeshPeer.anyone()], methods: ['GET'] });
      new mesh.MeshApp('elsewhere', { ...app, namespace: MeshNamespace.fromName('other'), allowFrom });
    });
    expect(found).toEqual(['more:AuthorizationPolicy:shop/more', WEB]);
    expect(warnings).toEqual([]);
  });

  test('of the mesh waits for them as well', async () => {
    const found = await waits('deny-all:AuthorizationPolicy:istio-system/deny-all', () => {
      new mesh.DenyAllPolicy('deny-all', { appliesTo: WholeMesh.scope });
      new mesh.MeshApp('web', { ...app, namespace: MeshNamespace.fromName('shop'), allowFrom });
    });
    expect(found).toEqual([WEB]);
  });

  test('of one of two scopes that close one after the other waits by way of the other', async () => {
    const program = () => {
      const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' });
      new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
      new mesh.StrictMtls('strict', { appliesTo: shop });
      new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
    };
    expect(await waits(DENY_ALL, program)).toEqual([WEB]);
    expect(await waits('strict:PeerAuthentication:shop/default', program)).toContain(DENY_ALL);
  });

  test('waits for the namespace of apps, wherever it is made', async () => {
    const { registered } = await run(() => {
      new mesh.DenyAllPolicy('deny-all', { appliesTo: WholeMesh.scope });
      const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' });
      new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
    });
    const found = registered.find((each) => each.name.startsWith('deny-all:'));
    // What Pulumi finds behind it comes with it.
    expect(found?.dependencies.map(nameOf)).toEqual([WEB]);
  });

  test('waits for apps of the same parent', async () => {
    const found = await waits(DENY_ALL, () => {
      const parent = new Parent('parent');
      const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' }, { parent });
      new mesh.DenyAllPolicy('deny-all', { appliesTo: shop }, { parent });
      new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom }, { parent });
    });
    expect(found).toEqual([WEB]);
  });
});

describe('it does not wait, and says so,', () => {
  const shopOf = () => new mesh.MeshNamespace('shop', { mtls: 'inherit' });
  const warning =
    'DenyAllPolicy deny-all does not wait for AuthorizationPolicy.security.istio.io shop/web of MeshApp web, which is made after it: make DenyAllPolicy the last of them';

  test.each<[string, () => unknown]>([
    [
      'for an app that depends on it',
      () => {
        const shop = shopOf();
        const denyAll = new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
        new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom }, { dependsOn: denyAll });
      },
    ],
    [
      'for callers that are named by an Output of it',
      () => {
        const shop = shopOf();
        const denyAll = new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
        const methods = [denyAll.name.apply(() => 'GET')];
        new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom: [{ caller: MeshPeer.anyone(), methods }] });
      },
    ],
    [
      'for an app whose parent depends on it',
      () => {
        const shop = shopOf();
        const denyAll = new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
        const parent = new Parent('parent', { dependsOn: denyAll });
        new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom }, { parent });
      },
    ],
    [
      'for an app whose namespace depends on it',
      () => {
        const denyAll = new mesh.DenyAllPolicy('deny-all', { appliesTo: MeshNamespace.fromName('shop') });
        const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' }, { dependsOn: denyAll });
        new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
      },
    ],
    [
      'for an app that a later piece of the program makes',
      async () => {
        const shop = shopOf();
        new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
        await new Promise((resolve) => setImmediate(resolve));
        new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
      },
    ],
  ])('%s', async (_, program) => {
    expect(await waits(DENY_ALL, program)).toEqual([]);
    expect(warnings).toEqual([warning]);
  });

  test('but waits where it is the last', async () => {
    const found = await waits(DENY_ALL, async () => {
      const shop = shopOf();
      new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
      await new Promise((resolve) => setImmediate(resolve));
      new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
    });
    expect(found).toEqual([WEB]);
    expect(warnings).toEqual([]);
  });
});

test('the default of a namespace does not wait for what is in it', async () => {
  const found = await waits('shop:PeerAuthentication:shop/default', () => {
    const shop = new mesh.MeshNamespace('shop');
    new mesh.MeshApp('web', { ...app, namespace: shop, allowFrom });
  });
  expect(found).toEqual([]);
  expect(warnings).toEqual([]);
});
