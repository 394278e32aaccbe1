import type { YamlError } from './error.js';

/** Where the scanner is in its text; the functions that scan one token move it on. */
export interface Cursor {
  readonly text: string;
  /** Offset of the next character. */
  at: number;
  /** Line that `at` is in. */
  readonly line: number;
  /** Column of the next character. */
  readonly column: number;
  /** How many flow collections are open. */
  readonly flowLevel: number;
  /** Column of the innermost block; -1 outside of all. */
  readonly indent: number;
  /** Whether a key without `? ` may start here. */
  simpleKeyAllowed: boolean;
  /** Moves over one line break. */
  skipBreak(): void;
  /** An error at `at`, or elsewhere. */
  error(message: string, at?: number): YamlError;
}
