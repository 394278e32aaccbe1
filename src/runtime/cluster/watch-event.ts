import type { ApiError } from './errors/api-error.js';
import type { KubernetesObject, ObjectQuery } from '../../kubernetes/index.js';

/** An object came, changed or went. */
export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** With `DELETED`, its last state; after a gap only `apiVersion`, `kind` and `metadata` of it are known. */
  readonly object: KubernetesObject;
}

/** The watch has reported everything up to this version. */
export interface BookmarkEvent {
  readonly type: 'BOOKMARK';
  readonly resourceVersion: string;
  /** Whether the watch just listed all objects: at the beginning, and after a gap. Otherwise it is the server's own bookmark. */
  readonly synced: boolean;
}

/** What a watch reports. */
export type WatchEvent = ObjectEvent | BookmarkEvent;

/** How to watch. */
export interface WatchOptions {
  /** Ends the watch, without an error. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Where to begin, such as the version of a list.
   * @default - lists first, which gives `ADDED` for each object, and a `BOOKMARK` that is `synced`
   */
  readonly resourceVersion?: string | undefined;
  /** The objects at that version, so that after a gap the watch reports only differences. @default - none */
  readonly known?: readonly KubernetesObject[] | undefined;
  /**
   * Silence after which the watch takes another connection, in milliseconds; API servers send a bookmark each minute.
   * @default 90000
   */
  readonly silence?: number;
  /** Called with the reason of an interruption; the watch goes on by itself. */
  readonly onInterruption?: (error: ApiError) => void;
}

/** A line of the server's answer that a watch understands. */
export type RawEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: KubernetesObject }
  /** Its object is a `Status`. */
  | { readonly type: 'ERROR'; readonly object: unknown };

/** Which objects to watch. */
export type WatchQuery = ObjectQuery;
