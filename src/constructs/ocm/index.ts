/** Open Component Model: resources found by reference. */
export { ReferencedResource, type ReferencedResourceProps } from './referenced-resource.js';
