/** One measurement of `npm run bench`: a mesh made and asked. Prints JSON. */
import { Mesh } from '../lib/mesh/mesh';
import { meshObjects, namespaceOf } from './mesh-shape';

/** What is printed. */
export interface MeshMeasured {
  readonly objects: number;

  /** Seconds to make the mesh. */
  readonly model: number;

  /** Microseconds of processor time an ask, of requests that are all distinct, once all that they need is compiled. */
  readonly ask: number;

  /** The same, for the first ask of each service. */
  readonly first: number;
}

const services = Number(process.argv[2]);
const ASKS = 60_000;

const objects = meshObjects(services);
// The first mesh loads the simulator.
Mesh.fromObjects([]);
const started = performance.now();
const mesh = Mesh.fromObjects(objects);
const model = (performance.now() - started) / 1000;

const first = timed(Math.min(services, ASKS), 0);
timed(ASKS, 1);
const ask = timed(ASKS, 2);
console.log(JSON.stringify({ objects: objects.length, model, ask, first } satisfies MeshMeasured));

/** No two requests are alike: path, header, caller and service differ. */
function timed(count: number, round: number): number {
  const begin = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    const service = (index * 7919) % services;
    const namespace = namespaceOf(service);
    const firstOfTeam = Math.floor(service / 10) * 10;
    const caller = `${namespace}/app-${firstOfTeam + (index % Math.min(10, services - firstOfTeam))}-v1`;
    mesh.ask({
      from: caller,
      url: `http://app-${service}/${index % 3 === 0 ? 'items' : 'pages'}/${round}${index}?n=${index}`,
      headers: { 'x-request': String(index), ...(index % 5 === 0 && { 'x-preview': 'on' }) },
    });
  }
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / count;
}
