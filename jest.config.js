/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest keeps one core for itself, which is half of a machine with two.
  maxWorkers: '100%',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Tests and examples import the package by its name, and get the sources.
  moduleNameMapper: {
    '^istio-constructs$': '<rootDir>/lib/index.ts',
    '^istio-constructs/pulumi$': '<rootDir>/lib/pulumi/index.ts',
    '^istio-constructs/testing$': '<rootDir>/lib/testing/index.ts',
    '^istio-constructs/imports/(.*)$': '<rootDir>/imports/$1/index.ts',
  },
  // Speed never decides a test: a busy machine may take long.
  testTimeout: 60_000,
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
};
