import type { Traced, TracedEntry, TracedMap } from './traced.js';

/**
 * Lays one value over another; the overlay wins.
 *
 * Maps merge key by key, so an empty map clears nothing. Anything else replaces: a list the whole list,
 * `null` the value (Helm deletes a chart's default by it). What was replaced stays visible in `overrode`.
 */
export function merge(base: Traced, overlay: Traced): Traced {
  if (base.kind !== 'map' || overlay.kind !== 'map') return { ...overlay, overrode: stacked(base, overlay.overrode) };
  const entries = new Map<string, TracedEntry>(base.entries);
  for (const [key, entry] of overlay.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { ...entry, value: merge(below.value, entry.value) } : entry);
  }
  return { ...overlay, entries, overrode: base } satisfies TracedMap;
}

function stacked(base: Traced, above: Traced | undefined): Traced {
  return above ? { ...above, overrode: stacked(base, above.overrode) } : base;
}
