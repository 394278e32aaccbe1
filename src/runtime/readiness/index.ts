/**
 * When is an object ready, and waiting for it.
 *
 * `readinessOf` judges one object by the rules of its kind (`rules/`). `waitUntilReady` waits for objects by their
 * names, `waitForEntries` for what `spec.wait` says or leaves to the default (`waitEntriesOf`); both turn what is
 * wanted into goals, put goals that one list and watch can serve into a feed, and keep the states on a board. `explain`
 * tells what blocks what.
 */
export type { StateChange } from './board.js';
export { parseDuration } from './duration.js';
export { explain } from './explain.js';
export type { ObjectState } from './object-state.js';
export type { Readiness } from './readiness.js';
export { readinessOf } from './readiness-of.js';
export { unreadable } from './unreadable.js';
export { waitEntriesOf } from './wait-entries.js';
export type { WaitEntry } from './wait-entry.js';
export { waitForEntries } from './wait-for-entries.js';
export { waitUntilReady } from './wait-until-ready.js';
export type { WaitOptions, WaitResult } from './wait.js';
