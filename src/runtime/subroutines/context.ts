import type { Blueprint, RuntimeValues } from '../../profile/index.js';
import type { ApplyPolicy, ClusterRoles, DesiredObject, Inventory, InventoryOwner, Outcome } from '../apply/index.js';
import type { Cluster, ObjectStore } from '../cluster/index.js';
import type { ObjectState, Prerequisites } from '../../readiness/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { LiveObjects } from '../values/index.js';
import type { AuthorizationWebhook, WebhookResult } from './deployment/webhook-result.js';

/** The clusters of an instance; the same one twice if there is only one. */
export interface Clusters {
  /** The cluster of Flux or Argo CD. */
  readonly infra: Cluster;
  /** The cluster of the OCM controllers, kcp and the `PlatformMesh`. */
  readonly runtime: Cluster;
}

/** The stores of the clusters; the same one twice if there is only one cluster. */
export interface Stores {
  readonly infra: ObjectStore;
  readonly runtime: ObjectStore;
}

/** Targets that are clusters; kcp workspaces are reached through the runtime cluster. */
export const CLUSTER_TARGETS = ['infra', 'runtime'] as const;

/** A target that is a cluster. */
export type ClusterTarget = (typeof CLUSTER_TARGETS)[number];

/** Whether a target is a cluster. */
export function isClusterTarget(target: string): target is ClusterTarget {
  return target === 'infra' || target === 'runtime';
}

/** Our field manager. The reference uses the same name, so its objects keep their owner. */
export const FIELD_MANAGER = 'platform-mesh-deployment';

/** An event of a reconcile. */
export type ReconcileEvent =
  /** All desired objects of a pass. */
  | { readonly type: 'desired'; readonly objects: readonly DesiredObject[] }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'webhook'; readonly result: WebhookResult }
  /** The states of objects that have to be ready and of those that they depend on, and warnings about entries that match nothing. */
  | {
      readonly type: 'readiness';
      readonly states: readonly ObjectState[];
      readonly related: readonly ObjectState[];
      readonly warnings: readonly string[];
    }
  /** Another run holds the lease. */
  | { readonly type: 'locked'; readonly message: string };

/** Data that a run keeps between passes. All of it can be read from the clusters again. */
export interface ReconcileMemory {
  /** By target; an error if the cluster did not answer. */
  inventories?: ReadonlyMap<string, KnownTarget | PlatformMeshError>;
  /** The values of the last rendering. */
  values?: RuntimeValues;
  /** Objects made from OCM Resources, as they were when the pass began. */
  keepers?: LiveObjects;
  /** The clusters with their UIDs. */
  roles?: ClusterRoles;
}

/** What was applied to a target. */
export interface KnownTarget {
  readonly own: Inventory;
  /** What other owners applied, by the keys of the objects. */
  readonly others: ReadonlyMap<string, InventoryOwner>;
}

/** A lease that lets one run at a time write. */
export interface PassLease {
  /**
   * Looks at the lease ahead, for a pass that will certainly write. Resolved as soon as the request is on its way.
   * @default - nothing to look at
   */
  prepare?(): Promise<void>;
  /** Takes the lease before the first write of a pass. @returns why nothing may be written, or undefined */
  enter(): Promise<string | undefined>;
  /** Whether the lease is held at this moment. */
  mayWrite(): boolean;
  /** Aborted when the lease is lost; undefined where none is held. */
  readonly lost: AbortSignal | undefined;
}

/** The context of an instance, without its manifests. */
export interface InstanceContext {
  readonly instance: Blueprint['instance'];
  /** Their requests end with the pass. */
  readonly clusters: Clusters;
  readonly stores: Stores;
  readonly policy: ApplyPolicy;
  readonly webhook: AuthorizationWebhook;
  readonly memory: ReconcileMemory;
  readonly lease: PassLease;
  /** Once aborted, nothing new starts; started writes finish. */
  readonly stop: AbortSignal;
  readonly now: () => Date;
  readonly emit: (event: ReconcileEvent) => void;
}

/** The context of a subroutine. */
export interface ReconcileContext extends InstanceContext {
  readonly blueprint: Blueprint;
  /** Values that a file gives; they win over what is observed. */
  readonly givenValues: RuntimeValues;
  /** What the platform cannot do without. @default - nothing besides what it deploys */
  readonly prerequisites?: Prerequisites;
}

/** The store of a target. */
export function storeOf({ stores }: Pick<InstanceContext, 'stores'>, target: string): ObjectStore {
  return target === 'infra' ? stores.infra : stores.runtime;
}
