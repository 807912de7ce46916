/** One object that two components of a stack would make. */
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart } from 'cdk8s';
import { MeshNamespace } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { run, type RunOptions } from '../support/pulumi-wire';

class Provider extends pulumi.ProviderResource {
  public constructor(name: string) {
    super('kubernetes', name, {});
  }
}

/** A group with the Namespace of that name. */
const group = (name: string, namespace: string, opts: mesh.ConstructGroupOptions = {}) =>
  new mesh.ConstructGroup(
    name,
    (program) => new MeshNamespace(new Chart(program, 'chart'), 'shop', { name: namespace }),
    opts,
  );

/** What a program fails with, and the names of the objects that it has registered. */
async function outcome(program: () => unknown, options?: RunOptions) {
  let message = 'nothing failed';
  const { registered } = await run(() => {
    try {
      program();
    } catch (error) {
      ({ message } = error as Error);
    }
  }, options);
  return {
    message,
    objects: registered
      .filter((each) => each.type.endsWith(':Namespace'))
      .map((each) => each.name)
      .sort(),
  };
}

describe.each([true, false])('in a preview: %s', (preview) => {
  test.each<[string, () => unknown, string]>([
    [
      'a group, then a component',
      () => {
        group('shop', 'team');
        new mesh.MeshNamespace('team');
      },
      'ConstructGroup shop (chart/shop/object) and MeshNamespace team (team/team/object) both make Namespace team: rename or remove one of them',
    ],
    [
      'a component, then a group',
      () => {
        new mesh.MeshNamespace('team');
        group('shop', 'team');
      },
      'MeshNamespace team (team/team/object) and ConstructGroup shop (chart/shop/object) both make Namespace team: rename or remove one of them',
    ],
    [
      'two groups',
      () => {
        group('shop', 'team');
        group('store', 'team');
      },
      'ConstructGroup shop (chart/shop/object) and ConstructGroup store (chart/shop/object) both make Namespace team: rename or remove one of them',
    ],
    [
      'two components',
      () => {
        new mesh.MeshNamespace('team');
        new mesh.MeshNamespace('other', { name: 'team' });
      },
      'MeshNamespace team and MeshNamespace other both make Namespace team: put both into one ConstructGroup, or rename one of them',
    ],
    [
      'a group and the policy that a MeshNamespace brings',
      () => {
        new mesh.MeshNamespace('team');
        new mesh.ConstructGroup('shop', (program) => {
          new ApiObject(new Chart(program, 'chart'), 'policy', {
            apiVersion: 'security.istio.io/v1beta1',
            kind: 'PeerAuthentication',
            metadata: { name: 'default', namespace: 'team' },
          });
        });
      },
      'MeshNamespace team (team/team/mtls/object) and ConstructGroup shop (chart/policy) both make PeerAuthentication.security.istio.io team/default',
    ],
  ])('%s are found before the second is registered', async (_, program, message) => {
    const { message: got, objects } = await outcome(program, { preview });
    expect(got).toContain(message);
    expect(objects).toHaveLength(1);
  });

  test('clusters of two providers may have the same objects', async () => {
    const program = () => {
      group('shop', 'team', { provider: new Provider('a') });
      group('store', 'team', { provider: new Provider('b') });
      new mesh.MeshNamespace('team');
    };
    expect(await outcome(program, { preview })).toEqual({
      message: 'nothing failed',
      objects: ['shop:Namespace:team', 'store:Namespace:team', 'team:Namespace:team'],
    });
  });
});

const later = (value: string) => pulumi.output(value);

describe('names that are Outputs', () => {
  const programs: readonly (readonly [string, () => unknown, string])[] = [
    [
      'two components',
      () => {
        new mesh.MeshNamespace('a', { name: later('team'), mtls: 'inherit' });
        new mesh.MeshNamespace('b', { name: later('team'), mtls: 'inherit' });
      },
      'MeshNamespace a (a/a/object) and MeshNamespace b (b/b/object) both make Namespace team, by names that are Outputs: rename or remove one of them',
    ],
    [
      'a group and a component whose name is known',
      () => {
        group('shop', mesh.asString(later('team')));
        new mesh.MeshNamespace('team', { mtls: 'inherit' });
      },
      'MeshNamespace team (team/team/object) and ConstructGroup shop (chart/shop/object) both make Namespace team, by names that are Outputs',
    ],
    [
      'a component and a group',
      () => {
        new mesh.MeshNamespace('a', { name: later('team'), mtls: 'inherit' });
        group('shop', mesh.asString(later('team')));
      },
      'MeshNamespace a (a/a/object) and ConstructGroup shop (chart/shop/object) both make Namespace team, by names that are Outputs',
    ],
  ];

  test.each(programs)('of %s are compared in up', async (_, program, message) => {
    await expect(run(program)).rejects.toThrow(message);
  });

  test.each(programs)('of %s are not compared in a preview, which may be wrong about them', async (_, program) => {
    await expect(run(program, { preview: true })).resolves.toBeDefined();
  });

  test('that turn out to be others are no matter', async () => {
    const program = () => {
      new mesh.MeshNamespace('a', { name: later('one') });
      new mesh.MeshNamespace('b', { name: later('two') });
    };
    await expect(run(program)).resolves.toBeDefined();
  });
});

test('what refers to a component does not make its objects again', async () => {
  const program = () => {
    const shop = new mesh.MeshNamespace('shop', { name: later('team') });
    new mesh.SidecarScope('limits', { appliesTo: shop, hosts: [shop] });
    new mesh.DenyAllPolicy('closed', { appliesTo: shop });
  };
  await expect(run(program)).resolves.toBeDefined();
});
