import type { ApiError, KubernetesObject } from '../cluster/index.js';
import type { InventoryPlace } from './inventory.js';
import type { Verdict, WriteRules } from './judge.js';
import type { ObjectId } from './object-id.js';

/** One object that is wanted, where, and when. */
export interface Desired {
  /** As the charts name it, such as `runtime`. */
  readonly target: string;
  /** Objects of a lower order are written first. */
  readonly order: number;
  readonly object: KubernetesObject;
  /**
   * Makes the object from what is known now; a text says what is not known yet.
   * @default - the object is written as it is
   */
  readonly resolve?: () => Promise<KubernetesObject | string>;
}

/** What becomes of an object that an earlier run applied and that is wanted no more. */
export type Farewell =
  | { readonly action: 'prune'; readonly before: KubernetesObject }
  /** Somebody else owns it by now: it is left alone, and forgotten. */
  | { readonly action: 'release'; readonly before: KubernetesObject; readonly managers: readonly string[] };

/** What happens to one object. */
export interface Change {
  readonly target: string;
  readonly id: ObjectId;
  /** What is written. @default - nothing is: it goes, or is not known yet */
  readonly object?: KubernetesObject;
  readonly verdict: Verdict | Farewell;
}

/** A change, and what came of it. */
export interface Outcome extends Change {
  /** `waiting`: it may succeed later, and the time was up; `stopped`: it was not begun. */
  readonly result: 'done' | 'failed' | 'waiting' | 'stopped';
  /** Why it did not succeed. */
  readonly error?: ApiError;
}

/** Where objects go, and by which rules. */
export interface ApplyContext {
  /** The cluster and the inventory of a target. */
  readonly placeOf: (target: string) => InventoryPlace;
  readonly rules: WriteRules;
  /** Whether what is wanted no more is deleted. */
  readonly prune: boolean;
  /** Ends waiting: for kinds that are not served yet, for objects that are being deleted. @default - waits for ever */
  readonly patience?: AbortSignal;
  /** From then on nothing is begun; what was begun is finished. @default - never */
  readonly stop?: AbortSignal;
}

/** Requests in flight for each level; the API server shares its own limits among them. */
export const PARALLEL = 32;
