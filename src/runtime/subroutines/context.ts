import type { Blueprint, RuntimeValues } from '../../profile/index.js';
import type { ApplyPolicy, ClusterRoles, DesiredObject, Inventory, InventoryOwner, Outcome } from '../apply/index.js';
import type { Cluster, ObjectStore } from '../cluster/index.js';
import type { KubernetesObject } from '../../kubernetes/index.js';
import type { KcpAdmin, NewToken, Workspaces } from '../kcp/index.js';
import type { ObjectState, Prerequisites, ReadyMemory } from '../../readiness/index.js';
import type { PlatformMeshError } from '../../errors.js';
import type { Changes } from './changes.js';
import type { ConnectionStatus } from './provider-secret/connection-status.js';
import type { LiveObjects } from '../values/index.js';
import type { ConditionType, StepResult } from './step-result.js';
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
  /** All desired objects of a pass; of a step, where others apply to the same targets. */
  | { readonly type: 'desired'; readonly objects: readonly DesiredObject[]; readonly step?: ConditionType }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'webhook'; readonly result: WebhookResult }
  /** The states of objects that have to be ready and of those that they depend on, and warnings about entries that match nothing. */
  | {
      readonly type: 'readiness';
      readonly states: readonly ObjectState[];
      readonly related: readonly ObjectState[];
      readonly warnings: readonly string[];
    }
  /** How each kubeconfig for services is. */
  | { readonly type: 'connections'; readonly connections: readonly ConnectionStatus[] }
  /** What came of a step of the pipeline. */
  | { readonly type: 'step'; readonly step: ConditionType; readonly result: StepResult }
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
  /** kcp, once it is connected, and the Secret that the connection was made from. */
  kcp?: { readonly secret: KubernetesObject; readonly workspaces: Workspaces };
  /** The targets in which earlier runs of a step have applied objects, by the step. */
  appliedWorkspaces?: ReadonlyMap<string, readonly string[]>;
  /** How the kubeconfigs for services are. */
  connections?: readonly ConnectionStatus[];
  /** Tokens that this run was given, by their Secrets. */
  tokens?: ReadonlyMap<string, NewToken>;
  /** What kcp said of published tokens, by their Secrets. */
  trials?: ReadonlyMap<string, TokenTrial>;
  /** Targets in which provider connections have objects. */
  connectionTargets?: readonly string[];
  /** What users have in workspaces of the platform, in words, by path: what a deletion leaves. */
  userContent?: ReadonlyMap<string, string>;
  /** Values that kcp and Secrets told last. */
  kcpValues?: RuntimeValues;
  /** What earlier looks of the wait found ready. */
  readyBefore?: ReadyMemory;
  /** The clusters with their UIDs. */
  roles?: ClusterRoles;
}

/** A published token that was tried. */
export interface TokenTrial {
  readonly token: string;
  readonly isRefused: boolean;
  readonly at: Date;
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
  readonly kcp: KcpPlace;
  /** Is told of each change that a watch brings. */
  readonly changes: Changes;
  /** Ends every request. */
  readonly signal?: AbortSignal | undefined;
  readonly memory: ReconcileMemory;
  readonly lease: PassLease;
  /** Once aborted, nothing new starts; started writes finish. */
  readonly stop: AbortSignal;
  readonly now: () => Date;
  readonly emit: (event: ReconcileEvent) => void;
}

/** Where kcp is, and who its administrator is. */
export interface KcpPlace extends KcpAdmin {
  /** Name of the RootShard. */
  readonly rootShardName: string;
}

/** What a deletion does about kcp. */
export interface KcpRemoval {
  /** Delete workspaces with all that users have in them. */
  readonly deleteWorkspaces: boolean;
  /** Leave what is in kcp, and forget it. */
  readonly orphan: boolean;
}

/** The context of a subroutine. */
export interface ReconcileContext extends InstanceContext {
  readonly blueprint: Blueprint;
  /** Values that a file gives; they win over what is observed. */
  readonly givenValues: RuntimeValues;
  /** How long tokens are asked for, in seconds; the server may grant less. @default 604800, a week */
  readonly tokenLifetime?: number;
  /** What the platform cannot do without. @default - nothing besides what it deploys */
  readonly prerequisites?: Prerequisites;
}

type TargetContext = Pick<InstanceContext, 'clusters' | 'stores' | 'memory'>;

/** The cluster or workspace of a target. A workspace is there from when kcp is connected. */
export function clusterOf({ clusters, memory }: TargetContext, target: string): Cluster {
  return isClusterTarget(target) ? clusters[target] : workspacesOf(memory).clusterOf(workspaceIn(target));
}

/** What is known of a target. */
export function storeOf({ stores, memory }: Omit<TargetContext, 'clusters'>, target: string): ObjectStore {
  return isClusterTarget(target) ? stores[target] : workspacesOf(memory).storeOf(workspaceIn(target));
}

/** The path of the workspace that is a target: `root:orgs` of `kcp/root:orgs`. */
export function workspaceIn(target: string): string {
  return target.replace(/^kcp\//u, '');
}

function workspacesOf({ kcp }: ReconcileMemory): Workspaces {
  if (!kcp) throw new Error('kcp is not connected');
  return kcp.workspaces;
}
