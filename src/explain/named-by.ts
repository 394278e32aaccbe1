import type { Path } from './path.js';

/**
 * What names a value beside its own key: the `name` of the list's entry that it belongs to, as of an environment
 * variable, or the flag before it in a list of arguments.
 */
export function namedBy(path: Path, valueAt: (path: Path) => unknown): string | undefined {
  const [parent, last] = [path.slice(0, -1), path.at(-1) ?? ''];
  const before = Number(last) > 0 ? valueAt([...parent, String(Number(last) - 1)]) : undefined;
  if (typeof before === 'string' && /^--?[A-Za-z][\w-]*$/u.test(before)) return before;
  const name = path.length > 1 ? valueAt([...parent, 'name']) : undefined;
  return typeof name === 'string' ? name : undefined;
}
