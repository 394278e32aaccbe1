import type { Outcome } from '../../runtime/apply/index.js';
import { printable } from '../render/text-width.js';
import { titleOf } from './words.js';

/** What waits and why, without the word `waiting`: objects of one target with the same reason share a line. */
export function waitingLines(outcomes: readonly Outcome[]): readonly string[] {
  const groups = Map.groupBy(outcomes, ({ target, planned }) => JSON.stringify([target, reasonOf(planned)]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const who = members.length === 1 ? titleOf(first) : `${members.length} objects on ${first.target}`;
    return `${who}: ${printable(reasonOf(first.planned))}`;
  });
}

function reasonOf(planned: Outcome['planned']): string {
  return planned.action === 'blocked' ? planned.reason : '';
}
