/** Bounds that an attack meets and a template that people wrote does not. */
export interface TemplateLimits {
  /** Templates that call one another. @default 1,000 */
  readonly templateDepth: number;
  /** Blocks and parentheses within one another. @default 500 */
  readonly nesting: number;
  /** Characters of the output. @default 64 Mi */
  readonly output: number;
  /** Nodes that are run, so loops end. @default 5,000,000 */
  readonly steps: number;
}

/** The bounds that hold unless others are given. */
export const DEFAULT_LIMITS: TemplateLimits = {
  templateDepth: 1000,
  nesting: 500,
  output: 64 * 1024 * 1024,
  steps: 5_000_000,
};
