/** Why a value is what it is: every layer that set it, with its place; and what a platform consists of. */
export { explain, type Explanation, type ExplainInput, type Leaf } from './explain.js';
export { overview, type OverviewRow } from './overview.js';
