import type { WorkspaceNode } from './kcp-graph.js';

/** A workspace in the drawing of the tree. */
export interface TreeRow {
  readonly depth: number;
  /** No workspace of the same parent comes after it. */
  readonly last: boolean;
  /** For each level above its own, whether the line of that level goes on past this row. */
  readonly rails: readonly boolean[];
}

/** How deep each workspace lies, and which lines lead past it, by id. Parents come before what lies in them. */
export function treeRows(workspaces: readonly WorkspaceNode[]): ReadonlyMap<string, TreeRow> {
  const lasts = new Map(workspaces.map(({ parent, id }) => [parent, id]));
  const rows = new Map<string, TreeRow>();
  for (const { id, parent } of workspaces) {
    const last = lasts.get(parent) === id;
    const above = parent === undefined ? undefined : rows.get(parent);
    rows.set(
      id,
      above
        ? { depth: above.depth + 1, last, rails: above.depth === 0 ? [] : [...above.rails, !above.last] }
        : { depth: 0, last, rails: [] },
    );
  }
  return rows;
}
