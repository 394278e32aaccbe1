import { isMap } from '../../../kubernetes/index.js';

/**
 * Whether an empty map is desired but the live object has none. If the last field of a map is removed, the server writes null,
 * and drops this null if the schema does not allow it. A second apply creates the map.
 */
export function hasEmptied(desired: unknown, written: unknown): boolean {
  if (!isMap(desired)) return false;
  if (Object.keys(desired).length === 0) return written === null || written === undefined;
  return isMap(written) && Object.entries(desired).some(([name, value]) => hasEmptied(value, written[name]));
}
