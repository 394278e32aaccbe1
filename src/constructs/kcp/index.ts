/** kcp: workspaces and their types, and APIs that one workspace offers to others. */
export { AdmissionWebhook, type AdmissionWebhookProps } from './admission-webhook.js';
export { ApiBinding, type ApiBindingProps } from './api-binding.js';
export { ApiExportEndpointSlice, type ApiExportEndpointSliceProps } from './api-export-endpoint-slice.js';
export { ApiExport, type ApiExportProps, type Binders } from './api-export.js';
export { ApiResourceSchema, type ApiResourceSchemaProps } from './api-resource-schema.js';
export type { PermissionClaim } from './permission-claim.js';
export type { ApiExportReference, WorkspaceTypeReference } from './references.js';
export type { CustomResourceDefinitionLike, PrinterColumn, ScalePaths, SchemaVersion } from './schema-version.js';
export {
  WorkspaceAuthenticationConfiguration,
  type WorkspaceAuthenticationConfigurationProps,
} from './workspace-authentication-configuration.js';
export { Workspace, type WorkspaceProps } from './workspace.js';
export { WorkspaceType, type WorkspaceTypeProps } from './workspace-type.js';
