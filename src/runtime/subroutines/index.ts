/** What brings a platform to its clusters, step by step. */
export { sourceOf } from './argo-sources.js';
export { ensureAuthorizationWebhook, type AuthorizationWebhook, type WebhookResult } from './authorization-webhook.js';
export { deliver, preview, type Delivery, type DeliveryListener, type DeliveryResult } from './deliver.js';
export { CLUSTER_TARGETS, isClusterTarget, placeIn, type Clusters } from './session.js';
export { readRuntimeValues, type ValueSources } from './live-values.js';
export { overview, type ObjectView, type PlatformView } from './overview.js';
export { storedInput } from './stored-input.js';
export { undo, type Undoing } from './undo.js';
