import type { PlatformMeshError } from '../../errors.js';
import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import type { InventoryPlace } from './inventory.js';
import type { Verdict, WriteRules } from './judge.js';

/** One object that is wanted, where, and when. */
export interface Desired {
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
  /** Objects of a lower order are written first. */
  readonly order: number;
  readonly object: KubernetesObject;
  /** Every platform has it, under the same name. @default - it belongs to this one alone */
  readonly isShared?: true;
  /**
   * Makes the object from what is known now; a text says what is not known yet.
   * @default - the object is written as it is
   */
  readonly resolve?: () => Promise<KubernetesObject | string>;
}

/** What becomes of an object that an earlier run applied and that is wanted no more. */
export type Farewell =
  | { readonly action: 'prune'; readonly before: KubernetesObject; readonly handover?: Handover }
  /** Somebody else owns it by now: it is left alone, and forgotten. */
  | { readonly action: 'release'; readonly before: KubernetesObject; readonly managers: readonly string[] };

/** What an object brought about goes to another one, and must not go with it. */
export interface Handover {
  /** The other one. */
  readonly to: ObjectRef;
  /** Makes the object leave alone what it brought about: a merge patch, before it is deleted. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** Undoes that, where the object cannot be deleted after all. */
  readonly takeBack: Readonly<Record<string, unknown>>;
}

/** What happens to one object. */
export interface Change {
  readonly target: string;
  readonly id: ObjectRef;
  /** What is written. @default - nothing is: it goes, or is not known yet */
  readonly object?: KubernetesObject;
  readonly verdict: Verdict | Farewell;
}

/** A change, and what came of it. */
export interface Outcome extends Change {
  /** `waiting`: it may succeed later, and the time was up; `stopped`: it was not begun. */
  readonly result: 'done' | 'failed' | 'waiting' | 'stopped';
  /** Why it did not succeed. */
  readonly error?: PlatformMeshError;
}

/** Where objects go, and by which rules. */
export interface ApplyContext {
  /** The cluster and the inventory of a target. */
  readonly placeOf: (target: string) => InventoryPlace;
  readonly rules: WriteRules;
  /** Whether what is wanted no more is deleted. */
  readonly prune: boolean;
  /** To what an object that goes has to hand over what it brought about. @default - to nothing */
  readonly handover?: (leaving: KubernetesObject) => Handover | undefined;
  /** Ends waiting: for kinds that are not served yet, for objects that are being deleted. @default - waits for ever */
  readonly patience?: AbortSignal;
  /** From then on nothing is begun; what was begun is finished. @default - never */
  readonly stop?: AbortSignal;
}

/** Requests in flight for each level; the API server shares its own limits among them. */
export const PARALLEL = 32;
