import type { Blueprint, RuntimeValues } from '../../profile/index.js';
import type { ApplyPolicy, ClusterRoles, DesiredObject, Inventory, InventoryOwner, Outcome } from '../apply/index.js';
import type { Cluster, ObjectStore } from '../cluster/index.js';
import type { ObjectState } from '../../readiness/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { LiveObjects } from '../values/index.js';
import type { AuthorizationWebhook, WebhookResult } from './deployment/webhook-result.js';

/** The clusters of an instance; the same one twice where everything lives on one cluster. */
export interface Clusters {
  /** Flux or Argo CD live there. */
  readonly infra: Cluster;
  /** The OCM controllers, kcp and the `PlatformMesh` live there. */
  readonly runtime: Cluster;
}

/** What is known of the clusters; the same store twice where everything lives on one cluster. */
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

/** Who we are in `managedFields` of a platform's objects; the same name as in the reference, so that nothing changes hands. */
export const FIELD_MANAGER = 'platform-mesh-deployment';

/** What a reconcile tells while it runs. */
export type ReconcileEvent =
  /** All desired objects of a pass. */
  | { readonly type: 'desired'; readonly objects: readonly DesiredObject[] }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'webhook'; readonly result: WebhookResult }
  /** The states of everything that has to be ready, of what holds these up, and warnings about entries that match nothing. */
  | {
      readonly type: 'readiness';
      readonly states: readonly ObjectState[];
      readonly related: readonly ObjectState[];
      readonly warnings: readonly string[];
    }
  /** Another run holds the lease. */
  | { readonly type: 'locked'; readonly message: string };

/** What a run knows of an instance from one pass to the next. All of it can be read from the clusters again. */
export interface ReconcileMemory {
  /** By target; an error where a cluster could not be asked. */
  inventories?: ReadonlyMap<string, KnownTarget | PlatformMeshError>;
  /** What the manifests were last rendered from. */
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
  /** Takes the lease before the first write of a pass. @returns why nothing may be written, or undefined */
  enter(): Promise<string | undefined>;
  /** Whether the lease is held at this moment. */
  mayWrite(): boolean;
  /** Aborted when the lease is lost; undefined where none is held. */
  readonly lost: AbortSignal | undefined;
}

/** What is needed to look after an instance, whatever it consists of. */
export interface InstanceContext {
  readonly instance: Blueprint['instance'];
  /** Their requests end with the pass. */
  readonly clusters: Clusters;
  readonly stores: Stores;
  readonly policy: ApplyPolicy;
  readonly webhook: AuthorizationWebhook;
  readonly memory: ReconcileMemory;
  readonly lease: PassLease;
  /** Nothing is begun any more once it is aborted; what was begun is finished. */
  readonly stop: AbortSignal;
  readonly now: () => Date;
  readonly emit: (event: ReconcileEvent) => void;
}

/** Everything that a step needs. */
export interface ReconcileContext extends InstanceContext {
  readonly blueprint: Blueprint;
  /** Values that a file gives; they win over what is observed. */
  readonly givenValues: RuntimeValues;
}

/** The store of a target. */
export function storeOf({ stores }: Pick<InstanceContext, 'stores'>, target: string): ObjectStore {
  return target === 'infra' ? stores.infra : stores.runtime;
}
