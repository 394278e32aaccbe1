import type * as cli from '../../src/cli/run.js';
import type * as gotemplate from '../../src/gotemplate/index.js';
import type * as library from '../../src/index.js';
import type * as profileSchema from '../../src/profile/schema.js';
import type * as variables from '../../src/profile/render/variables.js';
import type * as resources from '../../src/resources/index.js';
import type * as testing from '../../src/testing/index.js';

/**
 * The program that the pages are about. It is handed in, so that the same generator runs over the compiled program
 * (`main.ts`) and over its sources (the tests).
 */
export interface Product {
  readonly cli: typeof cli;
  readonly gotemplate: typeof gotemplate;
  readonly library: typeof library;
  readonly profileSchema: typeof profileSchema;
  readonly resources: typeof resources;
  readonly testing: typeof testing;
  readonly variables: typeof variables;
  /** What snippets may import, by the name of the package. */
  readonly modules: Readonly<Record<string, object>>;
}
