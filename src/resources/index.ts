/** The platform's own custom resources: one schema each, from which type, validation and CRD come. */
import { ManagedProviderSchema } from './managed-provider.js';
import { PlatformMeshSchema } from './platform-mesh.js';
import { ProviderSchema } from './provider.js';
import { validate, type SchemaProblem } from './validate.js';

export { crdYaml, customResourceDefinitions, structuralSchema } from './crd.js';
export { ManagedProviderSchema, type ManagedProvider } from './managed-provider.js';
export { exposureOf, PlatformMeshSchema, type PlatformMesh, type PlatformMeshSpec } from './platform-mesh.js';
export { ProviderSchema, type Provider } from './provider.js';
export type { ProviderConnection } from './provider-connection.js';
export type { WaitItem } from './wait.js';
export { validate, type SchemaProblem } from './validate.js';

/** Everything that is wrong with a PlatformMesh. */
export function validatePlatformMesh(value: unknown): readonly SchemaProblem[] {
  return validate(PlatformMeshSchema, value);
}

/** Everything that is wrong with a Provider. */
export function validateProvider(value: unknown): readonly SchemaProblem[] {
  return validate(ProviderSchema, value);
}

/** Everything that is wrong with a ManagedProvider. */
export function validateManagedProvider(value: unknown): readonly SchemaProblem[] {
  return validate(ManagedProviderSchema, value);
}
