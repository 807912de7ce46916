import { fullHostName } from '../model/host-names';
import { type MeshConfiguration } from '../model/mesh-configuration';
import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';

type Fields = Readonly<Record<string, unknown>>;

/** Where a route is written, and the mesh it is in. */
export interface RoutePlace {
  readonly namespace: string;

  /** Such as `spec.http[0]`. */
  readonly path: string;
  readonly config: MeshConfiguration;
}

/** A destination as routes of all kinds write it. */
export interface DestinationName {
  /** Full name in lower case; empty for one that may not be referred to. */
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
}

/** One of the destinations of a route. */
export interface WeightedDestination extends DestinationName {
  /** Share of all weights of the route, 0 to 1. */
  readonly share: number;

  /** The entry, of which kinds of routes have more to read. */
  readonly entry: Fields;

  /** Such as `spec.http[0].route[1]`. */
  readonly path: string;
}

/** Reads `destination`. */
export function destinationName(
  destination: unknown,
  { namespace, config }: Pick<RoutePlace, 'namespace' | 'config'>,
): DestinationName {
  const { host, subset, port } = fieldsOf(destination);
  return {
    host: fullHostName(textOf(host) ?? '', namespace, config),
    subset: textOf(subset),
    port: numberOf(fieldsOf(port).number),
  };
}

/** Reads `route` of a route: weights are relative to their sum, and that of a single destination does not matter. */
export function weightedDestinations(route: Fields, place: RoutePlace): WeightedDestination[] {
  const entries = itemsOf(route.route).map(fieldsOf);
  const weightOf = (entry: Fields) => (entries.length === 1 ? 1 : Math.max(numberOf(entry.weight) ?? 0, 0));
  const total = entries.reduce((sum, entry) => sum + weightOf(entry), 0);
  return entries.flatMap((entry, index) => {
    const weight = weightOf(entry);
    if (weight === 0) return [];
    const name = destinationName(entry.destination, place);
    return [{ ...name, share: weight / total, entry, path: `${place.path}.route[${index}]` }];
  });
}
