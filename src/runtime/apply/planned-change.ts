import type { PlatformMeshError } from '../../errors.js';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import type { ApiError, FieldConflict } from '../cluster/index.js';
import type { ForeignFields, TakeOver } from './fields/index.js';

/** What `execute` would do with one object. */
export interface PlannedChange {
  readonly target: string;
  readonly id: ObjectRef;
  /** The desired object. @default - none: the object is pruned, orphaned or kept */
  readonly object?: KubernetesObject;
  readonly planned: Planned;
  /** Fields that stay although they are not desired, because others own them. @default - none, or not computed */
  readonly stays?: readonly ForeignFields[];
}

/** What happens to an object, by its action. */
export type Planned = Writing | Removal | Keeping;

/** The object is as desired, or becomes so. */
export type Writing =
  | { readonly action: 'create'; readonly after: KubernetesObject }
  /** `takes` are managers that lose fields to us; `from` are those that wrote the object before our first apply. */
  | {
      readonly action: 'update';
      readonly before: KubernetesObject;
      readonly after: KubernetesObject;
      readonly takes: readonly string[];
      readonly from: readonly string[];
      readonly takeover?: TakeOver;
      readonly isForced: boolean;
    }
  /** No value changes; we become the owner of the fields. */
  | {
      readonly action: 'adopt';
      readonly before: KubernetesObject;
      readonly takes: readonly string[];
      readonly from: readonly string[];
      readonly takeover?: TakeOver;
      readonly isForced: boolean;
    }
  /** An immutable field changes: the object is deleted, and created again when it is gone. */
  | { readonly action: 'recreate'; readonly before: KubernetesObject; readonly after: KubernetesObject; readonly reason: string };

/** An object that the inventory names and that is no longer desired. */
export type Removal =
  | {
      readonly action: 'prune';
      readonly before: KubernetesObject;
      readonly handover?: Handover;
      /** Why it is being deleted and not gone yet, where its finalizers do not say it. @default - its finalizers say it */
      readonly heldBy?: string;
    }
  /** The object stays and leaves the inventory: it is not ours, or not ours alone. */
  | { readonly action: 'orphan'; readonly before: KubernetesObject; readonly reason: string };

/** Nothing is written. */
export type Keeping =
  | { readonly action: 'unchanged'; readonly before: KubernetesObject }
  /** A rule protects it. It stays in the inventory. */
  | { readonly action: 'skip'; readonly before: KubernetesObject; readonly reason: string }
  | {
      readonly action: 'conflict';
      readonly before: KubernetesObject;
      readonly conflicts: readonly FieldConflict[];
      readonly error: ApiError;
    }
  /** It cannot be written yet. `error`: the API server refused it for now. `isPostponed`: other objects come first. */
  | {
      readonly action: 'blocked';
      readonly reason: string;
      readonly wakeOn: readonly ObjectRef[];
      readonly error?: PlatformMeshError;
      readonly isPostponed?: true;
    }
  | { readonly action: 'failed'; readonly error: PlatformMeshError };

/** The successor takes over what the object deployed; deleting the object must not uninstall it. */
export interface Handover {
  /** The successor. */
  readonly to: ObjectRef;
  /** A merge patch before the deletion: the object leaves alone what it deployed. */
  readonly patch: HandoverPatch;
  /** Undoes that patch, where the deletion is refused. */
  readonly undo: HandoverPatch;
}

/** A merge patch of an object that leaves. */
export interface HandoverPatch {
  readonly metadata?: { readonly finalizers: readonly string[]; readonly resourceVersion?: string | undefined };
  readonly spec?: object;
}

/** A change, and its result. */
export interface Outcome extends PlannedChange {
  /** `waiting`: it may succeed later. `stopped`: it was not started. */
  readonly result: 'done' | 'failed' | 'waiting' | 'stopped';
  /** Why it did not succeed. */
  readonly error?: PlatformMeshError;
}

/** The outcome of a change without a write. */
export function outcomeOf(change: PlannedChange): Outcome {
  const { planned } = change;
  if (planned.action === 'conflict' || planned.action === 'failed') return { ...change, result: 'failed', error: planned.error };
  return { ...change, result: planned.action === 'blocked' ? 'waiting' : 'done' };
}
