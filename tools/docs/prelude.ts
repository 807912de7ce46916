/** What the examples of docstrings may name without making it: a small shop. Each thing is made when an example first asks. */
import { Chart, Size } from 'cdk8s';
import {
  GatewayServer,
  IngressGateway,
  IstioInstall,
  MeshApp,
  MeshNamespace,
  MeshPort,
  type MeshProgram,
  Probe,
} from 'istio-constructs';

/** See the file's comment. */
export class Prelude {
  private readonly chart: Chart;
  private readonly made = new Map<string, unknown>();

  public constructor(public readonly program: MeshProgram) {
    this.chart = new Chart(program, 'prelude');
  }

  public get shop(): MeshNamespace {
    return this.once('shop', () => new MeshNamespace(this.chart, 'shop'));
  }

  public get namespace(): MeshNamespace {
    return this.shop;
  }

  public get web(): MeshApp {
    return this.app('web');
  }

  public get cart(): MeshApp {
    return this.app('cart');
  }

  public get payments(): MeshApp {
    return this.app('payments');
  }

  public get reviews(): MeshApp<'v1' | 'v2'> {
    return this.once(
      'reviews',
      () => new MeshApp(this.chart, 'reviews', { ...this.appProps, versions: { v1: {}, v2: {} } }),
    );
  }

  public get gateway(): IngressGateway {
    return this.once(
      'gateway',
      () =>
        new IngressGateway(this.chart, 'gateway', {
          proxies: this.install.ingress,
          servers: [GatewayServer.http({ hosts: ['*.example.com'] })],
        }),
    );
  }

  public get install(): IstioInstall {
    return this.once('install', () => new IstioInstall(this.chart, 'istio', { version: '1.31', profile: 'demo' }));
  }

  private app(name: string): MeshApp {
    return this.once(name, () => new MeshApp(this.chart, name, this.appProps));
  }

  private get appProps() {
    return {
      namespace: this.shop,
      image: 'registry.example.com/app:1',
      ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'metrics' })],
      resources: { requests: { cpu: '100m', memory: Size.mebibytes(64) } },
      probes: { readiness: Probe.tcp() },
    };
  }

  private once<T>(name: string, make: () => T): T {
    const found = this.made.get(name) as T | undefined;
    if (found) return found;
    const value = make();
    this.made.set(name, value);
    return value;
  }
}

/** Names of {@link Prelude}. */
export const PRELUDE_NAMES = [
  'shop',
  'namespace',
  'web',
  'cart',
  'payments',
  'reviews',
  'gateway',
  'install',
  'program',
] as const satisfies readonly (keyof Prelude)[];
