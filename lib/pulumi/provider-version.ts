import { createRequire } from 'node:module';

let version: string | undefined;

/** Version of the installed Kubernetes SDK, which is that of the provider to use; undefined where none is installed. */
export function providerVersion(): string | undefined {
  version ??= installed();
  return version === '' ? undefined : version;
}

/** Only its package.json is read: loading the SDK takes half a second. */
function installed(): string {
  try {
    return (createRequire(__filename)('@pulumi/kubernetes/package.json') as { readonly version: string }).version;
  } catch {
    return '';
  }
}
