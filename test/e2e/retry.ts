import { jest } from '@jest/globals';

// Real servers on a busy machine are late now and then. A test that fails is run once more, and what it failed with is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
