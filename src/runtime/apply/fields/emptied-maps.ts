import { isMap } from '../../../kubernetes/index.js';

/**
 * Whether the server has nothing where an empty map is desired. It leaves null where the last field of a map was taken
 * away, and drops that null where the schema has no place for it; when it is asked once more, it makes the map.
 */
export function hasEmptied(desired: unknown, written: unknown): boolean {
  if (!isMap(desired)) return false;
  if (Object.keys(desired).length === 0) return written === null || written === undefined;
  return isMap(written) && Object.entries(desired).some(([name, value]) => hasEmptied(value, written[name]));
}
