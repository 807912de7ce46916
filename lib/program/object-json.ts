/**
 * The JSON of an object, as `ApiObject.toJson` makes it, in one pass.
 *
 * cdk8s resolves every value by way of a context object and three resolvers, and looks for the App at the top of the tree each
 * time. Objects that are plainly ApiObjects are rendered here; whatever is unusual goes to `toJson` itself.
 */
import { ApiObject, type App, Lazy } from 'cdk8s';
import { Derived } from '../values/unresolved';

/** A rendered object. */
export interface RenderedObject {
  readonly json: unknown;

  /** Whether it is a tree of new plain objects, lists and scalars: nothing in it occurs twice. */
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

/** Renders objects of one App. `own` says whether the App has resolvers of its own: they see every value. */
export class ObjectRenderer {
  private readonly sortKeys = !process.env['CDK8S_DISABLE_SORT'];
  private readonly hasOwnResolvers: boolean;

  public constructor(app: App) {
    // The three that every App ends with: Lazy, tokens and unions.
    this.hasOwnResolvers =
      ((app as unknown as { readonly resolvers?: readonly unknown[] }).resolvers?.length ?? 0) !== 3;
  }

  /** @throws Error naming the construct, as cdk8s does, where a value cannot be rendered. */
  public render(object: ApiObject): RenderedObject {
    if (this.hasOwnResolvers || object.toJson !== ApiObject.prototype.toJson)
      return { json: object.toJson(), isPlain: false };
    const internals = object as unknown as Internals;
    const { props, patches, metadata } = internals;
    if (props === undefined || patches?.length !== 0 || metadata._additionalAttributes === undefined) {
      return { json: object.toJson(), isPlain: false };
    }
    try {
      return { json: this.plain(props, metadata), isPlain: true };
    } catch (error) {
      // Once more, and slowly: what cdk8s makes of it, or its error with the construct's path.
      if (error === UNUSUAL || !(error instanceof UnresolvedError)) return { json: object.toJson(), isPlain: false };
      throw new Error(`${object.node.path}: ${error.message}`, { cause: error });
    }
  }

  private plain(props: Readonly<Record<string, unknown>>, metadata: Internals['metadata']): unknown {
    const attributes = {
      ...metadata._additionalAttributes,
      name: metadata.name,
      namespace: metadata.namespace,
      annotations: metadata.annotations,
      finalizers: metadata.finalizers,
      ownerReferences: metadata.ownerReferences,
      labels: metadata.labels,
    };
    const json = this.object({ ...props, metadata: undefined }, false, this.sortKeys, '');
    const meta = this.value(attributes, true, true, 'metadata');
    const result: Record<string, unknown> = {};
    for (const key of ['apiVersion', 'kind']) if (key in json) result[key] = json[key];
    if (meta !== undefined) result['metadata'] = meta;
    for (const key of Object.keys(json)) result[key] = json[key];
    return result;
  }

  private value(value: unknown, filterEmpty: boolean, sortKeys: boolean, at: string): unknown {
    if (value === null || value === undefined) return undefined;
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
      return value.map((each, index) => this.value(each, filterEmpty, sortKeys, `${at}[${index}]`));
    }
    const { constructor } = value;
    if (value instanceof Lazy) return this.value(value.produce(), filterEmpty, sortKeys, at);
    if (value instanceof Derived) throw new UnresolvedError(at);
    const { resolve, value: union } = value as { readonly resolve?: unknown; readonly value?: unknown };
    if (typeof resolve === 'function')
      return this.value((value as { resolve: () => unknown }).resolve(), filterEmpty, sortKeys, at);
    if (constructor === Object)
      return this.dictionary(value as Readonly<Record<string, unknown>>, filterEmpty, sortKeys, at);
    if (typeof union === 'number' || typeof union === 'string') return { value: union };
    throw UNUSUAL;
  }

  private dictionary(
    object: Readonly<Record<string, unknown>>,
    filterEmpty: boolean,
    sortKeys: boolean,
    at: string,
  ): Record<string, unknown> | undefined {
    const json = this.object(object, filterEmpty, sortKeys, at);
    if (!filterEmpty) return json;
    return Object.keys(json).length > 0 ? json : undefined;
  }

  private object(
    object: Readonly<Record<string, unknown>>,
    filterEmpty: boolean,
    sortKeys: boolean,
    at: string,
  ): Record<string, unknown> {
    // In the order of the object, for a Lazy may count its calls; sorted afterwards.
    const values: Record<string, unknown> = {};
    const keys: string[] = [];
    for (const key of Object.keys(object)) {
      if (key === '__proto__') throw UNUSUAL;
      const value = this.value(object[key], filterEmpty, sortKeys, at === '' ? key : `${at}.${key}`);
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

class UnresolvedError extends Error {
  public constructor(at: string) {
    super(`${at} is only known after deployment and cannot be written to a manifest`);
  }
}
