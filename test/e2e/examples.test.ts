/** What the examples write, applied to a real API server. */
import { rankOf } from '../../lib/model/rank';
import { validateObject } from '../../lib/validation/validate-object';
import { ApiClient, type KubernetesObject } from './harness/api-client';
import { exampleNames, objectsOf } from './harness/examples';
import { KubernetesObjects } from './harness/pulumi/kubernetes-objects';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
afterAll(() => {
  client.close();
});

describe.each(exampleNames())('the objects of examples/%s', (example) => {
  const objects = [...objectsOf(example)].sort((a, b) => rankOf(a) - rankOf(b));

  // Other tests deploy the same ones.
  afterAll(async () => {
    const live = new KubernetesObjects(client);
    const isKept = ({ kind, metadata }: KubernetesObject) => kind === 'Namespace' && metadata.name === 'default';
    for (const object of [...objects].reverse()) if (!isKept(object)) await live.delete(object);
  });

  it('have no errors for the validator', () => {
    const findings = objects.flatMap((object) => validateObject(object));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are applied in the order of their ranks, strictly and on the server, and a second time nothing changes', async () => {
    const isNamespace = (name: string) => (object: KubernetesObject) =>
      object.kind === 'Namespace' && object.metadata.name === name;
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    const missing = [...namespaces].filter((name) => name !== 'default' && !objects.some(isNamespace(name)));
    for (const name of missing) await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const first = await applied(objects);
    expect(await applied(objects)).toEqual(first);
    expect(first).toHaveLength(objects.length);
  });
});

/** Name and version of each object after it was applied. */
async function applied(objects: readonly KubernetesObject[]): Promise<string[]> {
  const versions: string[] = [];
  for (const object of objects) {
    const { metadata } = (await client.apply(object)) as { readonly metadata: { readonly resourceVersion: string } };
    versions.push(
      `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name} ${metadata.resourceVersion}`,
    );
  }
  return versions;
}
