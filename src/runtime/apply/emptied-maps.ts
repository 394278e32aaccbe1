import { isMap } from '../../kubernetes/index.js';

/**
 * Whether the server has nothing where an empty map is wanted. It leaves null where the last field of a map was taken
 * away, and drops that null where the schema has no place for it; when it is asked once more, it makes the map.
 */
export function hasEmptied(wanted: unknown, written: unknown): boolean {
  if (!isMap(wanted)) return false;
  if (Object.keys(wanted).length === 0) return written === null || written === undefined;
  return isMap(written) && Object.entries(wanted).some(([name, value]) => hasEmptied(value, written[name]));
}
