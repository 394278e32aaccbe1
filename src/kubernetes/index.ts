/** Kubernetes objects as data: types, references, keys, and readers of fields that may hold anything. */
export { at, isMap, listAt, numberAt, textAt, textsAt, type Fields } from './fields.js';
export type { KindRef, KubernetesObject, NewObject, ObjectList, ObjectMeta, ObjectQuery, ObjectRef, OwnerReference } from './object.js';
export { apiVersionOf, describeObject, groupOf, keyOf, objectKey, refOf, versionOf, type Named } from './ref.js';
