import type { ObjectQuery } from '../../kubernetes/index.js';
import type { CallOptions } from './options.js';

/** How to write. */
export interface WriteOptions extends CallOptions {
  /** Who we are in `managedFields`. @default - the server takes the user agent */
  readonly fieldManager?: string | undefined;
  /** Whether the server only answers, and stores nothing. @default false */
  readonly dryRun?: boolean | undefined;
  /** Such as `status`. @default - the object itself */
  readonly subresource?: string | undefined;
}

/** How to apply. */
export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Whether to take over fields that others manage. @default false */
  readonly force?: boolean | undefined;
}

/** How to delete. */
export interface DeleteOptions extends CallOptions {
  /** What becomes of the objects that it owns. @default - the default of the kind, mostly `Background` */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  /** Delete only this very object. @default - whatever has the name */
  readonly preconditions?: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined;
  /** Whether the server only answers, and deletes nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** How to evict a pod. */
export interface EvictOptions extends CallOptions {
  /** The very pod; a new one of the same name stays. */
  readonly uid: string;
  /** Whether the server only answers, and evicts nothing. @default false */
  readonly dryRun?: boolean | undefined;
}

/** What became of an eviction. */
export type Eviction =
  /** The pod ends within its grace period. */
  | { readonly result: 'evicted' }
  /** There is no such pod any more. */
  | { readonly result: 'gone' }
  /** A PodDisruptionBudget needs the pod now; the message names the budget. */
  | { readonly result: 'refused'; readonly message: string };

/** Which objects to list. */
export interface ListQuery extends ObjectQuery {
  /** Objects a page; all pages are read. @default 500 */
  readonly limit?: number | undefined;
}

/** One operation of RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** What an API server says of itself. */
export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  /** Such as `v1.34.4`. */
  readonly gitVersion: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}
