/** What differs between two sets of manifests: object by object, field by field, as text, data or Markdown. */
export { compareObjects, type Comparison, type FieldChange, type ObjectChange } from './compare.js';
export { renderMarkdown } from './markdown.js';
export { objectsIn, type PlacedObject } from './objects.js';
export { patchOf, type PatchLine } from './patch.js';
