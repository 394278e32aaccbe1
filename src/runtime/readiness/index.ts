/**
 * Waiting for objects: `waitUntilReady` by their names, `waitForEntries` for what `spec.wait` says or leaves to the
 * default. Goals that one list and watch can serve share a feed; their states are on a board.
 */
export type { StateChange } from './board.js';
export { waitForEntries } from './wait-for-entries.js';
export { waitUntilReady } from './wait-until-ready.js';
export type { WaitOptions, WaitResult } from './wait.js';
