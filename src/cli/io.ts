/** What the command line needs of its surroundings; a test gives its own. */
export interface Io {
  /** Data. */
  out(text: string): void;
  /** Everything else: problems, progress, summaries. */
  err(text: string): void;
  stdin(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal. */
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}
