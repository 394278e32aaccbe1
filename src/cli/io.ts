/** Input and output of the command line; a test passes its own. */
export interface Io {
  /** Data. */
  out(text: string): void;
  /** Everything else: problems, progress, summaries. */
  err(text: string): void;
  stdin(): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Aborted when nobody reads standard output any more. @default - somebody does */
  readonly closed?: AbortSignal;
}

/** What is known of an output stream. */
export interface Stream {
  readonly isTerminal: boolean;
  /** Columns; `Infinity` where nothing has to be cut, as in a pipe. */
  readonly width: number;
}
