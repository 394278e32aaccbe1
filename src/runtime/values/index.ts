/** Values of a running platform, read from the objects that a store holds. */
export { ocmResourcesOf, type LiveObjects, type OcmReading } from './ocm.js';
