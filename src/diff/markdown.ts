import { describeObject } from '../kubernetes/index.js';
import type { Comparison, ObjectChange } from './compare.js';
import { patchOf } from './patch.js';

/** GitHub takes comments of 65,536 characters, GitLab more; some room is left for what stands around it. */
const MAX_LENGTH = 60_000;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** A comparison as a comment for a pull request: a summary, a table, and the patch of each object to fold out. */
export function renderMarkdown({ changes, added, removed, changed, unchanged }: Comparison): string {
  const title =
    changes.length === 0
      ? `**Platform Mesh:** no change in ${objects(unchanged)}`
      : `**Platform Mesh:** ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`;
  if (changes.length === 0) return `${title}\n`;
  const parts = [`${title}\n`, '\n| | object | target | fields |\n|---|---|---|---|\n', ...changes.map(row)];
  let length = parts.join('').length;
  let shown = 0;
  for (const change of changes) {
    const part = details(change);
    if (length + part.length > MAX_LENGTH) break;
    parts.push(part);
    length += part.length;
    shown += 1;
  }
  if (shown < changes.length) parts.push(`\nToo long to show: the patches of ${objects(changes.length - shown)} more.\n`);
  return clipped(parts.join(''));
}

function row(changed: ObjectChange): string {
  const { change, target, fields } = changed;
  const places = fields.slice(0, 3).map(({ path }) => code(path.join('.')));
  const more = fields.length > 3 ? ` and ${fields.length - 3} more` : '';
  return `| ${SIGNS[change]} | ${code(describeObject(changed))} | ${target} | ${places.join(', ')}${more} |\n`;
}

function details(change: ObjectChange): string {
  const lines = patchOf(change).map(
    ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', gap: '@' }[kind]}${kind === 'gap' ? '@ ... @@' : text}`,
  );
  // The fence is longer than any in the text, so that no value can end it.
  const fence = '`'.repeat(Math.max(3, ...[...lines.join('\n').matchAll(/`+/gu)].map(([run]) => run.length + 1)));
  const summary = `<summary>${SIGNS[change.change]} ${html(describeObject(change))}</summary>`;
  return ['', `<details>${summary}`, '', `${fence}diff`, ...lines, fence, '', '</details>', ''].join('\n');
}

function objects(count: number): string {
  return `${count} object${count === 1 ? '' : 's'}`;
}

function code(text: string): string {
  return `\`${text.replace(/[`|\n]/gu, ' ')}\``;
}

function html(text: string): string {
  return text.replace(/[&<>]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

/** A table alone may be too long. */
function clipped(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const end = text.lastIndexOf('\n', MAX_LENGTH);
  return `${text.slice(0, end)}\n\nToo long to show in full.\n`;
}
