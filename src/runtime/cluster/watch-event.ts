import type { ApiError } from './errors/api-error.js';
import type { KubernetesObject, ObjectQuery } from '../../kubernetes/index.js';

/** An object came, changed or went. */
export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** With `DELETED`, its last state; after a gap only `apiVersion`, `kind` and `metadata` of it are known. */
  readonly object: KubernetesObject;
}

/** Everything up to here was told. */
export interface BookmarkEvent {
  readonly type: 'BOOKMARK';
  readonly resourceVersion: string;
  /** Whether all objects were just listed: at the beginning, and after a gap. Otherwise it is the server's own bookmark. */
  readonly synced: boolean;
}

/** What a watch tells. */
export type WatchEvent = ObjectEvent | BookmarkEvent;

/** How to watch. */
export interface WatchOptions {
  /** Ends the watch, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** From where on, such as that of a list. @default - lists first, which gives `ADDED` for each object, and a `BOOKMARK` that is `synced` */
  readonly resourceVersion?: string | undefined;
  /** The objects at that version, so that after a gap only differences are told. @default - none */
  readonly known?: readonly KubernetesObject[] | undefined;
  /** A connection that is silent for so long is given up for another one, in milliseconds; API servers send a bookmark each minute. @default 90000 */
  readonly silence?: number;
  /** Is told why a watch was interrupted; it goes on by itself. */
  readonly onInterruption?: (error: ApiError) => void;
}

/** A line of the server's answer, as far as a watch understands it. */
export type RawEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubernetesObject }
  /** Its object is a `Status`. */
  | { readonly type: 'ERROR'; readonly object: unknown };

/** What a watch is made of. */
export type WatchQuery = ObjectQuery;
