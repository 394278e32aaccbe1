import { judgeBy } from '../../readiness/index.js';
import type { ObjectReader } from './object-reader.js';
import { waitFor, type WaitOptions, type WaitResult } from './wait.js';
import type { WaitEntry } from '../../readiness/index.js';

/** What is waited for, and where. */
export interface EntriesProps extends WaitOptions {
  /** What messages call the cluster. @default - it is not named */
  readonly place?: string;
  /** Where Flux or Argo CD live. */
  readonly cluster: ObjectReader;
  readonly entries: readonly WaitEntry[];
}

/** Waits until all entries are satisfied at the same time; like `waitUntilReady` in everything else. */
export async function waitForEntries({ place, cluster, entries, ...options }: EntriesProps): Promise<WaitResult> {
  const goals = entries.map(({ criterion, ...entry }) => ({ ...entry, ...(place === undefined ? {} : { place }), cluster, judge: judgeBy(criterion) }));
  return waitFor(goals, options);
}
