import { ApiObject, type Chart, JsonPatch, Testing } from 'cdk8s';
import { type Construct } from 'constructs';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as gatewayApi from '../../imports/gateway-api';
import * as istio from '../../imports/istio';
import * as kubernetes from '../../imports/kubernetes';
import { LONGEST_NAME } from '../../lib/importer/type-names';

type Kind = (new (scope: Construct, id: string, props: object) => ApiObject) & {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
};
type Node = Readonly<Record<string, never>> & {
  readonly properties?: Readonly<Record<string, number>>;
  readonly items?: number;
  readonly additionalProperties?: number | boolean;
  readonly enum?: readonly unknown[];
  readonly type?: string;
};
interface Document {
  readonly kinds: readonly {
    readonly group: string;
    readonly kind: string;
    readonly versions: readonly { readonly name: string; readonly schema: number }[];
  }[];
  readonly nodes: readonly Node[];
}

const SOURCES = [
  ['istio', istio, 'schemas-1.31.json'],
  ['gateway-api', gatewayApi, 'schemas-experimental.json'],
  ['kubernetes', kubernetes, 'schemas-1.36.json'],
] as const;

const folder = (name: string) => join(__dirname, '../../imports', name);

/** An object with a value for every field that the schema has, at most once within itself. */
function full(number: number, document: Document, above: readonly number[] = []): unknown {
  const node = document.nodes[number];
  if (!node || above.includes(number)) return { deeper: true };
  const below = (part: number) => full(part, document, [...above, number]);
  if (node.properties)
    return Object.fromEntries(Object.entries(node.properties).map(([name, part]) => [name, below(part)]));
  if (node.enum) return node.enum[0];
  switch (node.type) {
    case 'array':
      return node.items === undefined ? [] : [below(node.items)];
    case 'object':
      return { key: typeof node.additionalProperties === 'number' ? below(node.additionalProperties) : 'anything' };
    case 'integer':
    case 'number':
      return number;
    case 'boolean':
      return true;
    default:
      return `text ${number}`;
  }
}

const KINDS = SOURCES.flatMap(([name, classes, file]) => {
  const document = JSON.parse(readFileSync(join(folder(name), file), 'utf8')) as Document;
  return Object.values(classes as unknown as Record<string, Kind>).map(
    (kind) => [`${kind.GVK.apiVersion} ${kind.GVK.kind}`, kind, document] as const,
  );
});

function fieldsOf(kind: Kind, document: Document): Record<string, unknown> {
  const known = document.kinds.find(
    (each) => each.kind === kind.GVK.kind && kind.GVK.apiVersion.startsWith(each.group),
  );
  const fields = full(known?.versions[0]?.schema ?? -1, document) as Record<string, unknown>;
  const { apiVersion, kind: name, metadata, status, ...rest } = fields;
  void [apiVersion, name, metadata, status];
  return rest;
}

function synth(make: (chart: Chart) => ApiObject): unknown {
  const chart = Testing.chart();
  make(chart);
  return (Testing.synth(chart) as unknown[])[0];
}

test.each(KINDS)('%s reaches the manifest with every field unchanged', (_, kind, document) => {
  const fields = fieldsOf(kind, document);
  expect(synth((chart) => new kind(chart, 'x', { metadata: { name: 'x' }, ...fields }))).toEqual({
    ...kind.GVK,
    metadata: { name: 'x' },
    ...fields,
  });
});

test.each(KINDS)('%s can be patched', (_, kind) => {
  const made = synth((chart) => {
    const object = new kind(chart, 'x', { metadata: { name: 'x' } });
    ApiObject.of(object).addJsonPatch(JsonPatch.add('/metadata/annotations', { patched: 'yes' }));
    return object;
  });
  expect(made).toEqual({ ...kind.GVK, metadata: { name: 'x', annotations: { patched: 'yes' } } });
});

test('consecutive5xxErrors keeps its name', () => {
  const spec: istio.DestinationRuleSpec = {
    host: 'a.b.svc.cluster.local',
    trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3 } },
  };
  expect(synth((chart) => new istio.DestinationRule(chart, 'x', { metadata: { name: 'x' }, spec }))).toMatchObject({
    spec,
  });
});

test('a wrong enum value, a wrong field and a missing required field do not compile', () => {
  // @ts-expect-error an enum of Istio
  void ({ mtls: { mode: 'ALWAYS' } } satisfies istio.PeerAuthenticationSpec);
  // @ts-expect-error a field that Istio does not have
  void ({ host: 'a', subset: [] } satisfies istio.DestinationRuleSpec);
  // @ts-expect-error without its required host
  void ({ subsets: [] } satisfies istio.DestinationRuleSpec);
});

describe('what is committed', () => {
  const files = SOURCES.flatMap(([name]) => readdirSync(folder(name)).map((file) => [join(name, file)] as const));

  test('every kind is there', () => {
    expect(Object.keys(istio).sort()).toEqual([
      ...[
        'AuthorizationPolicy',
        'DestinationRule',
        'EnvoyFilter',
        'Gateway',
        'PeerAuthentication',
        'ProxyConfig',
        'RequestAuthentication',
      ],
      ...[
        'ServiceEntry',
        'Sidecar',
        'Telemetry',
        'TrafficExtension',
        'VirtualService',
        'WasmPlugin',
        'WorkloadEntry',
        'WorkloadGroup',
      ],
    ]);
    expect(Object.keys(kubernetes)).toEqual(
      expect.arrayContaining(['Namespace', 'Deployment', 'StatefulSet', 'CustomResourceDefinition', 'NetworkPolicy']),
    );
    expect(Object.keys(gatewayApi)).toEqual(
      expect.arrayContaining(['Gateway', 'HTTPRoute', 'GRPCRoute', 'ReferenceGrant']),
    );
  });

  test.each(files.filter(([file]) => file.endsWith('.ts')))(
    '%s has names of at most 45 characters, each once',
    (file) => {
      const names = [...readFileSync(folder(file), 'utf8').matchAll(/^export (?:interface|class) (\w+)/gm)].map(
        ([, name]) => name ?? '',
      );
      expect(names.filter((name) => name.length > LONGEST_NAME)).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    },
  );

  test.each(files.filter(([file]) => file.startsWith('istio') && file.endsWith('.json')))(
    '%s is at most 60 kB',
    (file) => {
      expect(statSync(folder(file)).size).toBeLessThan(60_000);
    },
  );

  test('there is one type for the connection pool', () => {
    const text = files
      .filter(([file]) => file.startsWith('istio'))
      .map(([file]) => readFileSync(folder(file), 'utf8'))
      .join('');
    expect(text.match(/export interface \w*ConnectionPool\w* /g)).toEqual([
      'export interface ConnectionPool ',
      'export interface ConnectionPoolHttp ',
      'export interface ConnectionPoolTcp ',
    ]);
  });
});
