/**
 * The JSON of an object, as `ApiObject.toJson` makes it, in one pass.
 *
 * cdk8s resolves every value by way of a context object and three resolvers, and looks for the App at the top of the tree each
 * time. Objects that are plainly ApiObjects are rendered here; whatever is unusual goes to `toJson` itself, and so does everything
 * where the installed cdk8s turns out to render a {@link sample} in another way.
 */
import { ApiObject, ApiObjectMetadataDefinition, App, Chart, Lazy } from 'cdk8s';
import { isUnresolved } from '../values/unresolved';
import { StandIns } from './stand-ins';
import { refuseUnresolved } from './unresolved-place';

/** A rendered object. */
export interface RenderedObject {
  readonly json: unknown;

  /** Whether it is known to be a tree of new plain objects, lists and scalars: nothing in it occurs twice. */
  readonly isPlain: boolean;
}

/** What the fast way needs of cdk8s' classes; looked at, never written. */
interface Internals {
  readonly props?: Readonly<Record<string, unknown>>;
  readonly patches?: readonly unknown[];
  readonly metadata: {
    readonly _additionalAttributes?: Readonly<Record<string, unknown>>;
    readonly labels?: unknown;
    readonly annotations?: unknown;
    readonly finalizers?: unknown;
    readonly ownerReferences?: unknown;
    readonly name?: unknown;
    readonly namespace?: unknown;
    readonly toJson: unknown;
  };
}

/** Thrown where the fast way ends. */
const UNUSUAL = Symbol('unusual');

/** Thrown where a value is only known after deployment. */
const UNRESOLVED = Symbol('unresolved');

/** What every App appends to the resolvers of the user: for Lazy, for tokens and for unions. */
const BUILT_IN_RESOLVERS = 3;

/** Renders the objects of one App. */
export class ObjectRenderer {
  private readonly sortKeys = !process.env['CDK8S_DISABLE_SORT'];
  private readonly isFast: boolean;

  /**
   * @param standIns - what is written for values that are only known after deployment; one of the App's resolvers.
   *   Without it they are refused.
   */
  public constructor(
    app: App,
    private readonly standIns?: StandIns,
  ) {
    // Resolvers of the user see every value.
    const others = app.resolvers.filter((resolver) => !(resolver instanceof StandIns));
    this.isFast = others.length === BUILT_IN_RESOLVERS && this.agreesOn(sample());
  }

  /** @throws Error naming the construct, as cdk8s does, where a value cannot be rendered. */
  public render(object: ApiObject): RenderedObject {
    const json = this.isFast ? this.fast(object) : undefined;
    if (json !== undefined) return { json, isPlain: true };
    return { json: this.standIns ? object.toJson() : slow(object), isPlain: false };
  }

  private agreesOn(object: ApiObject): boolean {
    return JSON.stringify(this.fast(object)) === JSON.stringify(object.toJson());
  }

  /** Undefined where `toJson` has to be asked. */
  private fast(object: ApiObject): unknown {
    const { props, patches, metadata } = object as unknown as Internals;
    const isPlain =
      object.toJson === ApiObject.prototype.toJson &&
      props !== undefined &&
      patches?.length === 0 &&
      metadata._additionalAttributes !== undefined &&
      metadata.toJson === ApiObjectMetadataDefinition.prototype.toJson;
    if (!isPlain) return undefined;
    try {
      return this.plain(props, metadata);
    } catch (error) {
      if (error === UNRESOLVED) refuseUnresolved(given(object), object.node.path);
      // Once more, and slowly: what cdk8s makes of it, or its error with the construct's path.
      return undefined;
    }
  }

  private plain(props: Readonly<Record<string, unknown>>, metadata: Internals['metadata']): unknown {
    const meta = this.value(attributesOf(metadata), true, true);
    const json = this.object({ ...props, metadata: undefined }, false, this.sortKeys);
    const result: Record<string, unknown> = {};
    for (const key of ['apiVersion', 'kind']) if (key in json) result[key] = json[key];
    if (meta !== undefined) result['metadata'] = meta;
    for (const key of Object.keys(json)) result[key] = json[key];
    return result;
  }

  private value(value: unknown, filterEmpty: boolean, sortKeys: boolean): unknown {
    if (value === null || value === undefined) return undefined;
    if (isUnresolved(value)) return this.unresolved(value);
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        break;
      default:
        throw UNUSUAL;
    }
    if (Array.isArray(value)) {
      if ('resolve' in value || 'value' in value) throw UNUSUAL;
      if (filterEmpty && value.length === 0) return undefined;
      return value.map((each) => this.value(each, filterEmpty, sortKeys));
    }
    if (value instanceof Lazy) return this.value(value.produce(), filterEmpty, sortKeys);
    const { resolve, value: union } = value as { readonly resolve?: unknown; readonly value?: unknown };
    if (typeof resolve === 'function')
      return this.value((value as { resolve: () => unknown }).resolve(), filterEmpty, sortKeys);
    if (value.constructor === Object)
      return this.dictionary(value as Readonly<Record<string, unknown>>, filterEmpty, sortKeys);
    if (typeof union === 'number' || typeof union === 'string') return { value: union };
    throw UNUSUAL;
  }

  private unresolved(value: unknown): unknown {
    if (!this.standIns) throw UNRESOLVED;
    return typeof value === 'object' && value !== null ? this.standIns.standIn(value) : value;
  }

  private dictionary(
    object: Readonly<Record<string, unknown>>,
    filterEmpty: boolean,
    sortKeys: boolean,
  ): Record<string, unknown> | undefined {
    const json = this.object(object, filterEmpty, sortKeys);
    if (!filterEmpty) return json;
    return Object.keys(json).length > 0 ? json : undefined;
  }

  private object(
    object: Readonly<Record<string, unknown>>,
    filterEmpty: boolean,
    sortKeys: boolean,
  ): Record<string, unknown> {
    // In the order of the object, for a Lazy may count its calls; sorted afterwards.
    const values: Record<string, unknown> = {};
    const keys: string[] = [];
    for (const key of Object.keys(object)) {
      if (key === '__proto__') throw UNUSUAL;
      if (!this.standIns && isUnresolved(key)) throw UNRESOLVED;
      const value = this.value(object[key], filterEmpty, sortKeys);
      if (value === undefined) continue;
      values[key] = value;
      keys.push(key);
    }
    if (!sortKeys) return values;
    const sorted: Record<string, unknown> = {};
    for (const key of keys.sort()) sorted[key] = values[key];
    return sorted;
  }
}

/** Everything of which the fast way takes care. */
function sample(): ApiObject {
  const chart = new Chart(new App(), 'sample', { namespace: 'b', labels: { z: '1', a: '2' } });
  const spec = {
    b: [{ d: null, c: 1 }, [], undefined, 'text'],
    a: Lazy.any({ produce: () => ({ y: { resolve: () => true }, x: {}, 10: 0, 9: 0 }) }),
    union: new (class {
      public readonly value = 1;
    })(),
  };
  const metadata = { name: 'sample', annotations: {}, finalizers: ['f'], more: [{}, { e: [] }] };
  return new ApiObject(chart, 'object', { spec, metadata, kind: 'Sample', apiVersion: 'v1', data: undefined });
}

function slow(object: ApiObject): unknown {
  let json: unknown;
  try {
    json = object.toJson();
  } catch (error) {
    refuseUnresolved(given(object), object.node.path);
    throw error;
  }
  refuseUnresolved(json, object.node.path);
  return json;
}

/** What the object was made of. */
function given(object: ApiObject): unknown {
  const { props, metadata } = object as unknown as Internals;
  return { ...props, metadata: attributesOf(metadata) };
}

function attributesOf(metadata: Internals['metadata']): Readonly<Record<string, unknown>> {
  const { _additionalAttributes: more, name, namespace, annotations, finalizers, ownerReferences, labels } = metadata;
  return { ...more, name, namespace, annotations, finalizers, ownerReferences, labels };
}
