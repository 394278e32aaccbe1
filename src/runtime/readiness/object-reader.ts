import type { PlatformMeshError } from '../../errors.js';
import type { ObjectQuery } from '../../kubernetes/index.js';
import type { Observed } from '../../readiness/index.js';

/** What is told of objects. */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Observed }
  /** `synced` when everything that there is was just told. */
  | { readonly type: 'BOOKMARK'; readonly synced: boolean };

/** How to watch. */
export interface WatchOptions {
  /** Ends the watch, without an error. */
  readonly signal: AbortSignal;
  /** Is told why a watch was interrupted; it goes on by itself. */
  readonly onInterruption?: (error: PlatformMeshError) => void;
}

/** What waiting needs of a cluster; `Cluster` has it. */
export interface ObjectReader {
  /**
   * Lists objects, which are `ADDED`, then says that it is `synced`, and tells what happens to them from there on
   * without a gap.
   *
   * @throws {PlatformMeshError} at the beginning only, when objects cannot be read: `unknown-kind` for a kind that is not served
   */
  watch(query: ObjectQuery, options: WatchOptions): AsyncIterable<WatchEvent>;
}
