import type { Explanation, Leaf, OverviewRow } from '../../explain/index.js';
import type { Assignment } from '../../profile/index.js';
import { maskValue, type Place } from './mask-values.js';
import { maskText } from './secret-text.js';

/** Sections of the input that only name Secrets: what they hold is for everybody to read. */
const OPEN_SECTIONS = new Set(['exposure', 'metadata', 'settings', 'spec']);

/** An explanation without the secrets in its values and templates. */
export function maskExplanation(explanation: Explanation): Explanation {
  const { object, steps, value, assignments, leaves } = explanation;
  if (!object && OPEN_SECTIONS.has(steps[0] ?? '')) return explanation;
  const placeOf = ({ steps: path, namedBy }: Pick<Leaf, 'steps' | 'namedBy'>): Place => ({
    path: object?.kind === 'Secret' ? ['secret', ...path] : path,
    namedBy,
  });
  const place = placeOf(explanation);
  return {
    ...explanation,
    value: maskValue(value, place),
    assignments: assignments.map((assignment) => maskAssignment(assignment, place)),
    leaves: leaves.map((leaf) => {
      const winner = leaf.winner && maskAssignment(leaf.winner, placeOf(leaf));
      return { ...leaf, value: maskValue(leaf.value, placeOf(leaf)), winner };
    }),
  };
}

/** The components without what their addresses hold beside the host. */
export function maskOverview(rows: readonly OverviewRow[]): readonly OverviewRow[] {
  return rows.map((row) => ({ ...row, source: maskText(row.source, () => '(hidden)') }));
}

function maskAssignment({ origin, value }: Assignment, place: Place): Assignment {
  const { expression } = origin;
  const masked = expression === undefined ? {} : { expression: String(maskValue(expression, place)) };
  return { origin: { ...origin, ...masked }, value: maskValue(value, place) };
}
