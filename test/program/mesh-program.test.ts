import { ApiObject, Chart, Lazy, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { derive, MeshProgram } from 'istio-constructs';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILE_METADATA, FINDING_METADATA } from '../../lib/model/metadata';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { UNJUDGED } from '../support/unjudged';

let folder: string;
let outdir: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mesh-program-'));
  outdir = join(folder, 'dist');
  said = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function configMap(scope: Construct, id: string, name = id, more: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...more });
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${index + 1}.k8s.yaml`);
}

describe('two of one', () => {
  test('two objects of one identity are an error that names both constructs', () => {
    const program = new MeshProgram({ outdir });
    configMap(new Chart(program, 'a', { namespace: 'shop' }), 'x', 'settings');
    configMap(new Chart(program, 'b', { namespace: 'shop' }), 'y', 'settings');
    expect(() => {
      program.synth();
    }).toThrow('a/x and b/y both make ConfigMap shop/settings: rename or remove one of them');
    expect(existsSync(outdir)).toBe(false);
  });

  test('another namespace, another API group or another kind is another object', () => {
    const program = new MeshProgram({ outdir, validation: UNJUDGED });
    const make = (id: string, apiVersion: string, kind: string, namespace: string) =>
      new ApiObject(new Chart(program, id), 'x', { apiVersion, kind, metadata: { name: 'same', namespace } });
    make('a', 'v1', 'Service', 'shop');
    make('b', 'v1', 'Service', 'bank');
    make('c', 'serving.knative.dev/v1', 'Service', 'shop');
    make('d', 'v1', 'Secret', 'shop');
    expect(program.synthYaml().match(/name: same/g)).toHaveLength(4);
  });

  test('a new API version of an object is the same object', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'a');
    for (const version of ['v1', 'v1beta1']) {
      new ApiObject(chart, version, {
        apiVersion: `networking.istio.io/${version}`,
        kind: 'Gateway',
        metadata: { name: 'g' },
      });
    }
    expect(() => program.synthYaml()).toThrow('a/v1 and a/v1beta1 both make Gateway.networking.istio.io g');
  });

  test('two charts whose files have one name are an error that names both', () => {
    const program = new MeshProgram({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    configMap(new Chart(program, 'a', { namespace: 'shop' }), 'x', 'settings');
    configMap(new Chart(program, 'b', { namespace: 'bank' }), 'y', 'settings');
    expect(() => {
      program.synth();
    }).toThrow('a/x and b/y both write ConfigMap.settings.k8s.yaml: rename one of them');
  });
});

describe('what is not right is reported before anything is written', () => {
  test('all validations that fail, with their constructs', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'shop');
    chart.node.addValidation({ validate: () => ['no apps', 'no gateway'] });
    expect(() => {
      program.synth();
    }).toThrow('Validation failed with the following errors:\n  [shop] no apps\n  [shop] no gateway');
    expect(existsSync(outdir)).toBe(false);
  });

  test('findings that are errors', () => {
    const program = new MeshProgram({ outdir });
    const finding = {
      severity: 'error',
      judge: 'istiod',
      rule: 'a-rule',
      path: 'spec.hosts',
      message: 'must not be empty',
      fix: 'give one',
    };
    new Chart(program, 'shop').node.addMetadata(FINDING_METADATA, finding);
    expect(() => {
      program.synth();
    }).toThrow('error shop (spec.hosts): must not be empty [istiod: a-rule]\n  fix: give one');
  });

  test('a value that is only known after deployment, with its place', () => {
    const program = new MeshProgram({ outdir });
    const later = derive([{ [UNRESOLVED]: true }] as const, (value) => value);
    configMap(new Chart(program, 'shop'), 'x', 'x', { data: { list: [{ key: later }] } });
    expect(() => {
      program.synth();
    }).toThrow('shop/x: data.list[0].key is only known after deployment and cannot be written to a manifest');
  });

  test('such a value in a chart that makes its own objects', () => {
    class Odd extends Chart {
      public override toJson(): unknown[] {
        return [{ kind: 'Odd', spec: [derive([{ [UNRESOLVED]: true }] as const, (value) => value)] }];
      }
    }
    const program = new MeshProgram({ outdir });
    new Odd(program, 'odd');
    expect(() => program.synthYaml()).toThrow('odd: spec[0] is only known after deployment');
  });

  test('a circle of dependencies, with its constructs', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'shop');
    const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
    a.addDependency(b);
    b.addDependency(a);
    expect(() => {
      program.synth();
    }).toThrow(/Dependency cycle detected: shop\/[ab] => shop\/[ab] => shop\/[ab]/);
  });

  test('a value that cannot be rendered, as cdk8s reports it', () => {
    const program = new MeshProgram({ outdir });
    configMap(new Chart(program, 'shop'), 'x', 'x', { data: { date: new Date(0) } });
    expect(() => {
      program.synth();
    }).toThrow("Failed serializing construct at path 'shop/x'");
  });
});

describe('files beside the manifests', () => {
  test('go to the install folder, with their mode, and are made at the end', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'shop');
    let text = 'early';
    program.addFile('run.sh', () => text, { mode: 0o755 });
    chart.node.addMetadata(FILE_METADATA, { path: 'helm/values.yaml', content: 'a: 1\n' });
    text = 'late';
    program.synth();
    expect(readFileSync(`${outdir}.install/run.sh`, 'utf8')).toBe('late');
    expect(statSync(`${outdir}.install/run.sh`).mode & 0o777).toBe(0o755);
    expect(readFileSync(`${outdir}.install/helm/values.yaml`, 'utf8')).toBe('a: 1\n');
    expect(readdirSync(outdir)).toEqual(['shop.k8s.yaml']);
  });

  test.each(['/etc/passwd', '../up', 'a/../../b', 'a//b', '', 'a\\b'])(
    'a path that leads elsewhere is an error: %s',
    (path) => {
      const program = new MeshProgram({ outdir });
      const said = 'file path must be relative, with forward slashes and without .., got';
      expect(() => {
        program.addFile(path, '');
      }).toThrow(`the program: ${said} ${JSON.stringify(path)}`);
      new Chart(program, 'shop').node.addMetadata(FILE_METADATA, { path, content: '' });
      expect(() => {
        program.synth();
      }).toThrow(`shop: ${said}`);
    },
  );

  test('a file where another construct has a folder is an error that names both', () => {
    const program = new MeshProgram({ outdir });
    program.addFile('a', '1');
    new Chart(program, 'shop').node.addMetadata(FILE_METADATA, { path: 'a/b/c', content: '2' });
    expect(() => {
      program.synth();
    }).toThrow('the program writes a, which is a folder to shop: rename one of them');
    expect(existsSync(outdir)).toBe(false);
  });

  test('the same path twice is an error that names both constructs', () => {
    const program = new MeshProgram({ outdir });
    program.addFile('a', '1');
    new Chart(program, 'shop').node.addMetadata(FILE_METADATA, { path: 'a', content: '2' });
    expect(() => {
      program.synth();
    }).toThrow('the program and shop both write a: rename one of them');
  });
});

test('where objects have folders, a chart that makes its own objects is not asked, as with cdk8s', () => {
  class Odd extends Chart {
    public override toJson(): unknown[] {
      throw new Error('asked');
    }
  }
  const program = new MeshProgram({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  configMap(new Odd(program, 'odd'), 'x');
  program.synth();
  expect(readdirSync(join(outdir, 'odd'))).toEqual(['ConfigMap.x.k8s.yaml']);
});

describe('on standard error', () => {
  test('warnings and infos are printed with what to do', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'shop');
    const finding = {
      judge: 'istio-constructs',
      rule: 'a-rule',
      path: '',
      message: 'has no probes',
      fix: 'give probes',
    };
    chart.node.addMetadata(FINDING_METADATA, { severity: 'warning', ...finding });
    chart.node.addMetadata(FINDING_METADATA, { severity: 'info', ...finding });
    program.synth();
    expect(said).toBe(
      'warning shop: has no probes [a-rule]\n  fix: give probes\ninfo shop: has no probes [a-rule]\n  fix: give probes\n',
    );
    expect(program.findings()).toHaveLength(2);
  });

  describe('manifests that the program does not write are named, and left', () => {
    test.each<[string, YamlOutputType, string[], string | undefined]>([
      ['one of an earlier run', YamlOutputType.FILE_PER_CHART, ['old.k8s.yaml'], 'old.k8s.yaml\n'],
      [
        'at most five',
        YamlOutputType.FILE_PER_CHART,
        names(7),
        '1.k8s.yaml, 2.k8s.yaml, 3.k8s.yaml, 4.k8s.yaml, 5.k8s.yaml and 2 more\n',
      ],
      [
        'in folders of charts',
        YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
        ['old/Pod.x.k8s.yaml'],
        'old/Pod.x.k8s.yaml\n',
      ],
      ['what ends otherwise is none', YamlOutputType.FILE_PER_CHART, ['kustomization.yaml', 'README.md'], undefined],
    ])('%s', (_, yamlOutputType, paths, named) => {
      for (const path of paths) {
        mkdirSync(join(outdir, path, '..'), { recursive: true });
        writeFileSync(join(outdir, path), 'old');
      }
      const program = new MeshProgram({ outdir, yamlOutputType });
      configMap(new Chart(program, 'shop'), 'x');
      program.synth();
      if (named === undefined) expect(said).toBe('');
      else expect(said).toContain(`also holds manifests that this program does not write: ${named}`);
      for (const path of paths) expect(readFileSync(join(outdir, path), 'utf8')).toBe('old');
    });
  });

  test('what became of a run that was cut off', () => {
    mkdirSync(join(folder, '.dist.staging'));
    writeFileSync(join(folder, '.dist.staging', '0'), 'half');
    const program = new MeshProgram({ outdir });
    new Chart(program, 'shop');
    program.synth();
    expect(said).toContain('an earlier run was cut off before it changed');
  });
});

describe('size', () => {
  test('a chain of 10,000 dependent objects is ordered without exhausting the stack', () => {
    const program = new MeshProgram({ outdir });
    const chart = new Chart(program, 'shop');
    const objects = Array.from({ length: 10_000 }, (_, i) => configMap(chart, `c${i}`));
    objects.forEach((object, i) => {
      const next = objects[i + 1];
      if (next) object.addDependency(next);
    });
    const names = program.synthYaml().match(/name: c\d+/g) ?? [];
    expect([names[0], names[9_999]]).toEqual(['name: c9999', 'name: c0']);
  });

  test('a tree 5,000 constructs deep is rendered', () => {
    const program = new MeshProgram({ outdir });
    let scope: Construct = new Chart(program, 'shop');
    for (let i = 0; i < 5_000; i++) scope = new Construct(scope, 'x');
    configMap(scope, 'deep', 'deep');
    expect(program.synthYaml()).toContain('name: deep');
  });

  test('charts that depend on each other take no product of their objects', () => {
    const program = new MeshProgram({ outdir });
    const charts = Array.from({ length: 60 }, (_, i) => new Chart(program, `chart-${i}`));
    charts.forEach((chart, i) => {
      for (let j = 0; j < 50; j++) configMap(chart, `c${i}-${j}`);
      for (const later of charts.slice(i + 1)) chart.addDependency(later);
    });
    // As pairs of objects these would be four million edges.
    expect(program.synthYaml().startsWith('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c59-0\n')).toBe(true);
  });
});

test('a Lazy is asked once for each object', () => {
  const program = new MeshProgram({ outdir });
  const produce = jest.fn(() => 'now');
  configMap(new Chart(program, 'shop'), 'x', 'x', { data: { key: Lazy.any({ produce }) } });
  program.synth();
  expect(produce).toHaveBeenCalledTimes(1);
});

test('settings are seen by every construct below', () => {
  const program = new MeshProgram({ outdir, settings: { trustDomain: 'example.com' } });
  expect(new Chart(program, 'shop').node.getContext('istio-constructs.settings')).toEqual({
    trustDomain: 'example.com',
  });
});
