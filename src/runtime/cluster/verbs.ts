import type { ObjectQuery } from '../../kubernetes/index.js';
import type { CallOptions } from './options.js';

/** How something is written. */
export interface WriteOptions extends CallOptions {
  /** Who we are in `managedFields`. @default - the server takes the user agent */
  readonly fieldManager?: string | undefined;
  /** Whether nothing is written, and only the answer is given. @default false */
  readonly dryRun?: boolean | undefined;
  /** Such as `status`. @default - the object itself */
  readonly subresource?: string | undefined;
}

/** How something is applied. */
export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Whether fields that others manage are taken over. @default false */
  readonly force?: boolean | undefined;
}

/** How something is deleted. */
export interface DeleteOptions extends CallOptions {
  /** What becomes of the objects that it owns. @default - the default of the kind, mostly `Background` */
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  /** Delete only this very object. @default - whatever has the name */
  readonly preconditions?: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined;
  /** Whether nothing is deleted. @default false */
  readonly dryRun?: boolean | undefined;
}

/** Which objects are listed. */
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
