import type { Explanation, Leaf, OverviewRow } from '../../explain/index.js';
import type { Assignment } from '../../profile/index.js';
import { flagName } from '../options/flag-option.js';
import type { Rendering } from './render-problems.js';
import { fits, renderTable } from './render-table.js';
import { printable } from './text-width.js';

/** The components as a table. */
export function renderOverview(rows: readonly OverviewRow[], { colors, width }: Rendering): string {
  const order = (row: OverviewRow): string =>
    row.wave === undefined ? row.dependsOn.map((name) => `after ${name}`).join(', ') : `wave ${row.wave}`;
  const cells = rows.map((row) => [
    row.name,
    row.section,
    row.technology,
    row.source,
    row.namespace === '' ? '-' : row.namespace,
    order(row) === '' ? '-' : order(row),
    row.overrides.join(', '),
  ]);
  const head = ['COMPONENT', 'SECTION', 'BY', 'CHART', 'NAMESPACE', 'ORDER', 'SET OVER THE PROFILE'];
  const paint = (text: string, column: number, row: number): string => {
    if (row === 0) return colors.dim(text);
    if (column === 0) return colors.bold(text);
    return column === 6 ? colors.yellow(text) : text;
  };
  return renderTable([head, ...cells], { width, cut: [6, 3, 5], paint });
}

/** A value, every layer that set it, and the variables in its template. */
export function renderExplanation(explanation: Explanation, rendering: Rendering): string {
  const { colors } = rendering;
  const parts = [heading(explanation, rendering)];
  const { assignments, leaves, source, object } = explanation;
  if (leaves.length > 0) parts.push(renderLeaves(leaves, rendering));
  else if (assignments.length > 0) parts.push(renderAssignments(assignments, rendering));
  else parts.push(`  ${colors.dim(nobody(explanation))}\n`);
  if (object && source !== undefined && leaves.length === 0) parts.push(`  ${colors.dim(`made from ${source}`)}\n`);
  for (const { name, assignments: all } of explanation.variables)
    parts.push(`  ${colors.dim('where')} .${name} ${colors.dim('is')}\n`, renderAssignments(all, rendering));
  return parts.join('');
}

/** Why a value is what it is, where nobody set it. */
function nobody({ value, changedBy, ocmResource }: Explanation): string {
  if (ocmResource !== undefined) return `resolved by OCM, from Resource ${ocmResource}`;
  if (typeof value === 'string' && /^\$\{[A-Z0-9_]+:=0\}$/u.test(value))
    return 'only a running platform knows it: give it with --runtime-values';
  if (changedBy === undefined) return 'set by platform-mesh itself; no key of the input changes it';
  return `set by platform-mesh itself; ${changedBy.replace(/^settings\.(\w+)$/u, (_, key: string) => `--${flagName(key)}`)} changes it`;
}

function heading({ object, path, value, leaves }: Explanation, { colors }: Rendering): string {
  const where = object ? [`${object.kind}/${object.name}`, path].filter((part) => part !== '').join(' ') : path;
  const place = object
    ? ` ${colors.dim(`(${object.target}${object.namespace === undefined ? '' : `, namespace ${object.namespace}`})`)}`
    : '';
  const shown = leaves.length > 0 || value === undefined ? '' : ` = ${oneLine(value)}`;
  return `${colors.bold(printable(where))}${shown}${place}\n`;
}

/** The weakest first; the last one is in effect. */
function renderAssignments(assignments: readonly Assignment[], { colors, width }: Rendering): string {
  const rows = assignments.map((assignment, index) => {
    const inEffect = index === assignments.length - 1;
    return [
      inEffect ? '  =>' : '    ',
      assignment.origin.layer,
      oneLine(assignment.value),
      place(assignment),
      assignment.origin.expression === undefined ? '' : `from ${oneLine(assignment.origin.expression)}`,
    ];
  });
  const paint = (text: string, column: number, row: number): string => {
    if (row < rows.length - 1) return colors.dim(text);
    return column === 1 ? colors.green(text) : text;
  };
  return fits(rows, width)
    ? renderTable(rows, { width, cut: [], paint })
    : rows.map((row, index) => stacked(row, (text, column) => paint(text, column, index))).join('');
}

function renderLeaves(leaves: readonly Leaf[], { colors, width }: Rendering): string {
  const platform = (resource: string | undefined): string => (resource === undefined ? 'platform-mesh' : `OCM Resource ${resource}`);
  const rows = leaves.map((leaf) => {
    const { path, value, winner } = leaf;
    const from = winner?.origin.expression === undefined ? '' : `from ${oneLine(winner.origin.expression)}`;
    return [`  ${path}`, oneLine(value), winner?.origin.layer ?? platform(leaf.ocmResource), winner ? place(winner) : '', from];
  });
  const paint = (text: string, column: number, row: number): string => {
    if (column === 2 && rows[row]?.[2]?.startsWith('spec.') === true) return colors.yellow(text);
    return column >= 2 ? colors.dim(text) : text;
  };
  return fits(rows, width)
    ? renderTable(rows, { width, cut: [], paint })
    : rows.map((row, index) => stacked(row, (text, column) => paint(text, column, index))).join('');
}

/** Where a row does not fit on one line: what it says, and below that where it comes from. */
function stacked(row: readonly string[], paint: (text: string, column: number) => string): string {
  const painted = row.map((cell, column) => (cell === '' ? '' : paint(printable(cell), column)));
  const [first = '', second = '', ...rest] = painted;
  return `${first} ${second}\n      ${rest.filter((cell) => cell !== '').join('  ')}\n`;
}

function place({ origin: { location } }: Assignment): string {
  return location ? `${location.file}:${location.line}:${location.column}` : '';
}

/** A value on one line: text as it is where that is plain, else as JSON. */
function oneLine(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"'][^\n\r\t]*$/u.test(value)) return value;
  return JSON.stringify(value);
}
