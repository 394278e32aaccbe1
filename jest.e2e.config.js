import base from './jest.config.js';

/**
 * End to end: real servers, and the built command line. `npm run servers` builds the servers.
 *
 * @type {import('jest').Config}
 */
export default {
  ...base,
  testSequencer: '<rootDir>/test/e2e/longest-first.mjs',
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Each suite has servers of its own, half a gigabyte of them.
  maxWorkers: 2,
  testTimeout: 120_000,
};
