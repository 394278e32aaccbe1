/** How a value is printed. */
export interface PrintOptions {
  /**
   * Column after which long strings are folded; `Infinity` folds none.
   * @default 80
   */
  readonly width?: number;
  /**
   * Quote what any reader of YAML 1.1 or 1.2 might take for something else than a text, and escape the line breaks
   * that only YAML 1.1 knows. The text is then not Go's, but reads the same everywhere.
   * @default false
   */
  readonly portable?: boolean;
  /**
   * Print what Go makes of a text: it reads a value as YAML before it prints it, which folds a raw NEL and refuses some
   * control characters. Without it every text is printed as it is.
   * @default true
   */
  readonly readBack?: boolean;
}
