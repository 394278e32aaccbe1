/**
 * From a `PlatformMesh` and its profile to a {@link Blueprint}: find, read, render, merge, validate, resolve.
 *
 * Read the folder in that order: `input`, `find`, `read-profile`, `render`, `merge`, `schema`, `resolve/`.
 */
export type * from './blueprint.js';
export type { Assignment, Layer, Origin, Provenance } from './provenance.js';
export { blueprintFrom, type BlueprintInput, type LoadedBlueprint } from './blueprint-from.js';
export type { InputFiles } from './input.js';
export { loadBlueprint, type LoadOptions } from './load.js';
export { INFRA_COMPONENTS, type InfraKey } from './infra-components.js';
