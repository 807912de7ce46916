/** Starts one API server for all end-to-end tests, with the CRDs of Istio and of the Gateway API. */
import { ApiClient, type Connection } from './api-client';
import { type ControlPlane, startControlPlane } from './control-plane';
import { crdDocuments } from './crd-documents';
import { crdsOf } from './crds';

/** Where tests find the connection, as JSON. */
export const CONNECTION_VARIABLE = 'ISTIO_CONSTRUCTS_E2E_CONNECTION';

async function setup(): Promise<void> {
  const started = Date.now();
  const say = (line: string): void => {
    process.stderr.write(`e2e: ${line}\n`);
  };
  const plane = await startControlPlane(say);
  (globalThis as { e2eControlPlane?: ControlPlane }).e2eControlPlane = plane;
  const client = new ApiClient(plane.connection);
  const crds = crdDocuments().flatMap(crdsOf);
  await client.establish(crds);
  client.close();
  process.env[CONNECTION_VARIABLE] = JSON.stringify(plane.connection);
  say(`the API server is ready, with ${crds.length} CRDs (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

export { setup as default };

/** The connection of the server that the setup started. */
export function connection(): Connection {
  const text = process.env[CONNECTION_VARIABLE];
  if (text === undefined) throw new Error('no API server was started: run the tests by npm run test:e2e');
  return JSON.parse(text) as Connection;
}
