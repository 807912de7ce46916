/** What it costs to make a mesh of its manifests and to ask it. There is no peer: meshes of other sizes, in the same run, stand for one. */
import { type MeshMeasured } from './measure-mesh';
import { type PrintRow, type RunScript } from './validation';

const SIZES = [100, 1000, 10_000] as const;
const RUNS = 3;

/** Prints the table. */
export function meshAsks(run: RunScript, row: PrintRow): void {
  console.log('\nasking a mesh: requests that are all distinct, no answer kept; processor time\n');
  row('services', 'objects', 'model of 10000', 'target', 'asks a second', 'target', 'to 100', 'target');
  const [smallest, ...others] = SIZES.map((services) => {
    const measured = Array.from(
      { length: RUNS },
      () => run('measure-mesh.ts', [String(services)], `mesh of ${services} services`) as MeshMeasured,
    );
    const best = (of: (each: MeshMeasured) => number) => Math.min(...measured.map(of));
    const objects = measured[0]?.objects ?? 0;
    return { services, objects, model: (best(({ model }) => model) / objects) * 10_000, ask: best(({ ask }) => ask) };
  });
  for (const each of smallest === undefined ? [] : [smallest, ...others]) {
    row(
      String(each.services),
      String(each.objects),
      `${(each.model * 1000).toFixed(0)} ms`,
      '300 ms',
      (1e6 / each.ask).toFixed(0),
      each.services === 1000 ? '50000' : '',
      `${(each.ask / (smallest?.ask ?? each.ask)).toFixed(2)}x`,
      each.services === 10_000 ? '2x' : '',
    );
  }
}
