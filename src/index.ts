/**
 * Platform Mesh as cdk8s constructs.
 *
 * `loadBlueprint` reads a `PlatformMesh` and its profile, `PlatformMeshChart` turns the result into manifests.
 * Constructs without a platform are under `platform-mesh-cdk8s/constructs`.
 */
export * from './charts/index.js';
export { describe, FileError, InvalidInputError, PlatformMeshError, type Location, type Problem } from './errors.js';
export type { KubernetesObject, ObjectMeta, OwnerReference } from './kubernetes/index.js';
export * from './profile/index.js';
export type { RemoteRuntime, Settings } from './settings.js';
export { synthesize, writeFiles } from './synth/index.js';
