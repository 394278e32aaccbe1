/** From a Blueprint to manifests: the charts of a platform, each bound to one target. */
export { ARGO_PROJECT, SOURCE_PLACEHOLDER } from './argo-application.js';
export { WEBHOOK_NAMESPACE } from './authorization-webhook-chart.js';
export * from './gitops/index.js';
export { toggleOf } from './labels.js';
export { detachedApp, manifestsOf, type Manifest } from './manifest.js';
export { PlatformMeshChart, type PlatformMeshChartProps } from './platform-mesh-chart.js';
export { RbacChart, type RbacChartProps } from './rbac/index.js';
export type { UnresolvedValue, ValueSource } from './known-values.js';
export { render, type Rendered, type RenderOptions, type WithheldObject } from './render.js';
export { claimedFields, type ClaimedFields } from './ocm/claimed-fields.js';
export { TargetChart, type Target } from './target.js';
