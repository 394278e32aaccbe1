/** What brings a platform to its clusters, step by step. */
export { sourceOf } from './argo-sources.js';
export type { AuthorizationWebhook, WebhookResult } from './authorization-webhook.js';
export { deliver, preview, previewWebhook, type DeliveryListener, type DeliveryResult } from './deliver.js';
export { readRuntimeValues } from './live-values.js';
export { overview, type ObjectView, type PlatformView } from './overview.js';
export type { Clusters } from './session.js';
export { storedInput } from './stored-input.js';
export { undo } from './undo.js';
