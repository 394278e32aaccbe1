/**
 * When an object is ready, by the rules of its kind, and what blocks it. No I/O: objects come in, states go out.
 *
 * `readinessOf` judges one object (`rules/`), `judgeBy` by an entry of `spec.wait`; `explain` follows what is not ready
 * to its first cause.
 */
export { parseDuration } from './duration.js';
export { explain } from './explain.js';
export { judgeBy } from './judge-entry.js';
export { madeFrom, needsOf, type Need } from './needs.js';
export { NOT_FOUND, NOT_READ, type ObjectState } from './object-state.js';
export type { Observed } from './observed.js';
export { isSame, progressing, failed, READY, type Readiness } from './readiness.js';
export { isCurrent, readinessOf } from './readiness-of.js';
export { unreadable } from './unreadable.js';
export { waitEntriesOf } from './wait-entries.js';
export type { Criterion, WaitEntry } from './wait-entry.js';
