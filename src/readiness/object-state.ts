import type { ObjectRef } from '../kubernetes/index.js';
import type { Need } from './needs.js';
import type { Readiness } from './readiness.js';

/** How an object is, and how it hangs together with others: enough to say what blocks what, without the object. */
export interface ObjectState {
  /** Where it is, such as `infra` or `kcp/root:orgs`. @default - where it is was not said */
  readonly place?: string;
  readonly ref: ObjectRef;
  readonly readiness: Readiness;
  /** What it needs before it can be ready. */
  readonly needs: readonly Need[];
  /** What comes of it once it is ready. */
  readonly makes: readonly ObjectRef[];
}

/** The reason of what is not there. */
export const NOT_FOUND = 'NotFound';

/** The reason of what was not read so far. */
export const NOT_READ = 'NotRead';
