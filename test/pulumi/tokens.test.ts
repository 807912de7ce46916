import * as pulumi from '@pulumi/pulumi';
import { App, Chart, JsonPatch, Names } from 'cdk8s';
import { derive, isUnresolved, MeshProgram } from 'istio-constructs';
import { asList, asMap, asNumber, asString, ConstructGroup } from 'istio-constructs/pulumi';
import { ApiObject } from 'cdk8s';
import { run, secretOf, UNKNOWN } from '../support/pulumi-wire';

/** The `data` that a ConfigMap is deployed with. */
async function deployed(data: () => unknown, preview = false): Promise<unknown> {
  const { registered } = await run(
    () =>
      new ConstructGroup('group', (program) => {
        const chart = new Chart(program, 'chart');
        new ApiObject(chart, 'map', {
          apiVersion: 'example.com/v1',
          kind: 'Thing',
          metadata: { name: 'x' },
          data: data(),
        });
      }),
    { preview },
  );
  return registered.find(({ name }) => name === 'group:Thing:x')?.properties['data'];
}

const unknown = () => pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;

describe('what is known stays as it is', () => {
  test.each<[string, () => unknown, unknown]>([
    ['a text', () => asString('web'), 'web'],
    ['a number', () => asNumber(8080), 8080],
    ['a list', () => asList(['a', 'b']), ['a', 'b']],
    ['a map', () => asMap({ a: 'b' }), { a: 'b' }],
  ])('%s', (_, value, expected) => {
    expect(value()).toEqual(expected);
  });
});

describe('a token gives way to its value', () => {
  test.each<[string, () => unknown, unknown]>([
    ['a text', () => asString(pulumi.output('web')), 'web'],
    ['a promise', () => asString(Promise.resolve('web')), 'web'],
    ['a text of another type', () => asString(pulumi.output(true) as never), true],
    [
      'within a text',
      () => `https://${asString(pulumi.output('web'))}:${asNumber(pulumi.output(80))}/`,
      'https://web:80/',
    ],
    ['twice in a text', () => ((it) => `${it}-${it}`)(asString(pulumi.output('a'))), 'a-a'],
    ['a number', () => ({ port: asNumber(pulumi.output(8080)) }), { port: 8080 }],
    ['a list', () => asList(pulumi.output(['a', 'b'])), ['a', 'b']],
    ['a list in a list', () => ['first', ...asList(pulumi.output(['a', 'b'])), 'last'], ['first', 'a', 'b', 'last']],
    ['elements of a list', () => asList(['a', pulumi.output('b')]), ['a', 'b']],
    ['a map', () => asMap(pulumi.output({ a: 'b' })), { a: 'b' }],
    ['a map in a map', () => ({ x: 'y', ...asMap(pulumi.output({ a: 'b' })) }), { x: 'y', a: 'b' }],
    ['values of a map', () => asMap({ a: pulumi.output('b') }), { a: 'b' }],
    ['before a digit', () => `${asNumber(pulumi.output(80))}0`, '800'],
    ['with decimals', () => asNumber(pulumi.output(80)).toFixed(2), '80.00'],
    ['within an Output', () => pulumi.interpolate`https://${asString(pulumi.output('a'))}/`, 'https://a/'],
    [
      'within what an Output holds',
      () => ({
        a: pulumi.output({ b: [asNumber(pulumi.output(1))] }),
        c: `x-${asString(pulumi.output(asString(pulumi.output('y'))))}`,
      }),
      { a: { b: [1] }, c: 'x-y' },
    ],
    [
      'within JSON',
      () => JSON.stringify({ a: asString(pulumi.output('b')), c: asNumber(pulumi.output(1)) }),
      '{"a":"b","c":1}',
    ],
    [
      'the same key with the same value twice',
      () => ({ a: 'b', ...asMap(pulumi.output({ a: 'b', c: 'd' })) }),
      { a: 'b', c: 'd' },
    ],
    ['a key', () => ({ [asString(pulumi.output('a'))]: 'b', c: 'd' }), { a: 'b', c: 'd' }],
    ['a raw Output', () => ({ deep: [pulumi.output({ a: 1 })] }), { deep: [{ a: 1 }] }],
    ['a raw promise', () => ({ deep: Promise.resolve('x') }), { deep: 'x' }],
    ['a derived value', () => derive([asNumber(pulumi.output(10))], (weight) => 100 - weight), 90],
    ['one derived from an Output', () => derive([pulumi.output(10) as never], (weight: number) => 100 - weight), 90],
    [
      'one derived from a derived one',
      () => derive([derive([asNumber(pulumi.output(10))], (x) => x * 2)], (x) => x + 1),
      21,
    ],
    [
      'one derived from a list',
      () => derive<readonly string[], string>(asList(pulumi.output(['a', 'b'])), (...each) => each.join()),
      'a,b',
    ],
    [
      'a derived object that holds another',
      () => derive([asString(pulumi.output('a'))], (x) => ({ x, y: [derive([x], (z) => z)] })),
      { x: 'a', y: ['a'] },
    ],
    [
      'a derived nothing',
      () => ({ a: derive([asString(pulumi.output('a'))], (x) => (x === '' ? x : undefined)), b: 1 }),
      { b: 1 },
    ],
  ])('%s', async (_, value, expected) => {
    expect(await deployed(value)).toEqual(expected);
  });

  test('where the object is patched, which takes the slow way', async () => {
    const { registered } = await run(
      () =>
        new ConstructGroup('group', (program) => {
          const chart = new Chart(program, 'chart', { namespace: asString(pulumi.output('later')) });
          const thing = new ApiObject(chart, 'map', {
            apiVersion: 'example.com/v1',
            kind: 'Thing',
            metadata: { name: 'x' },
            a: pulumi.output(1),
          });
          thing.addJsonPatch(
            JsonPatch.add('/b', asString(pulumi.output('c'))),
            JsonPatch.add('/d', [asNumber(Promise.resolve(2))]),
          );
        }),
    );
    expect(registered[1]?.properties).toMatchObject({
      metadata: { name: 'x', namespace: 'later' },
      a: 1,
      b: 'c',
      d: [2],
    });
  });
});

describe('in a preview only the leaf is unknown', () => {
  test.each<[string, () => unknown, unknown]>([
    ['a text', () => ({ a: asString(unknown()), b: 1 }), { a: UNKNOWN, b: 1 }],
    ['within a text', () => ({ a: `x-${asString(unknown())}`, b: 1 }), { a: UNKNOWN, b: 1 }],
    ['an element', () => [asString(unknown()), 'b'], [UNKNOWN, 'b']],
    ['a derived value', () => [derive([asString(unknown())], (x) => x.length), 'b'], [UNKNOWN, 'b']],
    ['a raw Output', () => [unknown(), 'b'], [UNKNOWN, 'b']],
    ['a list is unknown as a whole', () => ({ a: ['x', ...asList(unknown() as never)], b: 1 }), { a: UNKNOWN, b: 1 }],
    [
      'what does not exist yet is undefined, which is not known',
      () => ({ a: asString(pulumi.output(undefined) as never), b: `x-${asString(pulumi.output(undefined) as never)}` }),
      { a: UNKNOWN, b: UNKNOWN },
    ],
    [
      'nor is what is computed of it',
      () => [derive([asString(pulumi.output(undefined) as never)], (x) => x.length)],
      [UNKNOWN],
    ],
  ])('%s', async (_, value, expected) => {
    expect(await deployed(value, true)).toEqual(expected);
  });
});

describe('secrets stay secret, and nothing beside them becomes one', () => {
  test.each<[string, () => unknown, unknown]>([
    ['a text', () => ({ a: asString(pulumi.secret('s')), b: 1 }), { a: secretOf('s'), b: 1 }],
    ['within a text', () => [`x-${asString(pulumi.secret('s'))}`], [secretOf('x-s')]],
    ['a number', () => [asNumber(pulumi.secret(1)), 2], [secretOf(1), 2]],
    ['a derived value', () => [derive([asNumber(pulumi.secret(1))], (x) => x + 1), 2], [secretOf(2), 2]],
  ])('%s', async (_, value, expected) => {
    expect(await deployed(value)).toEqual(expected);
  });
});

describe('misuse is an error that says where', () => {
  const text = () => asString(pulumi.output('some-text'));
  const number = () => asNumber(pulumi.output(10));
  test.each<[string, () => unknown, string]>([
    [
      'a text that was cut',
      () => ({ a: text().slice(0, 12) }),
      'chart/map: data.a: a text that stands for an Output was cut',
    ],
    [
      'the end of a text that was cut',
      () => [`x${text()}`.slice(0, -1)],
      'data[0]: a text that stands for an Output was cut',
    ],
    [
      'capital letters',
      () => text().toUpperCase(),
      'data: a text that stands for an Output was cut, or changed to capital letters',
    ],
    ...[0, 1, 2].map((before): [string, () => unknown, string] => [
      `base64, ${before} characters in`,
      () => Buffer.from('x'.repeat(before) + text()).toString('base64'),
      'was encoded in base64',
    ]),
    ...(
      [(x) => x + 1, (x) => 100 - x, (x) => x - 1, (x) => x / 2, (x) => x * 2, (x) => -x, (x) => x + 0.5] as ((
        x: number,
      ) => number)[]
    ).map((compute): [string, () => unknown, string] => [
      `arithmetic: ${String(compute)}`,
      () => ({ weight: compute(number()) }),
      'data.weight: arithmetic on a number that stands for an Output',
    ]),
    [
      'arithmetic within a text',
      () => `port ${number() + 1}`,
      'data: arithmetic on a number that stands for an Output',
    ],
    ['arithmetic within a text that leads elsewhere', () => `${100 - number()} %`, 'data: arithmetic on a number'],
    [
      'a derived value in a text',
      () => `x-${derive([text()], (known) => known)}`,
      'data: a text that stands for an Output was converted to one by JavaScript',
    ],
    [
      'a derived value in JSON',
      () => JSON.stringify({ a: derive([text()], (known) => known) }),
      'data: a text that stands for an Output was converted to one by JavaScript',
    ],
    [
      'a derived value that something is added to',
      () => 1 + derive([number()], (known) => known),
      'data: a text that stands for an Output was converted to one by JavaScript',
    ],
    [
      'other arithmetic on a derived value',
      () => 100 - derive([number()], (known) => known),
      'data: must be a finite number, got NaN: use derive()',
    ],
    [
      'arithmetic on a raw Output',
      () => ({ a: 100 - (pulumi.output(1) as never as number) }),
      'data.a: must be a finite number, got NaN: use derive()',
    ],
    [
      'a map that is spread without a token',
      () => ({ a: { ...pulumi.output({ b: 'c' }) } }),
      'an Output was spread into a map, which takes nothing of its value',
    ],
    [
      'a list in a text',
      () => `${asList(pulumi.output(['a'])).join()}.svc`,
      'data: a list that stands for an Output is used as a text',
    ],
    [
      'an element of a list',
      () => ({ a: asList(pulumi.output(['a']))[0] }),
      'data.a: a list that stands for an Output',
    ],
    ['a map in a text', () => Object.values(asMap(pulumi.output({ a: 'b' })))[0], 'a map that stands for an Output'],
    [
      'a list that is computed with as a text',
      () => derive([asList(pulumi.output(['a']))[0]], (x) => x),
      'a list that stands for an Output',
    ],
  ])('%s', async (_, value, message) => {
    await expect(deployed(value)).rejects.toThrow(message);
  });

  test('an id of a construct', async () => {
    const program = run(() => new ConstructGroup('group', (root) => new Chart(root, `shop-${text()}`)));
    await expect(program).rejects.toThrow('the program: the id of a construct must be known');
  });

  test('an Output left in files', () => {
    const program = new MeshProgram();
    const chart = new Chart(program, 'chart');
    new ApiObject(chart, 'map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x' },
      data: { a: `x${text()}` },
    });
    expect(() => program.synthYaml()).toThrow('chart/map: data.a is only known after deployment');
  });

  test('an Output left in files as a key', () => {
    const program = new MeshProgram();
    const chart = new Chart(program, 'chart');
    new ApiObject(chart, 'map', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x' },
      data: { [text()]: 'a' },
    });
    expect(() => program.synthYaml()).toThrow('a key of data is only known after deployment');
  });
});

describe('what a value turns out to be', () => {
  test.each<[string, () => unknown, string]>([
    ['nothing', () => asString(pulumi.output(undefined) as never), 'map: data: the Output given for it is undefined'],
    [
      'nothing within a text',
      () => ({ a: `x${asString(pulumi.output(undefined) as never)}` }),
      'chart/map: data.a: the Output given for it is undefined',
    ],
    [
      'nothing in a computation',
      () => derive([asString(pulumi.output(undefined) as never)], (x) => x.length),
      'a value computed from Outputs: the Output given for it is undefined',
    ],
    ['no number', () => ({ a: asNumber(pulumi.output(NaN)) }), 'map: data.a: must be a finite number, got NaN'],
    [
      'no number within a text',
      () => `x${asNumber(pulumi.output(NaN))}`,
      'map: data: must be a finite number, got NaN',
    ],
    [
      'no number, computed',
      () => derive([asNumber(pulumi.output(1))], (x) => x / 0),
      'a value computed from Outputs: must be a finite number, got Infinity',
    ],
    [
      'no list',
      () => ['x', ...asList(pulumi.output('abc') as never)],
      'map: data[1]: an Output that is taken for a list must be one, got a text',
    ],
    [
      'no map',
      () => asMap(pulumi.output('abc') as never),
      'map: data: an Output that is taken for a map must be one, got a text',
    ],
    [
      'no key',
      () => ({ [asString(pulumi.output({ a: 1 }) as never)]: 'x' }),
      'a key of chart/map: data: an Output that is a key must be a text, got an object',
    ],
    [
      'a key that is there',
      () => ({ a: 'x', [asString(pulumi.output('a'))]: 'y' }),
      'chart/map: data: "a" is given twice, by an Output and otherwise, with different values',
    ],
    [
      'a map with a key that is there',
      () => ({ ...asMap(pulumi.output({ team: 'web' })), team: 'shop' }),
      'chart/map: data: "team" is given twice',
    ],
    [
      'what JSON would have to escape',
      () => ({ a: JSON.stringify({ b: asString(pulumi.output('c"d')) }) }),
      'chart/map: data.a: an Output within JSON must be a text without quotes, backslashes and control characters',
    ],
    [
      'an object within a text',
      () => `x${asString(pulumi.output({ a: 1 }) as never)}`,
      'chart/map: data: an Output within a text must be a text, a number or a boolean, got an object',
    ],
  ])('%s', async (_, value, message) => {
    await expect(deployed(value)).rejects.toThrow(message);
  });
});

test('the same Output is the same token, and sorts by age', () => {
  const [one, other] = [pulumi.output('a'), pulumi.output('b')];
  expect(asString(one)).toBe(asString(one));
  expect(asString(one) < asString(other)).toBe(true);
  expect(asNumber(one as never)).not.toBe(asNumber(other as never));
});

test('a token passes for a DNS label, and constructs know it', () => {
  const token = asString(pulumi.output('x'));
  expect(token).toMatch(/^[a-z][a-z0-9]{0,62}$/);
  expect(Names.toDnsLabel(new Chart(new App(), 'x'), { extra: [token] })).toContain(token);
  expect(isUnresolved(`a-${token}`)).toBe(true);
  expect(isUnresolved(asNumber(pulumi.output(1)))).toBe(true);
  expect(isUnresolved(2 ** 51)).toBe(false);
  expect(isUnresolved('plm')).toBe(false);
});
