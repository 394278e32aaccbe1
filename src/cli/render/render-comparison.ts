import { patchOf, type Comparison, type ObjectChange } from '../../diff/index.js';
import type { Rendering } from './render-problems.js';
import { printable } from './text-width.js';

/** Object by object: what became of it, and the patch of its YAML. */
export function renderComparison({ changes }: Comparison, rendering: Rendering): string {
  return changes.map((change) => renderChange(change, rendering)).join('\n');
}

/** `1 added, 2 changed, 0 removed, 17 unchanged` */
export function summaryOf({ added, changed, removed, unchanged }: Comparison): string {
  return `${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`;
}

function renderChange(change: ObjectChange, { colors }: Rendering): string {
  const paint = { added: colors.green, removed: colors.red, changed: colors.yellow }[change.change];
  const place = [change.target, change.namespace].filter((part) => part !== undefined && part !== '').join(', namespace ');
  const lines = patchOf(change).map(({ kind, text }) => {
    const shown = printable(text);
    if (kind === 'added') return colors.green(`  + ${shown}`);
    if (kind === 'removed') return colors.red(`  - ${shown}`);
    return kind === 'gap' ? colors.dim('  ...') : `    ${shown}`;
  });
  return [`${paint(change.change)} ${colors.bold(`${change.kind}/${change.name}`)} ${colors.dim(`(${place})`)}`, ...lines, ''].join('\n');
}
