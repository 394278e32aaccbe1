import * as cdk8s from 'cdk8s';
import type { Product } from '../../docs/generate/product.ts';
import * as cli from '../../src/cli/run.js';
import * as gotemplate from '../../src/gotemplate/index.js';
import * as library from '../../src/index.js';
import * as profileSchema from '../../src/profile/schema.js';
import * as variables from '../../src/profile/render/variables.js';
import * as resources from '../../src/resources/index.js';
import * as testing from '../../src/testing/index.js';

/** The program as its sources have it. */
export const PRODUCT: Product = {
  cli,
  gotemplate,
  library,
  profileSchema,
  resources,
  testing,
  variables,
  modules: { cdk8s, 'platform-mesh-cdk8s': library, 'platform-mesh-cdk8s/testing': testing },
};
