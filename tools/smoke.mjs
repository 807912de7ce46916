// Packs the package, installs the tarball into an empty folder, and runs a program against it from CommonJS and from ESM.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

const BODY = `
const program = new MeshProgram({ outdir: process.argv[2] });
const chart = new Chart(program, 'shop');
const namespace = new MeshNamespace(chart, 'shop');
const app = new MeshApp(chart, 'web', {
  namespace, image: 'web:1', versions: { v1: {}, v2: {} }, ports: [MeshPort.http(8080)],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(64) } }, probes: { readiness: Probe.tcp() },
});
new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10, preview: HttpMatch.regex('/beta.*') });
new VirtualService(chart, 'raw', { metadata: { name: 'raw', namespace: 'shop' }, spec: { hosts: ['raw.example.com'], http: [{ directResponse: { status: 200 } }] } });
program.synth();
if (validateObject({ apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'a' }, spec: { servers: [{}] } }).length === 0) {
  throw new Error('a Gateway with an empty server passes');
}
`;
const NAMES = '{ CanaryRoute, HttpMatch, MeshApp, MeshNamespace, MeshPort, MeshProgram, Probe, validateObject }';

const SPEC = `
manifests: [dist-cjs]
cases:
  - name: a tenth goes to v2
    from: shop/web
    request: GET http://web:8080/
    expect: { routeTo: { shop/web-v1: 90, shop/web-v2: 10 } }
`;
const MATCHED = `
const call = Mesh.fromYaml('dist-cjs').from('shop/web').get('http://web:8080/');
const { pass, message } = globalThis.extended.toRouteTo(call, [['shop/web-v1', 90], ['shop/web-v2', 10]]);
if (!pass) throw new Error(message());
`;

try {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root),
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'smoke', private: true }));
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const peers = ['cdk8s', 'constructs', '@types/jest'].map((name) => `${name}@${devDependencies[name]}`);
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, filename), ...peers], folder);

  writeFileSync(
    join(folder, 'main.cjs'),
    `const { Chart, Size } = require('cdk8s');\nconst ${NAMES} = require('istio-constructs');\nconst { VirtualService } = require('istio-constructs/imports/istio');\n${BODY}`,
  );
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { Chart, Size } from 'cdk8s';\nimport ${NAMES} from 'istio-constructs';\nimport { VirtualService } from 'istio-constructs/imports/istio';\n${BODY}`,
  );
  const written = ['cjs', 'mjs'].map((kind) => {
    run(process.execPath, [`main.${kind}`, `dist-${kind}`], folder);
    const files = readdirSync(join(folder, `dist-${kind}`));
    return files.map((file) => readFileSync(join(folder, `dist-${kind}`, file), 'utf8')).join('');
  });
  if (written[0] === '' || written[0] !== written[1]) throw new Error('CommonJS and ESM do not write the same');
  for (const part of ['weight: 90', 'kind: PeerAuthentication', 'regex: /beta.*', 'raw.example.com']) {
    if (!written[0].includes(part)) throw new Error(`the manifests lack ${part}`);
  }
  // Without skipLibCheck: the declarations themselves have to be right.
  const entries = ['', '/imports/istio', '/imports/gateway-api', '/imports/kubernetes', '/testing'].map(
    (path) => `export * as x${path.replace(/\W/g, '')} from 'istio-constructs${path}';`,
  );
  const matched = `import { Mesh } from 'istio-constructs';
    expect(Mesh.fromYaml('dist-cjs').from('shop/web').get('http://web/')).toRouteTo([['shop/web', 100]]);`;
  writeFileSync(join(folder, 'types.ts'), [...entries, matched].join('\n'));
  const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const roots = [folder, root].map((each) => join(each, 'node_modules', '@types'));
  const types = ['--types', 'node,jest', '--typeRoots', roots.join()];
  run(
    process.execPath,
    [tsc, '--noEmit', ...strict, '--module', 'node16', '--target', 'es2022', ...types, 'types.ts'],
    folder,
  );
  const command = join(folder, 'node_modules', '.bin', 'istio-constructs');
  run(command, ['import', '--help'], folder);
  run(command, ['lint', 'dist-cjs'], folder);

  const question = ['--from', 'shop/web', 'GET', 'http://web:8080/'];
  const answer = run(command, ['ask', 'dist-cjs', ...question], folder);
  if (!answer.includes('90 %  200 from shop/web-v1')) throw new Error(`ask answers ${answer}`);
  writeFileSync(join(folder, 'mesh.spec.yaml'), SPEC);
  run(command, ['test', 'mesh.spec.yaml'], folder);

  // Both test runners extend their own expect; that of Vitest is a package, of which a stand-in will do.
  const vitest = join(folder, 'node_modules', 'vitest');
  mkdirSync(vitest);
  writeFileSync(join(vitest, 'package.json'), JSON.stringify({ name: 'vitest', exports: './index.mjs' }));
  writeFileSync(
    join(vitest, 'index.mjs'),
    'export const expect = { extend: (all) => { globalThis.extended = all; } };',
  );
  writeFileSync(
    join(folder, 'jest.cjs'),
    `globalThis.expect = { extend: (all) => { globalThis.extended = all; } };\nrequire('istio-constructs/testing');\nconst { Mesh } = require('istio-constructs');\n${MATCHED}`,
  );
  writeFileSync(
    join(folder, 'vitest.mjs'),
    `import 'istio-constructs/testing/vitest';\nimport { Mesh } from 'istio-constructs';\n${MATCHED}`,
  );
  for (const file of ['jest.cjs', 'vitest.mjs']) run(process.execPath, [file], folder);
  console.log(`smoke: ${filename} works from CommonJS and ESM`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
