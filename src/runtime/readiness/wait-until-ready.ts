import { type ObjectRef, groupOf, keyOf, versionOf } from '../../kubernetes/index.js';
import type { Goal } from './goal.js';
import type { ObjectReader } from './object-reader.js';
import { readinessOf } from '../../readiness/index.js';
import { waitFor, type WaitOptions, type WaitResult } from './wait.js';

/** Objects of one cluster. */
export interface WaitGroup {
  /** What messages call the cluster, such as `infra` or `kcp/root:orgs`. @default - it is not named */
  readonly place?: string;
  readonly cluster: ObjectReader;
  /** Those that have to be ready. */
  readonly objects: readonly ObjectRef[];
}

/**
 * Waits until all objects are ready at the same time, each by the rules of its kind.
 *
 * Objects that are not there, and kinds that are not served yet, are waited for. Objects of one kind and namespace are
 * read by one list and one watch. It does not throw when time is over: the result says what is not ready, and why.
 */
export async function waitUntilReady({ groups, ...options }: { readonly groups: readonly WaitGroup[] } & WaitOptions): Promise<WaitResult> {
  return waitFor(groups.flatMap(goalsOf), options);
}

function goalsOf({ place, cluster, objects }: WaitGroup): readonly Goal[] {
  const unique = new Map(objects.map((ref) => [keyOf(ref), ref])).values();
  return [...unique].map(({ apiVersion, kind, namespace, name }) => ({
    ...(place === undefined ? {} : { place }),
    cluster,
    group: groupOf(apiVersion),
    versions: [versionOf(apiVersion)],
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    minimum: 1,
    judge: readinessOf,
  }));
}
