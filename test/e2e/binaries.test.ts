/** What the harness says where it has neither the servers nor the means to build them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from './harness/binaries';

const { PATH, XDG_CACHE_HOME, KUBEBUILDER_ASSETS } = process.env;
const empty = mkdtempSync(join(tmpdir(), 'no-binaries-'));
afterAll(() => {
  Object.assign(process.env, { PATH, XDG_CACHE_HOME, KUBEBUILDER_ASSETS });
  for (const [name, value] of Object.entries({ XDG_CACHE_HOME, KUBEBUILDER_ASSETS }))
    if (value === undefined) Reflect.deleteProperty(process.env, name);
  rmSync(empty, { recursive: true, force: true });
});

it('names the folders it looked in and what to install', async () => {
  Object.assign(process.env, { PATH: empty, XDG_CACHE_HOME: empty, KUBEBUILDER_ASSETS: empty });
  await expect(program('kube-apiserver', () => undefined)).rejects.toThrow(
    `kube-apiserver is neither in KUBEBUILDER_ASSETS nor in ${empty}/istio-constructs/kube-1.36.4, and Go is not installed to build it`,
  );
});
