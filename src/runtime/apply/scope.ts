import type { KubernetesObject, ObjectRef } from '../../kubernetes/index.js';
import type { Cluster, ObjectStore } from '../cluster/index.js';
import type { DeletionPlace } from './deletion-order.js';
import type { InventoryPlace } from './inventory/index.js';
import type { Handover } from './planned-change.js';

/** How objects are written and deleted. */
export interface ApplyPolicy {
  /** Take fields over from everybody. @default false */
  readonly force?: boolean;
  /** Delete and create again what cannot be changed. @default false */
  readonly recreate?: boolean;
  /** Delete what is no longer desired. */
  readonly prune: boolean;
  /** Delete objects that somebody else made and we adopted. @default false */
  readonly pruneAdopted?: boolean;
  /** Kinds with user data that may be deleted. @default - none */
  readonly pruneKinds?: readonly string[];
  /** Delete more than half of what was applied. @default false */
  readonly allowMassPrune?: boolean;
}

/** The cluster of a target, its store and its inventory. */
export interface TargetPlace {
  readonly cluster: Cluster;
  readonly store: ObjectStore;
  readonly inventory: InventoryPlace;
}

/** The targets of objects, and the rules for writes. */
export interface ApplyScope {
  readonly placeOf: (target: string) => TargetPlace;
  /** The same for writes, which are aborted when the lease is lost. */
  readonly writing: (target: string) => TargetPlace;
  /** Every target in which the owner may have objects. */
  readonly targets: readonly string[];
  /** Who we are in `managedFields`. */
  readonly fieldManager: string;
  /** Other names under which we write. @default - none */
  readonly otherManagers?: readonly string[];
  /** How messages name the owner, such as `mesh-system/mesh`. */
  readonly owner: string;
  readonly policy: ApplyPolicy;
  /** The successor that takes over what a pruned object deployed. @default - none */
  readonly handover?: (leaving: KubernetesObject) => Handover | undefined;
  /** When an object goes, among those that go. @default - as its kind says */
  readonly deletionPlace?: (target: string, object: KubernetesObject) => DeletionPlace;
  /** Once aborted, nothing new starts; started writes finish. */
  readonly stop?: AbortSignal;
  /** Ends requests. */
  readonly signal?: AbortSignal;
  /** Takes the lease before the first write of a pass; the answer holds for the pass. @returns why nothing may be written, or undefined */
  readonly enter: () => Promise<string | undefined>;
  /** Whether this run still holds the lease. */
  readonly mayWrite: () => boolean;
  /** Why an object blocks the next level; undefined if it does not. */
  readonly closedGate: (target: string, ref: ObjectRef) => string | undefined;
}

/** Requests in flight within one level; the API server shares its own limits among them. */
export const PARALLEL = 64;
