import type { Blueprint, RuntimeValues } from '../../profile/index.js';
import type { ApplyPolicy } from '../apply/index.js';
import type { Prerequisites } from '../../readiness/index.js';
import { ObjectStore } from '../cluster/index.js';
import type { AuthorizationWebhook, Clusters, InstanceContext, PassLease, ReconcileContext, ReconcileEvent } from '../subroutines/index.js';

/** An instance, its clusters and the apply policy. */
export interface InstanceSessionProps {
  readonly instance: Blueprint['instance'];
  readonly clusters: Clusters;
  readonly webhook: AuthorizationWebhook;
  readonly policy: ApplyPolicy;
  /** Once aborted, nothing new starts. @default - never aborted */
  readonly stop?: AbortSignal;
  /** Ends every request. @default - each has its own timeout */
  readonly signal?: AbortSignal;
  /** @default - no lease, for reading only */
  readonly lease?: PassLease;
  readonly emit?: (event: ReconcileEvent) => void;
}

/** The same, with desired objects. */
export interface SessionProps extends Omit<InstanceSessionProps, 'instance'> {
  readonly blueprint: Blueprint;
  /** Values that a file gives. */
  readonly givenValues: RuntimeValues;
  /** What the platform cannot do without. @default - nothing besides what it deploys */
  readonly prerequisites?: Prerequisites;
}

/** A lease for readers: it excludes nobody. */
const NO_LEASE: PassLease = { enter: () => Promise.resolve(undefined), mayWrite: () => true, lost: undefined };

/** A context for reconciles of a platform. It has to be closed. */
export function openSession({ blueprint, givenValues, prerequisites, ...rest }: SessionProps): ReconcileContext {
  const desired = { blueprint, givenValues, ...(prerequisites ? { prerequisites } : {}) };
  return { ...openInstance({ ...rest, instance: blueprint.instance }), ...desired };
}

/** A context without a blueprint. Close it at the end. */
export function openInstance({
  clusters: given,
  signal,
  stop,
  lease = NO_LEASE,
  emit = () => undefined,
  ...rest
}: InstanceSessionProps): InstanceContext {
  const bound = signal
    ? {
        infra: given.infra.with({ signal }),
        runtime: given.infra === given.runtime ? given.infra.with({ signal }) : given.runtime.with({ signal }),
      }
    : given;
  const clusters = given.infra === given.runtime ? { infra: bound.infra, runtime: bound.infra } : bound;
  const infra = new ObjectStore(clusters.infra);
  const stores = { infra, runtime: clusters.infra === clusters.runtime ? infra : new ObjectStore(clusters.runtime) };
  return { ...rest, clusters, stores, stop: stop ?? new AbortController().signal, lease, emit, memory: {}, now: () => new Date() };
}

/** Ends the watches of a session. */
export function closeSession({ stores }: InstanceContext): void {
  stores.infra.close();
  stores.runtime.close();
}

/** Longest timer of Node.js, in milliseconds: 24 days. */
const LONGEST = 2 ** 31 - 1;

/** A signal that is aborted at a moment. */
export function abortedAt(moment: Date, reason?: Error): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), Math.min(Math.max(0, moment.getTime() - Date.now()), LONGEST));
  timer.unref();
  return controller.signal;
}
