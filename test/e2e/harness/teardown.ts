import { type ControlPlane } from './control-plane';

/** Stops the server of the setup. */
async function teardown(): Promise<void> {
  await (globalThis as { e2eControlPlane?: ControlPlane }).e2eControlPlane?.stop();
}

export { teardown as default };
