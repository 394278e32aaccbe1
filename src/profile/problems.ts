import type { Location, Problem } from '../errors.js';

/** The content of one problem. */
export interface Finding {
  readonly message: string;
  readonly hint?: string;
  readonly location?: Location;
}

/** Collects problems, so that all of them are reported at once. */
export class Problems {
  readonly #all: Problem[] = [];

  error(code: string, finding: Finding): void {
    this.#all.push({ code, severity: 'error', ...finding });
  }

  warning(code: string, finding: Finding): void {
    this.#all.push({ code, severity: 'warning', ...finding });
  }

  get hasErrors(): boolean {
    return this.#all.some((problem) => problem.severity === 'error');
  }

  /** All of them, by file and place; equal ones once. */
  list(): readonly Problem[] {
    const unique = new Map(this.#all.map((problem) => [JSON.stringify([problem.code, problem.message, problem.location]), problem]));
    return [...unique.values()].sort(byPlace);
  }
}

function byPlace(a: Problem, b: Problem): number {
  const files = compareText(a.location?.file ?? '', b.location?.file ?? '');
  if (files !== 0) return files;
  return (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
