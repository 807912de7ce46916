const shared = require('./jest.config.js');

/** Tests against real servers: `npm run test:e2e`. One server for all of them, so one after the other. */
module.exports = {
  ...shared,
  roots: ['<rootDir>/test/e2e'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/e2e/harness/setup.ts',
  globalTeardown: '<rootDir>/test/e2e/harness/teardown.ts',
  maxWorkers: 1,
  testTimeout: 300_000,
};
