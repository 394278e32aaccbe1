import type { PlatformMeshError } from '../../../errors.js';
import { textAt } from '../../../kubernetes/index.js';
import { storeOf, type InstanceContext } from '../context.js';
import { splitPath } from './kcp-desired.js';

/** What its parents say of a workspace. */
export type WorkspaceState =
  | { readonly state: 'ready' }
  /** It, or one of its parents, does not exist. */
  | { readonly state: 'gone' }
  /** It exists and cannot be used: it is not Ready, or it is being deleted. `isUnread`: it was Ready, so it may hold anything. */
  | { readonly state: 'closed'; readonly reason: string; readonly isUnread?: true }
  | { readonly state: 'unknown'; readonly error: PlatformMeshError };

/** Phases in which nobody can have put anything into a workspace. */
const NEW: ReadonlySet<string> = new Set(['Scheduling', 'Initializing']);

/** The state of a workspace whose parents are observed already. */
export function workspaceState(path: string, context: Pick<InstanceContext, 'stores' | 'memory'>): WorkspaceState {
  const { parent, name } = splitPath(path);
  if (parent === undefined) return { state: 'ready' };
  const above = workspaceState(parent, context);
  if (above.state !== 'ready') return above;
  const observed = storeOf(context, `kcp/${parent}`).observe({ apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name });
  switch (observed.state) {
    case 'present': {
      const { object } = observed;
      if (object.metadata.deletionTimestamp !== undefined) return { state: 'closed', reason: `workspace ${path} is being deleted` };
      const phase = textAt(object, 'status', 'phase') ?? 'Scheduling';
      if (phase === 'Ready') return { state: 'ready' };
      const reason = `workspace ${path} is not Ready: its phase is ${phase}`;
      return NEW.has(phase) ? { state: 'closed', reason } : { state: 'closed', reason, isUnread: true };
    }
    case 'absent':
      return { state: 'gone' };
    case 'unread':
      return { state: 'closed', reason: `workspace ${path} has not been read yet`, isUnread: true };
    default:
      return { state: 'unknown', error: observed.error };
  }
}

/** Targets by what can be done there. */
export interface SortedTargets {
  readonly ready: readonly string[];
  readonly gone: readonly string[];
  readonly closed: readonly { readonly target: string; readonly reason: string }[];
}

/**
 * Sorts targets; the clusters are ready.
 *
 * @throws {PlatformMeshError} when kcp does not say how a workspace is
 */
export function sortTargets(targets: readonly string[], context: Pick<InstanceContext, 'stores' | 'memory'>): SortedTargets {
  const states = targets.map((target) => ({
    target,
    ...(target.startsWith('kcp/') ? workspaceState(target.slice('kcp/'.length), context) : ({ state: 'ready' } as const)),
  }));
  const unknown = states.find((each) => each.state === 'unknown');
  if (unknown) throw unknown.error;
  return {
    ready: states.flatMap(({ state, target }) => (state === 'ready' ? [target] : [])),
    gone: states.flatMap(({ state, target }) => (state === 'gone' ? [target] : [])),
    closed: states.flatMap((each) => (each.state === 'closed' ? [{ target: each.target, reason: each.reason }] : [])),
  };
}
