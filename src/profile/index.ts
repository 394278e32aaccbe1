/**
 * From a `PlatformMesh` and its profile to a {@link Blueprint}: find, read, render, merge, validate, resolve.
 *
 * Read the folder in that order: `input`, `find`, `read-profile`, `render`, `merge`, `schema`, `resolve/`.
 */
export type * from './blueprint.js';
export type { Assignment, Layer, Origin, Provenance } from './provenance.js';
export { blueprintFrom, type BlueprintInput, type LoadedBlueprint } from './blueprint-from.js';
export { defineBlueprint, defineExposure } from './define-blueprint.js';
export type * from './blueprint-definition.js';
export { FEATURE_TOGGLES, type FeatureToggle, type FeatureToggleName } from './feature-toggles.js';
export type { InputFiles } from './input.js';
export { loadBlueprint, loadRuntimeValues, type LoadOptions } from './load.js';
export { IMAGE_REFERENCE_EXAMPLE, parseImageReference, type ImageReference } from './image-reference.js';
export { ocmKeys, type OcmKeys, type OcmMetadata } from './ocm-keys.js';
export type { ImageParts, ResolvedResource, ResourceAccess, RuntimeValues } from './runtime-values.js';
export { INFRA_COMPONENTS, type InfraKey } from './infra-components.js';
