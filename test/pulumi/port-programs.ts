/** Constructs with a port in every place that takes one. */
import { ApiObject, type Chart, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  Condition,
  ConnectionPolicy,
  DenyPolicy,
  EnvValue,
  FaultInjection,
  GatewayProxies,
  GatewayServer,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  IngressGateway,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshService,
  PeerMtls,
  Probe,
  SidecarScope,
  StrictMtls,
  TrafficMirror,
  WorkloadKind,
} from 'istio-constructs';

/** Stands nowhere else in an object. */
export const PORT = 7463;

const image = 'registry.example.com/app:1';
const probes = { readiness: Probe.tcp() };
const resources = { requests: { cpu: '100m', memory: Size.mebibytes(128) } };
export const proxiesOn = (...ports: number[]) =>
  GatewayProxies.of({
    namespace: MeshNamespace.fromName('istio-system'),
    labels: { istio: 'ingressgateway' },
    serviceAccount: 'ingress',
    ports: ports.map((number) => ({ number })),
  });

export const appProps = { namespace: MeshNamespace.fromName('shop'), image, resources, probes };

export function appIn(chart: Construct, name: string, ports: readonly MeshPort[]) {
  return new MeshApp(chart, name, {
    ...appProps,
    versions: { v1: {}, v2: {} },
    ports,
    probes: { readiness: Probe.http('/ready'), liveness: Probe.tcp(), startup: Probe.grpc() },
  });
}

function policies(chart: Chart, ports: readonly MeshPort[]) {
  const app = appIn(chart, 'web', ports);
  const port = app.ports[0] ?? app.port('http');
  const caller = appIn(chart, 'caller', [MeshPort.http(80)]);
  app.allowFrom(caller, { ports: [port], methods: ['GET'] });
  app.allowFrom(MeshPeer.ipBlocks('192.0.2.0/24'), { ports: [app.port('zzz')] });
  app.allowFrom(MeshPeer.ipBlocks('192.0.2.0/24'), { notPorts: [port] });
  app.allowFrom(MeshPeer.anyone(), { ports: [port] });
  caller.callsTo(app, { ports: [port] });
  new AllowPolicy(chart, 'allow', { to: app, from: [caller], ports: [port], methods: ['POST'] });
  new DenyPolicy(chart, 'deny', {
    to: app,
    from: [MeshPeer.namespace(MeshNamespace.fromName('other'))],
    notPorts: [port],
  });
  new StrictMtls(chart, 'strict', {
    appliesTo: app,
    exceptions: [
      { port, reason: 'scraped' },
      { port: app.port('zzz'), reason: 'scraped', mode: 'DISABLE' },
    ],
  });
  new PeerMtls(chart, 'peers', {
    appliesTo: caller,
    mode: 'STRICT',
    ports: [{ port: caller.port('http'), mode: 'DISABLE' }],
  });
}

/** What is made with a port. */
export const PROGRAMS: Readonly<Record<string, (chart: Chart, port: number) => unknown>> = {
  'the port of an app': (chart, port) => appIn(chart, 'web', [MeshPort.http(port)]),
  'the port of a container': (chart, port) => appIn(chart, 'web', [MeshPort.http(80, { targetPort: port })]),
  'the port of a Service': (chart, port) => appIn(chart, 'web', [MeshPort.http(port, { targetPort: 8080 })]),
  'the port of a StatefulSet': (chart, port) =>
    new MeshApp(chart, 'web', {
      ...appProps,
      workload: WorkloadKind.statefulSet(),
      ports: [MeshPort.tcp(port, { targetPort: port })],
    }),
  'policies for a port': (chart, port) => {
    policies(chart, [MeshPort.http(port), MeshPort.http(81, { name: 'zzz', targetPort: 9000 })]);
  },
  'policies for the port of a container': (chart, port) => {
    policies(chart, [MeshPort.http(80, { targetPort: port }), MeshPort.http(81, { name: 'zzz', targetPort: 9000 })]);
  },
  'conditions on a port': (chart, port) =>
    new AllowPolicy(chart, 'allow', {
      to: appIn(chart, 'web', [MeshPort.http(80, { targetPort: port })]),
      from: [MeshPeer.anyone()],
      when: [Condition.destinationPort().is(port, 9000), Condition.destinationPort().isNot(port)],
    }),
  'routes by port': (chart, port) => {
    const app = appIn(chart, 'web', [MeshPort.http(port), MeshPort.grpc(90), MeshPort.tcp(91)]);
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 5 });
    new CanaryRoute(chart, 'tcp', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      weight: 7,
      port: app.port('tcp'),
    });
    new HttpRouting(chart, 'one', {
      app,
      match: HttpMatch.port(app.port('http')).and(HttpMatch.method('GET')),
      to: [{ to: app.version('v1') }],
    });
    new FaultInjection(chart, 'fault', {
      app,
      when: HttpMatch.port(app.port('grpc')).and(HttpMatch.header('x').is('1')),
      abort: { httpStatus: 503 },
    });
    new CircuitBreaker(chart, 'breaker', { app });
  },
  'connections by port': (chart, port) => {
    const app = appIn(chart, 'web', [MeshPort.http(port), MeshPort.grpc(90)]);
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 5 });
    for (const [id, handle] of [app.port('http'), app.port('grpc'), app.port('http')].entries()) {
      new ConnectionPolicy(chart, `connections-${id}`, {
        app,
        ports: [{ port: handle, connectionPool: id === 2 ? { http2MaxRequests: 5 } : { maxRetries: 1 } }],
        perVersion: id === 0 ? { v1: { connectionPool: { maxConnections: 3 } } } : {},
      });
    }
  },
  'the URL of an app': (chart, port) => {
    const web = appIn(chart, 'web', [MeshPort.http(port)]);
    const env = { URL: EnvValue.url(web.port('http')) };
    new MeshApp(chart, 'caller', { ...appProps, ports: [MeshPort.http(80)], env });
  },
  'what goes past a sidecar': (chart, port) => {
    const own = MeshPort.http(80, { targetPort: port });
    const proxy = {
      excludeInboundPorts: [own, 9000],
      excludeOutboundPorts: [port, 5432],
      includeOutboundPorts: [6000],
    };
    new MeshApp(chart, 'web', { ...appProps, ports: [own], proxy });
  },
  'what a sidecar listens for': (chart, port) => {
    const app = appIn(chart, 'web', [MeshPort.http(80, { targetPort: port })]);
    new SidecarScope(chart, 'scope', {
      appliesTo: app,
      hosts: [app.namespace],
      ingress: [{ port: app.port('http'), forwardTo: port }],
    });
  },
  'a service that is not owned': (chart, port) => {
    const { scope, ...more } = {
      scope: chart,
      ports: [MeshPort.http(port), MeshPort.grpc(90)],
      versions: { v1: {}, v2: {} },
    };
    const bank = MeshNamespace.fromName('bank');
    const client = MeshNamespace.fromName('shop');
    const ledgers = [
      MeshService.fromName('ledger', bank, { scope, ...more, client }),
      MeshService.fromName('ledger', bank, { scope, ...more, as: 'owner' }),
    ];
    for (const [index, ledger] of ledgers.entries()) {
      const versions = { stable: ledger.version('v1'), canary: ledger.version('v2') };
      new CanaryRoute(chart, `canary-${index}`, { ...versions, weight: 5 });
      new ConnectionPolicy(chart, `connections-${index}`, {
        app: ledger,
        ports: [{ port: ledger.port('http'), connectionPool: { maxRetries: 1 + index } }],
      });
    }
  },
  'servers of a gateway': (chart, port) => {
    const gateway = new IngressGateway(chart, 'public', {
      proxies: proxiesOn(443, port),
      servers: [
        GatewayServer.https({ hosts: ['c.example.com'], credentialName: 'c' }),
        GatewayServer.https({ hosts: ['a.example.com'], credentialName: 'a', port }),
        GatewayServer.https({ hosts: ['b.example.com'], credentialName: 'b', port }),
      ],
    });
    appIn(chart, 'web', [MeshPort.http(port)]).expose(gateway, { hosts: ['a.example.com'] });
    appIn(chart, 'other', [MeshPort.http(80)]).expose(gateway, { hosts: ['a.example.com'], path: '/other' });
  },
  'servers of TCP and TLS': (chart, port) => {
    const gateway = new IngressGateway(chart, 'public', {
      proxies: proxiesOn(443, port),
      servers: [
        GatewayServer.tcp({ port, hosts: ['db.example.com'] }),
        GatewayServer.passthrough({ hosts: ['*.tls.com'] }),
      ],
    });
    appIn(chart, 'db', [MeshPort.tcp(port)]).expose(gateway, { hosts: ['db.example.com'] });
    appIn(chart, 'tls', [MeshPort.tls(port)]).expose(gateway, { hosts: ['x.tls.com'] });
  },
  'copies and redirects': (chart, port) => {
    const app = appIn(chart, 'web', [MeshPort.http(80)]);
    const db = MeshService.fromName('audit', MeshNamespace.fromName('bank'));
    new TrafficMirror(chart, 'copies', { app, everyone: true, to: db, port });
    new HttpRouting(chart, 'moved', { app, match: HttpMatch.exact('/old'), redirect: HttpRedirect.to({ port }) });
  },
  'an app that is adopted': (chart, port) => {
    const labels = { app: 'legacy' };
    const workload = new ApiObject(chart, 'legacy', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'legacy', namespace: 'shop' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'legacy', image }] } },
      },
    });
    const service = new ApiObject(chart, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'legacy', namespace: 'shop' },
      spec: {
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: port },
          { name: 'grpc', port },
        ],
      },
    });
    const app = MeshApp.fromWorkload(workload, { service, namespace: MeshNamespace.fromName('shop') });
    app.allowFrom(MeshPeer.anyone(), { ports: [app.port('http')] });
  },
};

/** Only tokens can stand in texts. */
export const IN_TEXTS: typeof PROGRAMS = {
  'a port within a text': (chart, port) => {
    const env = { PORT: String(port), TEXT: `port ${port}` };
    new MeshApp(chart, 'web', { ...appProps, ports: [MeshPort.http(port)], env });
  },
};
