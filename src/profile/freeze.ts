/** Makes plain data read-only, all the way down; instances of classes are left as they are. */
export function freeze<T>(value: T): T {
  const pending: unknown[] = [value];
  for (let at = pending.pop(); pending.length > 0 || at !== undefined; at = pending.pop()) {
    if (typeof at !== 'object' || at === null || Object.isFrozen(at)) continue;
    if (!Array.isArray(at) && Object.getPrototypeOf(at) !== Object.prototype) continue;
    Object.freeze(at);
    for (const inner of Object.values(at) as readonly unknown[]) pending.push(inner);
  }
  return value;
}
