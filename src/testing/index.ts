/** For tests of charts and constructs, ours and yours: an app, and what it comes to. */
export * as Testing from './testing.js';
