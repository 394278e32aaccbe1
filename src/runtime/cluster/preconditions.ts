import { at, isMap, listAt, textAt } from '../../kubernetes/index.js';

/** Preconditions of a write: the UID of the object, or its version. */
export type Precondition = 'uid' | 'resourceVersion';

const PRECONDITIONS: readonly Precondition[] = ['uid', 'resourceVersion'];

/** Where the body of a write can hold them: an object or a merge patch, a delete, an eviction. */
const PLACES: readonly (readonly string[])[] = [['metadata'], ['preconditions'], ['deleteOptions', 'preconditions']];

/** The preconditions in the body of a write. */
export function preconditionsOf(body: unknown): readonly Precondition[] {
  const isDemanded = (name: Precondition): boolean => PLACES.some((place) => textAt(body, ...place, name) !== undefined);
  return PRECONDITIONS.filter(isMap(body) ? isDemanded : (name) => isPatched(body, name));
}

/** A JSON patch that writes the field; an API server compares it with what is stored. */
function isPatched(patch: unknown, name: Precondition): boolean {
  return listAt({ patch }, 'patch').some((operation) => at(operation, 'path') === `/metadata/${name}`);
}
