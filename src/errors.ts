/** A place in a file that the user wrote. */
export interface Location {
  /** As it was named: a path, `stdin`, or `REF:path` for a file of a Git commit. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** Number of characters on that line that the finding is about; at least 1. */
  readonly length: number;
  /** The line itself, without its line break. */
  readonly text: string;
}

/** One finding about the input: an error stops the work, a warning does not. */
export interface Problem {
  /** Stable and in kebab case; listed in docs/errors.md. */
  readonly code: string;
  /** Whether it stops the work. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, led by the identity of the thing, such as `service "portal": enabled must be ...`. */
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
  /** Where it stands; absent for what stands nowhere, such as a flag. */
  readonly location?: Location;
}

/** What every error of this project extends. */
export class PlatformMeshError extends Error {
  /** Stable and in kebab case; listed in docs/errors.md. */
  readonly code: string;
  /** How to mend it. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'PlatformMeshError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The input is wrong: every problem that was found, errors and warnings, in the order of the input. */
export class InvalidInputError extends PlatformMeshError {
  /** All of them, errors and warnings. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      'invalid-input',
      problems
        .filter((problem) => problem.severity === 'error')
        .map(describe)
        .join('\n'),
    );
    this.name = 'InvalidInputError';
    this.problems = problems;
  }
}

/** One error that stands in no file, such as a flag that does not go with another. */
export function invalidInput(code: string, message: string, hint?: string): InvalidInputError {
  return new InvalidInputError([{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }]);
}

/** A file or folder could not be read or written. */
export class FileError extends PlatformMeshError {
  constructor(code: string, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(code, message, options);
    this.name = 'FileError';
  }
}

/** A problem on one line: `FILE:LINE:COLUMN: message`. */
export function describe(problem: Problem): string {
  const { location } = problem;
  return location ? `${location.file}:${location.line}:${location.column}: ${problem.message}` : problem.message;
}

/** What the operating system said. */
export interface SystemError {
  /** Such as `ENOENT`. */
  readonly code: string;
  /** The system's own words. */
  readonly message: string;
  /** The file that it is about. */
  readonly path?: string;
}

/** Whether an error came from the operating system; told by its shape, since it may come from another realm. */
export function isSystemError(error: unknown): error is SystemError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/u.test(error.code) &&
    'message' in error
  );
}

const READ_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links lead in a circle',
};

/** Why a file or folder cannot be read, without its path. */
export function readFailure({ code, message }: SystemError): string {
  return READ_REASONS[code] ?? message;
}
