/** What the types of components take and refuse: the compiler is the test. */
import type * as pulumi from '@pulumi/pulumi';
import { Size } from 'cdk8s';
import { GatewayServer, MeshNamespace, MeshPort } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { proxies } from './component-case';

declare const text: pulumi.Output<string>;
declare const count: pulumi.Output<number>;
declare const flag: pulumi.Output<boolean>;
declare const texts: pulumi.Output<string[]>;
declare const gateway: mesh.IngressGateway;
declare const reviews: mesh.MeshApp<'v1' | 'v2'>;
declare const ledger: mesh.MeshService<'v1' | 'v2'>;

const app = {
  namespace: MeshNamespace.fromName('shop'),
  ports: [MeshPort.http(80)],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
};

/** Never called. */
export function taken(): void {
  const versions = { v1: {}, v2: { image: text, replicas: count } };
  new mesh.MeshNamespace('shop', { name: text, labels: { team: text } });
  new mesh.MeshNamespace('shop', { name: Promise.resolve('shop') });
  new mesh.MeshApp('web', {
    ...app,
    image: text,
    replicas: count,
    versions,
    env: { A: text },
    canary: { stable: 'v1', canary: 'v2', weight: count },
    circuitBreaker: { maxEjectionPercent: count, perVersion: { v2: { consecutive5xxErrors: count } } },
    faults: { down: { everyone: true, abort: { httpStatus: count } } },
    expose: [{ gateway, hosts: [text, 'shop.example.com'], methods: texts }],
    allowFrom: [{ caller: reviews, paths: texts, ports: ['http'] }],
  });
  new mesh.CanaryRoute('c', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight: count });
  new mesh.CircuitBreaker('b', { app: ledger });
  new mesh.AllowPolicy('a', { to: reviews, from: [reviews, proxies], paths: [text] });
  new mesh.SidecarScope('s', {
    appliesTo: reviews,
    hosts: [reviews, ledger],
    ingress: [{ port: reviews.port('http') }],
  });
  new mesh.IngressGateway('g', {
    proxies,
    servers: [GatewayServer.http({ hosts: [mesh.asString(text)] })],
    name: text,
  });
}

/** Never called. */
export function refused(): void {
  const versions = { v1: {}, v2: {} };
  // @ts-expect-error which objects there are has to be known
  new mesh.MeshApp('web', { ...app, name: text });
  // @ts-expect-error so does each switch
  new mesh.MeshApp('web', { ...app, disruptionBudget: flag });
  // @ts-expect-error and each choice
  new mesh.MeshNamespace('shop', { mtls: text });
  // @ts-expect-error and the hosts of an app, of which single ones may come later
  new mesh.MeshApp('web', { ...app, expose: [{ gateway, hosts: texts }] });
  // @ts-expect-error a text where a number is
  new mesh.MeshApp('web', { ...app, replicas: text });
  // @ts-expect-error the canary is no version of the app
  new mesh.MeshApp('web', { ...app, versions, canary: { stable: 'v1', canary: 'v3', weight: 1 } });
  // @ts-expect-error nor is this
  new mesh.MeshApp('web', { ...app, versions, circuitBreaker: { perVersion: { v3: {} } } });
  // @ts-expect-error nor is this
  reviews.version('v3');
  // @ts-expect-error an Output is no handle
  new mesh.MeshApp('web', { ...app, namespace: text });
  // @ts-expect-error the app has an argument for it
  new mesh.CanaryRoute('c', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 1 });
  // @ts-expect-error the app has an argument for it
  new mesh.CircuitBreaker('b', { app: reviews });
  // @ts-expect-error no route leads to single versions
  new mesh.CircuitBreaker('b', { app: ledger, perVersion: { v1: {} } });
  // @ts-expect-error the app has an argument for it
  new mesh.FaultInjection('f', { app: reviews, everyone: true });
  // @ts-expect-error what other components go by has to be known
  new mesh.IstioInstall('istio', { version: text });
  // @ts-expect-error an argument that there is not
  new mesh.DenyAllPolicy('d', { appliesTo: reviews, scope: reviews });
}

test('types are judged by the compiler', () => {
  expect([taken, refused].map((each) => typeof each)).toEqual(['function', 'function']);
});
