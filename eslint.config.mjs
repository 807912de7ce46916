import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// The layers of docs/decisions.md: a folder may import itself and what is listed beside it, nothing else of lib/.
// `values` and `imports` are the ground; `index.ts` may see everything.
const mayImport = {
  values: [],
  importer: [],
  model: ['values'],
  reader: ['values', 'model'],
  validation: ['values', 'model', 'importer'],
  simulation: ['values', 'model'],
  mesh: ['values', 'model', 'validation', 'simulation', 'reader'],
  tree: ['values', 'model'],
  program: ['values', 'model', 'validation', 'simulation', 'mesh', 'tree'],
  security: ['values', 'model', 'tree'],
  traffic: ['values', 'model', 'tree'],
  workload: ['values', 'model', 'tree', 'security', 'traffic'],
  install: ['values', 'model', 'tree'],
  observability: ['values', 'model', 'tree'],
  testing: ['values', 'model', 'simulation', 'mesh'],
  cli: ['values', 'model', 'reader', 'validation', 'simulation', 'mesh', 'program', 'importer', 'testing'],
  // Nothing imports it, lib/index.ts neither: programs without Pulumi never load its SDK.
  pulumi: [
    'values',
    'model',
    'validation',
    'tree',
    'program',
    'security',
    'traffic',
    'workload',
    'install',
    'observability',
  ],
};
// What only types cross: handles of a layer above, which make no run-time edge.
const layers = Object.keys(mayImport);

const zones = layers.map((layer) => ({
  target: `./lib/${layer}`,
  from: './lib',
  except: [`./${layer}`, ...mayImport[layer].map((below) => `./${below}`)],
  message: `lib/${layer} may import ${[...mayImport[layer], 'imports'].join(', ')} only.`,
}));

zones.push(
  {
    target: './lib/index.ts',
    from: './lib/pulumi',
    message: 'The main entry never loads Pulumi: export it from lib/pulumi/index.ts.',
  },
  {
    target: './lib/index.ts',
    from: './lib/testing',
    message: 'The main entry is no test: export it from lib/testing/index.ts.',
  },
);

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'coverage/', 'temp/', 'node_modules/', 'imports/**/*.ts', 'test/fixtures/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
      ],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true, allowWithDecorator: true }],
      '@typescript-eslint/prefer-for-of': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { module: 'writable', require: 'readonly', process: 'readonly', console: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-restricted-syntax': 'off' },
  },
);
