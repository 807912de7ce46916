/**
 * One measurement in a process of its own: `measure.ts <ours|peer> <shape> <objects>` prints a line of JSON.
 * Shapes: `one` chart; `many`, four objects a chart; `chain`, each object depends on the one before.
 */
import { ApiObject, App, Chart } from 'cdk8s';
import { MeshProgram } from 'istio-constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , who, shape, count] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const app = who === 'peer' ? new App({ outdir: folder }) : new MeshProgram({ outdir: folder });
build(app, shape ?? 'one', Number(count));

const started = process.hrtime.bigint();
app.synth();
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
// Kilobytes on Linux, the peak of the whole process.
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, megabytes }));
rmSync(folder, { recursive: true });

function build(scope: App, how: string, objects: number): void {
  let chart = new Chart(scope, 'chart-0');
  let before: ApiObject | undefined;
  for (let i = 0; i < objects; i++) {
    if (how === 'many' && i > 0 && i % 4 === 0) chart = new Chart(scope, `chart-${i}`);
    const object = i % 4 === 3 ? virtualService(chart, i) : deployment(chart, i);
    if (how === 'chain' && before) object.node.addDependency(before);
    before = object;
  }
}

function deployment(chart: Chart, i: number): ApiObject {
  const labels = { app: `app-${i}`, version: 'v1' };
  return new ApiObject(chart, `deployment-${i}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `app-${i}`, namespace: 'shop', labels, annotations: { 'prometheus.io/scrape': 'true' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'app',
              image: `registry.example.com/app:${i}`,
              ports: [{ name: 'http', containerPort: 8080 }],
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      },
    },
  });
}

function virtualService(chart: Chart, i: number): ApiObject {
  const host = `app-${i}.shop.svc.cluster.local`;
  const to = (subset: string, weight: number) => ({ destination: { host, subset, port: { number: 8080 } }, weight });
  return new ApiObject(chart, `virtual-service-${i}`, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `app-${i}`, namespace: 'shop' },
    spec: {
      hosts: [host],
      http: [
        { match: [{ headers: { 'x-preview': { exact: 'true' } } }], route: [to('v2', 100)] },
        {
          route: [to('v1', 90), to('v2', 10)],
          timeout: '10s',
          retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' },
        },
      ],
    },
  });
}
