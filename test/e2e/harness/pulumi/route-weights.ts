import { type ApiClient } from '../api-client';

/** The weights of the last route of a VirtualService in the cluster. */
export async function routeWeights(client: ApiClient, namespace: string, name: string): Promise<readonly number[]> {
  const found = await client.get<{
    readonly spec: { readonly http: readonly { readonly route: readonly { readonly weight: number }[] }[] };
  }>({ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name, namespace } });
  return (found?.spec.http.at(-1)?.route ?? []).map(({ weight }) => weight);
}
