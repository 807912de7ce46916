import { type IMeshNamespace } from '../tree/handles';
import { type Injection } from './injection';

interface Placed {
  readonly namespace: IMeshNamespace;
  readonly injection?: Injection | undefined;
}

/** As Istio's injection webhook decides; a namespace of which nothing is known is taken to be of the mesh. */
export function hasSidecar({ namespace, injection }: Placed): boolean {
  const byNamespace = namespace.dataPlane?.kind;
  if (injection?.kind === 'off' || byNamespace === 'none') return false;
  return byNamespace !== 'per-pod' || injection?.kind === 'pod';
}

/** Whether there is a container beside the others that is the proxy: in an ambient namespace, the node has it. */
export function runsSidecar(app: { readonly hasSidecar: boolean; readonly namespace: IMeshNamespace }): boolean {
  return app.hasSidecar && app.namespace.dataPlane?.kind !== 'ambient';
}

/** One line for each setting of sidecars that would have no effect, because of how Istio's injection webhook decides. */
export function idleInjection({
  namespace,
  injection,
  proxy,
}: Placed & { readonly proxy?: object | undefined }): string[] {
  const name = String(namespace.namespaceName);
  const kind = namespace.dataPlane?.kind;
  if (kind === 'ambient') return inAmbient(name, { injection, proxy });
  const off = injection?.kind === 'off' || (kind === 'none' && injection === undefined);
  return [
    ...(injection?.kind === 'pod' && kind === 'none'
      ? [`injection: the label of namespace ${name} wins over that of its pods: give it DataPlane.perPod()`]
      : []),
    ...(proxy !== undefined && off ? ['proxy must be left out where the pods get no sidecar'] : []),
  ];
}

function inAmbient(
  namespace: string,
  { injection, proxy }: { injection?: Injection | undefined; proxy?: object | undefined },
) {
  const because = `namespace ${namespace} is ambient: ztunnel on each node does the work of sidecars`;
  return [
    ...(injection?.kind === 'pod' || injection?.kind === 'off' ? [`injection must be left out, for ${because}`] : []),
    ...(proxy === undefined ? [] : [`proxy must be left out, for ${because}`]),
  ];
}
