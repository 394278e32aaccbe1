/** The exit codes of the process. */
export const EXIT = {
  done: 0,
  /** It was tried and failed. */
  failed: 1,
  /** The command line or an input file is wrong; nothing was changed. */
  invalid: 2,
  /** There are changes, with `--exit-code`. */
  changes: 3,
  /** Done, but the platform is not ready, or not gone, in time. */
  notReady: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The codes as the help of the program lists them. */
export const EXIT_CODES = `Exit codes:
  0  done
  1  tried and failed
  2  the command line or an input file is wrong; nothing has changed
  3  diff or plan found changes, with --exit-code
  4  not ready, or not gone, in time
`;
