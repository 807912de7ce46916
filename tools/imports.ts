/**
 * Generates imports/ from the CRDs of Istio and of the Gateway API and from Kubernetes' OpenAPI.
 *
 *     npm run imports -- [--inputs <folder>] [--check]
 *
 * With `--check` it writes nothing, and fails where the committed files differ.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fieldPaths, sinceTable } from '../lib/importer/field-paths';
import { generateFromCrds, generateFromDefinitions, printSchemas } from '../lib/importer/generate';
import { readCrds } from '../lib/importer/read-crds';
import { readOpenApi } from '../lib/importer/read-openapi';
import { printRules } from '../lib/validation/cel/print-rules';
import { type SchemaDocument } from '../lib/validation/schema-document';

const root = join(__dirname, '..');
const target = join(root, 'imports');
const check = process.argv.includes('--check');
const given = process.argv.indexOf('--inputs');
const inputs =
  given === -1
    ? (process.env['ISTIO_CONSTRUCTS_INPUTS'] ?? join(root, '..', 'shared'))
    : (process.argv[given + 1] ?? '');

const ISTIO_RELEASES = ['1.29', '1.30', '1.31'];
const GATEWAY_API = '1.6.1';
const KUBERNETES = '1.36';
const KUBERNETES_KINDS = [
  ...['/ConfigMap', '/Namespace', '/Pod', '/PodTemplate', '/Secret', '/Service', '/ServiceAccount'],
  ...['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet', 'batch/CronJob', 'batch/Job'],
  ...['autoscaling/HorizontalPodAutoscaler', 'policy/PodDisruptionBudget', 'networking.k8s.io/NetworkPolicy'],
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => `rbac.authorization.k8s.io/${kind}`),
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map(
    (kind) => `admissionregistration.k8s.io/${kind}`,
  ),
  'apiextensions.k8s.io/CustomResourceDefinition',
];

function input(path: string): string {
  return readFileSync(join(inputs, path), 'utf8');
}

function istio(): Map<string, string> {
  const releases = ISTIO_RELEASES.map((release) => {
    const file = `istio-${release}.yaml`;
    return { release, kinds: readCrds(input(join('istio', 'crds', file)), file) };
  });
  const since = sinceTable(releases);
  const newest = releases[releases.length - 1]?.kinds ?? [];
  const files = new Map(generateFromCrds(newest, { source: `the CRDs of Istio ${ISTIO_RELEASES.join(', ')}`, since }));
  files.set('since.json', `${JSON.stringify(since, null, 1)}\n`);
  for (const { release, kinds } of releases)
    files.set(`schemas-${release}.json`, printSchemas(`the CRDs of Istio ${release}`, kinds));
  files.set('rules.ts', printRules(`the CRDs of Istio ${ISTIO_RELEASES.join(', ')}`, schemaDocuments(files)));
  return files;
}

function gatewayApi(): Map<string, string> {
  const read = (channel: string) => {
    const file = `gateway-api-${GATEWAY_API}-${channel}.yaml`;
    return readCrds(input(join('gateway-api', file)), file);
  };
  const [standard, experimental] = [read('standard'), read('experimental')];
  const stable = new Map(
    standard.map((kind) => [
      `${kind.group}/${kind.kind}`,
      new Set(['', ...fieldPaths(kind.versions[0]?.schema ?? {})]),
    ]),
  );
  const tags = (kind: string, path: string) => {
    if (stable.get(kind)?.has(path) === true) return [];
    return path === '' ? ['Experimental channel.'] : ['@experimental'];
  };
  const files = new Map(generateFromCrds(experimental, { source: `the CRDs of the Gateway API ${GATEWAY_API}`, tags }));
  for (const [channel, kinds] of [
    ['standard', standard],
    ['experimental', experimental],
  ] as const) {
    files.set(
      `schemas-${channel}.json`,
      printSchemas(`the CRDs of the Gateway API ${GATEWAY_API}, ${channel} channel`, kinds),
    );
  }
  files.set('rules.ts', printRules(`the CRDs of the Gateway API ${GATEWAY_API}`, schemaDocuments(files)));
  return files;
}

function schemaDocuments(files: ReadonlyMap<string, string>): readonly SchemaDocument[] {
  return [...files]
    .filter(([name]) => /^schemas-.*\.json$/.test(name))
    .map(([, text]) => JSON.parse(text) as SchemaDocument);
}

function kubernetes(): Map<string, string> {
  const source = `the OpenAPI of Kubernetes ${KUBERNETES}`;
  const { kinds, definitions } = readOpenApi(input(join('kubernetes', `openapi-${KUBERNETES}.json`)), KUBERNETES_KINDS);
  const files = new Map(generateFromDefinitions(kinds, definitions, { source }));
  files.set(`schemas-${KUBERNETES}.json`, printSchemas(source, kinds, definitions));
  return files;
}

function main(): number {
  if (!existsSync(join(inputs, 'istio', 'crds'))) {
    console.error(
      `no inputs in ${relative(process.cwd(), inputs) || '.'}: give the folder that holds istio/crds, gateway-api and kubernetes by --inputs or ISTIO_CONSTRUCTS_INPUTS`,
    );
    return 2;
  }
  let differing = 0;
  for (const [folder, files] of [
    ['istio', istio()],
    ['gateway-api', gatewayApi()],
    ['kubernetes', kubernetes()],
  ] as const) {
    const path = join(target, folder);
    const before = existsSync(path) ? readdirSync(path) : [];
    const changed = [...files].filter(
      ([name, text]) => !before.includes(name) || readFileSync(join(path, name), 'utf8') !== text,
    );
    const gone = before.filter((name) => !files.has(name));
    for (const name of [...changed.map(([each]) => each), ...gone])
      console.log(`${check ? 'differs' : 'updated'}: imports/${folder}/${name}`);
    differing += changed.length + gone.length;
    if (check) continue;
    for (const name of gone) rmSync(join(path, name));
    for (const [name, text] of changed) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
  }
  console.log(differing === 0 ? 'imports/ is up to date' : `${differing} files ${check ? 'differ' : 'written'}`);
  return check && differing > 0 ? 1 : 0;
}

process.exitCode = main();
