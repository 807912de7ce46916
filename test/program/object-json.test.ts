import { ApiObject, App, type AppProps, Chart, JsonPatch, Lazy } from 'cdk8s';
import { ObjectRenderer } from '../../lib/program/object-json';
import { Derived, UNRESOLVED } from '../../lib/values/unresolved';

afterEach(() => {
  jest.restoreAllMocks();
});

interface Given {
  readonly spec?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

function thing({ spec, metadata }: Given, props: AppProps = {}): { app: App; object: ApiObject } {
  const app = new App(props);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const object = new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'Thing', metadata: { ...metadata }, spec });
  return { app, object };
}

class Union {
  public constructor(public readonly value: unknown) {}
}

describe('plain objects', () => {
  test.each<[string, Given]>([
    ['keys that are out of order, and numbers', { spec: { b: 1, a: { 10: 'x', 9: 'y' }, Z: 0 } }],
    ['null and undefined', { spec: { a: null, b: undefined, c: [null, undefined, 1] } }],
    ['empty parts, which metadata drops', { spec: { a: {}, b: [] }, metadata: { a: {}, b: [], c: [{}, { d: [] }] } }],
    ['a Lazy that gives a Lazy', { spec: Lazy.any({ produce: () => [Lazy.any({ produce: () => 1 })] }) }],
    ['tokens', { spec: { a: { resolve: () => ({ b: { resolve: () => 'c' } }) } } }],
    ['a union of number and text', { spec: { a: new Union(80), b: new Union('http') } }],
    ['a name that is known late', { metadata: { name: Lazy.any({ produce: () => 'late' }) } }],
    ['a list that has a hole', { spec: Object.assign([], { 2: 'x' }) }],
  ])('%s are rendered as cdk8s renders them', (_, given) => {
    const { app, object } = thing(given);
    const { json, isPlain } = new ObjectRenderer(app).render(object);
    expect(isPlain).toBe(true);
    expect(JSON.stringify(json)).toBe(JSON.stringify(object.toJson()));
  });

  test('Lazies are asked in the order in which cdk8s asks them', () => {
    const asked = (render: (app: App, object: ApiObject) => unknown) => {
      const calls: string[] = [];
      const lazy = (name: string) => Lazy.any({ produce: () => calls.push(name) }) as unknown;
      const { app, object } = thing({ spec: { b: lazy('b'), a: [lazy('a')] }, metadata: { label: lazy('metadata') } });
      render(app, object);
      return calls;
    };
    expect(asked((app, object) => new ObjectRenderer(app).render(object))).toEqual(
      asked((_, object) => object.toJson() as unknown),
    );
  });
});

describe('unusual objects are left to cdk8s', () => {
  test('such as patched ones', () => {
    const { app, object } = thing({ spec: { a: 1 } });
    object.addJsonPatch(JsonPatch.replace('/spec/a', 2));
    expect(new ObjectRenderer(app).render(object)).toEqual({ json: object.toJson() as unknown, isPlain: false });
  });

  test('such as one whose metadata renders itself', () => {
    const { app, object } = thing({});
    object.metadata.toJson = () => ({ name: 'other' });
    expect(new ObjectRenderer(app).render(object).json).toMatchObject({ metadata: { name: 'other' } });
  });

  test.each<[string, unknown, string]>([
    ['a date', new Date(0), "can't render non-simple object of type 'Date'"],
    ['an object without prototype', Object.create(null), "reading 'name'"],
    ['a union of something else', new Union(true), "non-simple object of type 'Union'"],
  ])('%s is the error of cdk8s', (_, value, message) => {
    const { app, object } = thing({ spec: { value } });
    const render = () => new ObjectRenderer(app).render(object);
    expect(render).toThrow("Failed serializing construct at path 'shop/x'");
    expect(render).toThrow(message);
  });

  test('all of them, where the installed cdk8s renders in another way', () => {
    const { app, object } = thing({ spec: { a: 1 } });
    jest.spyOn(ApiObject.prototype, 'toJson').mockReturnValue({ another: 'way' });
    expect(new ObjectRenderer(app).render(object)).toEqual({ json: { another: 'way' }, isPlain: false });
  });
});

describe('values that are only known after deployment are an error with their place', () => {
  const later = new Derived([], () => 1);

  test.each<[string, Given, string]>([
    ['a derived value', { spec: { http: [{ weight: later }] } }, 'spec.http[0].weight'],
    ['a value of an engine', { spec: { a: { [UNRESOLVED]: true } } }, 'spec.a'],
    ['one in metadata', { metadata: { annotations: { note: later } } }, 'metadata.annotations.note'],
    ['one that a Lazy gives', { spec: { a: Lazy.any({ produce: () => [later] }) } }, 'spec.a[0]'],
  ])('%s', (_, given, place) => {
    const { app, object } = thing(given);
    expect(() => new ObjectRenderer(app).render(object)).toThrow(
      `shop/x: ${place} is only known after deployment and cannot be written to a manifest`,
    );
  });

  test('unless a resolver of the program knows it', () => {
    const known = {
      resolve: (context: { readonly value: unknown; replaceValue: (value: unknown) => void }) => {
        if (context.value === later) context.replaceValue('known');
      },
    };
    const { app, object } = thing({ spec: { a: later } }, { resolvers: [known] });
    expect(new ObjectRenderer(app).render(object).json).toMatchObject({ spec: { a: 'known' } });
  });
});
