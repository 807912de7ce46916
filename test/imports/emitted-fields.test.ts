import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  EnvSource,
  EnvValue,
  InitContainer,
  IstioInstall,
  MeshNamespace,
  PreStop,
  Probe,
  Spread,
  Volume,
  WorkloadKind,
} from 'istio-constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboard, MyAppChart } from '../../examples/tutorial/tutorial';
import { twoVersions } from '../support/constructs';

interface Node {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, number>>;
  readonly items?: number;
  readonly allOf?: readonly number[];
  readonly additionalProperties?: number | boolean;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}
interface Document {
  readonly kinds: readonly {
    readonly group: string;
    readonly kind: string;
    readonly versions: readonly { readonly name: string; readonly schema: number }[];
  }[];
  readonly nodes: readonly Node[];
}

const DOCUMENTS = ['istio/schemas-1.29.json', 'istio/schemas-1.31.json', 'kubernetes/schemas-1.36.json'].map(
  (file) => JSON.parse(readFileSync(join(__dirname, '../../imports', file), 'utf8')) as Document,
);

/** Fields that the schema does not have, values of another type or enum, and required fields that are not there. */
function faults(value: unknown, number: number, { nodes }: Document, at: string): string[] {
  const { allOf: [other] = [], ...own } = nodes[number] ?? {};
  const node = { ...(other === undefined ? {} : nodes[other]), ...own };
  const within = (each: unknown, part: number, place: string) => faults(each, part, { nodes, kinds: [] }, place);
  if (node.enum && !node.enum.includes(value)) return [`${at}: ${String(value)} is not in ${node.enum.join(', ')}`];
  if (Array.isArray(value)) {
    const { items } = node;
    return node.type === 'array' && items !== undefined
      ? value.flatMap((each, index) => within(each, items, `${at}[${index}]`))
      : [`${at}: is a list`];
  }
  if (typeof value !== 'object' || value === null) {
    const type = typeof value === 'number' ? ['integer', 'number'] : [typeof value];
    return node.type === undefined || type.includes(node.type)
      ? []
      : [`${at}: is a ${typeof value}, not a ${node.type}`];
  }
  const missing = (node.required ?? []).filter((name) => !(name in value)).map((name) => `${at}.${name}: is missing`);
  const fields = Object.entries(value).flatMap(([name, each]) => {
    const part =
      node.properties?.[name] ??
      (typeof node.additionalProperties === 'number' ? node.additionalProperties : undefined);
    if (part !== undefined) return within(each, part, `${at}.${name}`);
    const isFree =
      node['x-kubernetes-preserve-unknown-fields'] === true || (node.type === 'object' && !node.properties);
    return isFree ? [] : [`${at}.${name}: is unknown`];
  });
  return [...missing, ...fields];
}

function tutorial(): readonly { apiVersion: string; kind: string; metadata: { name: string } }[] {
  const app = new App();
  const system = new Chart(app, 'istio-system');
  const install = new IstioInstall(system, 'istio', { version: '1.31', profile: 'demo' });
  dashboard(system, install.namespace);
  const chart = new MyAppChart(app, 'my-app', { ingress: install.ingress, lesson: 'circuit-breaker' });
  return [...(Testing.synth(system) as never[]), ...(Testing.synth(chart) as never[])];
}

/** Apps with everything that a workload can be told. */
function workloads(): ReturnType<typeof tutorial> {
  const chart = new Chart(new App(), 'shop');
  const shop = new MeshNamespace(chart, 'shop', { podSecurity: 'restricted' });
  const reviews = twoVersions(chart, 'reviews', { namespace: shop });
  const pods = {
    namespace: shop,
    autoscaling: { minReplicas: 2, maxReplicas: 4, cpuPercent: 70, memoryPercent: 80 },
    spread: [Spread.acrossZones(), Spread.acrossNodes({ hard: true, maxSkew: 2 })],
    command: ['/bin/web'],
    args: ['-v'],
    env: {
      TEXT: 'x',
      SECRET: EnvValue.secret('a', 'b'),
      MAP: EnvValue.configMap('a', 'b'),
      FIELD: EnvValue.field('status.podIP'),
      RESOURCE: EnvValue.resource('limits.memory'),
      URL: EnvValue.url(reviews.port('http')),
    },
    envFrom: [EnvSource.secret('a', { prefix: 'A_' }), EnvSource.configMap('b')],
    volumes: {
      tmp: Volume.emptyDir({ mountPath: '/tmp', sizeLimit: Size.mebibytes(1), medium: 'Memory' }),
      map: Volume.configMap('a', { mountPath: '/map' }),
      secret: Volume.secret('a', { mountPath: '/secret' }),
      disk: Volume.persistentClaim('a', { mountPath: '/disk', readOnly: true }),
    },
    initContainers: [
      InitContainer.of({ name: 'one', image: 'one:1', network: 'bypass', env: { A: 'b' } }),
      InitContainer.of({ name: 'two', image: 'two:1', network: 'native-sidecar' }),
    ],
    preStop: PreStop.sleep(Duration.seconds(5)),
    terminationGracePeriod: Duration.seconds(60),
    probes: { readiness: Probe.http('/ready'), liveness: Probe.tcp(), startup: Probe.grpc() },
    proxy: { terminationDrainDuration: Duration.seconds(20), logLevel: 'warning', nativeSidecar: true },
    podOverrides: { nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'a', operator: 'Exists' }] },
  } as const;
  twoVersions(chart, 'web', { ...pods, preStop: PreStop.exec('/bin/true') });
  twoVersions(chart, 'db', {
    ...pods,
    workload: WorkloadKind.statefulSet({
      volumeClaims: {
        data: { mountPath: '/data', size: Size.gibibytes(1), storageClass: 'fast', accessMode: 'ReadWriteOncePod' },
      },
      podManagementPolicy: 'Parallel',
      publishNotReadyAddresses: true,
    }),
  });
  return Testing.synth(chart) as never;
}

test.each([...tutorial(), ...workloads()].map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
  '%s has only fields of its schema, with values of their types',
  (_, object) => {
    const schemas = DOCUMENTS.flatMap((document) =>
      document.kinds.flatMap(({ group, kind, versions }) =>
        versions
          .filter(
            ({ name }) => kind === object.kind && object.apiVersion === (group === '' ? name : `${group}/${name}`),
          )
          .map(({ schema }) => ({ document, schema })),
      ),
    );
    expect(schemas.length).toBeGreaterThan(0);
    for (const { document, schema } of schemas) {
      // Schemas of custom resources leave the common fields out.
      const { apiVersion, kind, metadata, ...fields } = object;
      expect(faults(fields, schema, document, [apiVersion, kind, metadata.name].join(' '))).toEqual([]);
    }
  },
);
