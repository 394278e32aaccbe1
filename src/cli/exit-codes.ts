/** What the process ends with. */
export const EXIT = {
  done: 0,
  /** It was tried and failed. */
  failed: 1,
  /** The command line or an input file is wrong; nothing was changed. */
  invalid: 2,
  /** There are changes, and the caller wanted to know. */
  changes: 3,
  /** It was done, and the platform was not ready, or not gone, in time. */
  notReady: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
