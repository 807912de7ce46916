/** Argo CD's waves: it applies the objects of one wave, waits until they are healthy, and goes on with the next. */
import { rankOf } from '../model/rank';

/** The annotation by which Argo CD knows the wave of an object. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

type Map = Readonly<Record<string, unknown>>;

/**
 * The object with its rank as its wave; as it is where it says a wave itself, and where it is no Kubernetes object. Nothing that is
 * given is changed, and nothing is said about the parts of pods and other objects in it.
 *
 * @param json - the rendered object, or a `List` of objects.
 */
export function withSyncWave(json: unknown): unknown {
  if (!isMap(json) || typeof json['apiVersion'] !== 'string' || typeof json['kind'] !== 'string') return json;
  // Argo CD takes a list apart.
  const { items } = json;
  if (json['kind'].endsWith('List') && Array.isArray(items)) {
    return { ...json, items: items.map((item: unknown) => withSyncWave(item)) };
  }
  const metadata = json['metadata'] ?? {};
  if (!isMap(metadata)) return json;
  const annotations = metadata['annotations'] ?? {};
  if (!isMap(annotations) || SYNC_WAVE in annotations) return json;
  const noted = withEntry(annotations, SYNC_WAVE, String(rankOf(json)));
  return withMetadata(json, withEntry(metadata, 'annotations', noted));
}

/** Where cdk8s would have it: with keys in order, before the first that is greater. */
function withEntry(map: Map, key: string, value: unknown): Map {
  if (key in map) return { ...map, [key]: value };
  const entries = Object.entries(map);
  const next = entries.findIndex(([other]) => other > key);
  const position = next === -1 ? entries.length : next;
  return Object.fromEntries([...entries.slice(0, position), [key, value], ...entries.slice(position)]);
}

/** After apiVersion and kind, in the place of cdk8s. */
function withMetadata(json: Map, metadata: Map): Map {
  if ('metadata' in json) return { ...json, metadata };
  const { apiVersion, kind, ...rest } = json;
  return { apiVersion, kind, metadata, ...rest };
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
