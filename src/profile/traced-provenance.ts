import type { Assignment, Provenance } from './provenance.js';
import { descend, history, type Traced } from './traced.js';

/** Provenance over the merged sections: `infra`, `services` and what else stands in `components`. */
export function tracedProvenance(sections: Readonly<Record<'infra' | 'services' | 'components', Traced>>): Provenance {
  const find = ([section, ...path]: readonly string[]): Traced | undefined =>
    section === 'infra' || section === 'services' || section === 'components' ? descend(sections[section], path) : undefined;
  return {
    history(path): readonly Assignment[] {
      const found = find(path);
      return found ? history(found) : [];
    },
    children(path): readonly string[] {
      if (path.length === 0) return Object.keys(sections).sort();
      const found = find(path);
      if (found?.kind === 'map') return [...found.entries.keys()].sort();
      return found?.kind === 'list' ? found.items.map((_, index) => String(index)) : [];
    },
  };
}
