import { at, isMap, type KubernetesObject } from '../../kubernetes/index.js';
import type { Observed } from '../readiness.js';

/**
 * The first field below `spec` that the observed object does not have as we applied it; undefined when it has them all.
 *
 * A store may be a moment behind our own write: an object without our last change still shows the status of the version
 * before. Fields that others add do not count.
 */
export function fieldNotApplied(desired: KubernetesObject, observed: Observed): string | undefined {
  return difference('spec', desired['spec'], observed['spec']);
}

function difference(path: string, desired: unknown, observed: unknown): string | undefined {
  if (isMap(desired) && (isMap(observed) || isEmpty(observed))) {
    return firstOf(Object.entries(desired), ([key, value]) => difference(`${path}.${key}`, value, at(observed, key)));
  }
  if (Array.isArray(desired) && Array.isArray(observed) && desired.length === observed.length) {
    return firstOf([...desired.entries()], ([index, value]) => difference(`${path}[${index}]`, value, observed[index]));
  }
  return desired === observed || (isEmpty(desired) && isEmpty(observed)) ? undefined : path;
}

function firstOf<T>(all: readonly T[], find: (each: T) => string | undefined): string | undefined {
  for (const each of all) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What API servers may leave out. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === false || value === '' || (isMap(value) && Object.keys(value).length === 0);
}
