/**
 * From a `PlatformMesh` and its profile to a {@link Blueprint}: find, read, render, merge, validate, resolve.
 *
 * Read the folder in that order: `input`, `find`, `read-profile`, `render`, `merge`, `schema`, `resolve/`.
 */
export type * from './blueprint.js';
export type { Assignment, Layer, Origin, Provenance } from './overlay/provenance.js';
export { blueprintFrom, type BlueprintInput, type LoadedBlueprint } from './resolve/blueprint-from.js';
export { BUILT_IN_CONNECTIONS, TERMINAL_CONNECTION } from './resolve/built-in-connections.js';
export { defineBlueprint, defineExposure } from './define-blueprint.js';
export type * from './blueprint-definition.js';
export { FEATURE_TOGGLES, type FeatureToggle, type FeatureToggleName } from './resolve/feature-toggles.js';
export type { InputFiles } from './read/input.js';
export { loadBlueprint, loadRuntimeValues, type LoadOptions } from './read/load.js';
export { IMAGE_REFERENCE_EXAMPLE, parseImageReference, type ImageReference } from './resolve/image-reference.js';
export { ocmKeys, type OcmKeys, type OcmMetadata } from './resolve/ocm-keys.js';
export type { ImageParts, ResolvedResource, ResourceAccess, RuntimeValues } from './read/runtime-values.js';
export { INFRA_COMPONENTS, type InfraKey } from './resolve/infra-components.js';
