import type { createColors } from 'picocolors';
import type { Location, Problem } from '../../errors.js';
import { maskText } from '../mask/secret-text.js';
import { columns, printable } from './text-width.js';

/** How problems are shown. */
export interface Rendering {
  readonly colors: ReturnType<typeof createColors>;
  /** Columns that a line may have. */
  readonly width: number;
  /** Show every warning, however many of a kind there are. */
  readonly verbose: boolean;
}

/** Warnings of one kind that are shown; a large platform may have thousands. */
const SHOWN_OF_A_KIND = 5;

/** Every problem with its place, the line, a caret and the hint; at the end how many there are. */
export function renderProblems(problems: readonly Problem[], rendering: Rendering): string {
  if (problems.length === 0) return '';
  const seen = new Map<string, number>();
  const shown = problems.filter((problem) => {
    if (rendering.verbose || problem.severity === 'error' || namesWhatWasMeant(problem)) return true;
    const count = (seen.get(problem.code) ?? 0) + 1;
    seen.set(problem.code, count);
    return count <= SHOWN_OF_A_KIND;
  });
  const left = problems.length - shown.length;
  const more = left === 0 ? '' : `... and ${left} more warning${left === 1 ? '' : 's'} of the same kinds; -v shows all\n`;
  return `${shown.map((problem) => renderProblem(problem, rendering)).join('')}${more}${summary(problems)}\n`;
}

/** A warning about a misspelt name is always shown. */
function namesWhatWasMeant({ hint }: Problem): boolean {
  return hint?.startsWith('did you mean ') === true;
}

/** `2 errors, 1 warning` */
export function summary(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']): string[] => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  };
  return [...count('error'), ...count('warning')].join(', ');
}

/** One problem. */
export function renderProblem(problem: Problem, rendering: Rendering): string {
  const { colors } = rendering;
  const paint = problem.severity === 'error' ? colors.red : colors.yellow;
  const { location, hint } = problem;
  const place = location ? `${printable(location.file)}:${location.line}:${location.column}: ` : '';
  const lines = [`${colors.bold(place)}${paint(`${problem.severity}:`)} ${printable(problem.message)} ${colors.dim(`[${problem.code}]`)}`];
  if (location) lines.push(...excerpt(location, paint, rendering));
  if (hint !== undefined) lines.push(`   ${colors.cyan('hint:')} ${printable(hint)}`);
  return `${lines.join('\n')}\n`;
}

/** The line with stars for its secrets, as many as they have characters, so that the mark below stays in place. */
function withoutSecrets(line: string): string {
  return maskText(line, (secret) => '*'.repeat([...secret].length));
}

function excerpt(location: Location, paint: (text: string) => string, { colors, width }: Rendering): readonly string[] {
  if (location.text.trim() === '') return [];
  const gutter = `${String(location.line).padStart(5)} | `;
  const room = Math.max(20, width - gutter.length);
  const characters = [...withoutSecrets(location.text)].map((character) => (character === '\t' ? ' ' : printable(character)));
  const first = Math.max(0, Math.min(location.column - 1, characters.length) - Math.floor(room / 2));
  const start = characters.length <= room ? 0 : first;
  const visible = characters.slice(start, start + room);
  const before = visible.slice(0, location.column - 1 - start).join('');
  const marked = visible.slice(location.column - 1 - start, location.column - 1 - start + location.length).join('');
  const caret = '^'.repeat(Math.max(1, columns(marked)));
  return [`${colors.dim(gutter)}${visible.join('')}`, `${colors.dim(`${' '.repeat(5)} | `)}${' '.repeat(columns(before))}${paint(caret)}`];
}
