/** Values of a running platform, read from the objects that a store holds. */
export { absentResources, type KnownResources } from './absent-resources.js';
export { ocmResourcesOf, type LiveObjects, type OcmReading } from './ocm.js';
