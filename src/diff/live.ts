import type { KubernetesObject } from '../kubernetes/index.js';
import { isMap } from './is-map.js';

/** Fields that belong to the user as a whole: what is in them and not in ours is a difference. */
const WHOLE = new Set(['values', 'ignoreDifferences', 'syncOptions', 'dependsOn', 'referencePath']);

/**
 * An object that a cluster has stored (it has a uid), as it was written: without what the server, defaults and
 * controllers added, as far as ours tells it. Any other object is returned as it is.
 */
export function asWritten(stored: KubernetesObject, ours: KubernetesObject): KubernetesObject {
  return stored.metadata['uid'] === undefined ? stored : (shapedLike(stored, ours) as KubernetesObject);
}

function shapedLike(stored: unknown, ours: unknown): unknown {
  if (Array.isArray(stored) && Array.isArray(ours))
    return stored.length === ours.length ? stored.map((item, index) => shapedLike(item, ours[index])) : stored;
  if (!isMap(stored) || !isMap(ours)) return stored;
  return Object.fromEntries(
    Object.entries(stored).flatMap(([key, value]) =>
      Object.hasOwn(ours, key) ? [[key, WHOLE.has(key) ? value : shapedLike(value, ours[key])]] : [],
    ),
  );
}
