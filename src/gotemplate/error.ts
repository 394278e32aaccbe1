/** A template that does not parse, or fails while it runs. */
export class TemplateError extends Error {
  /** Whether the text does not parse, or failed while it ran. */
  readonly stage: 'parse' | 'exec';
  /** 1-based line in the template, as Go gives it. */
  readonly line: number;
  /** 0-based column in bytes; only while running, as in Go. */
  readonly column: number | undefined;
  /** UTF-16 offset in the template of what failed, as near as it is known. */
  readonly offset: number;
  /** The message without its place: `function "x" not defined`. */
  readonly detail: string;
  /** The function that is called and not there, when that is what is wrong. */
  readonly undefinedFunction: string | undefined;

  constructor(
    stage: 'parse' | 'exec',
    place: { readonly line: number; readonly column?: number; readonly offset: number },
    message: string,
    detail: string,
    undefinedFunction?: string,
  ) {
    super(message);
    this.name = 'TemplateError';
    this.stage = stage;
    this.line = place.line;
    this.column = place.column;
    this.offset = place.offset;
    this.detail = detail;
    this.undefinedFunction = undefinedFunction;
  }
}
