/**
 * The subroutines of a platform. `reconcile` runs each of them once on the observed state, and never waits. The caller decides
 * when to call it again.
 */
export {
  CLUSTER_TARGETS,
  isClusterTarget,
  storeOf,
  type Clusters,
  type InstanceContext,
  type KcpPlace,
  type KcpRemoval,
  type PassLease,
  type ReconcileContext,
  type ReconcileEvent,
  type Stores,
} from './context.js';
export { previewWebhook, webhookRefs } from './deployment/authorization-webhook.js';
export type { AuthorizationWebhook, WebhookResult } from './deployment/webhook-result.js';
export { previewFeatureToggles } from './feature-toggles/feature-toggles.js';
export { EXTRA_WORKSPACES, previewKcpSetup } from './kcp-setup/kcp-setup.js';
export type { KcpPlan } from './kcp-setup/kcp-plan.js';
export { previewDeployment } from './deployment/deployment.js';
export { Changes } from './changes.js';
export { knownTargets, reachableTargets } from './inventories.js';
export { previewTeardown, teardown, type TeardownPlan, type TeardownResult } from './teardown.js';
export { readRuntimeValues } from './live-values.js';
export { reconcile, type ReconcileResult } from './pipeline.js';
export {
  CONNECTIONS_WAITING,
  connectionsCondition,
  connectionsResult,
  type ConnectionStatus,
} from './provider-secret/connection-status.js';
export { lookAtAppliedSecrets, lookAtConnections, withAges, type ConnectionView } from './provider-secret/look-at-connections.js';
export { previewConnections } from './provider-secret/preview-connections.js';
export { lookAtWorkspaces, type KcpView, type WorkspaceView } from './kcp-setup/look-at-workspaces.js';
export type { ConditionType, StepResult } from './step-result.js';
export type { Subroutine } from './subroutine.js';
export { platformReadiness, reasonsOf } from './wait.js';
