import { isApiError } from '../../cluster/index.js';
import { failed, gateReadiness, NOT_FOUND, progressing, unreadable, type Readiness } from '../../../readiness/index.js';
import { storeOf, workspaceIn, type InstanceContext, type ReconcileContext } from '../context.js';
import { renderForClusters } from '../deployment/desired.js';
import { appliedWorkspaces, knownTargets } from '../inventories.js';
import { connectedKcp } from './connection.js';
import { kcpManifests, splitPath } from './kcp-desired.js';
import { ownWorkspaces } from './kcp-teardown.js';
import { observeAncestors } from './observe-workspaces.js';
import { workspaceState } from './workspace-states.js';

/** A workspace as kcp says that it is. */
export interface WorkspaceView {
  /** Such as `root:orgs`. */
  readonly path: string;
  readonly readiness: Readiness;
}

/** What is in kcp. */
export interface KcpView {
  /** Why nothing can be said of kcp. @default - kcp has answered */
  readonly unknown?: string;
  /** The workspaces that are desired or applied, parents first. */
  readonly workspaces: readonly WorkspaceView[];
}

/** How the workspaces of a platform are, by what kcp says now. */
export async function lookAtWorkspaces(context: InstanceContext | ReconcileContext): Promise<KcpView> {
  const targets = await appliedWorkspaces(context);
  context.memory.inventories = await knownTargets(context, targets);
  const paths = [...new Set([...ownWorkspaces(targets, context), ...desiredWorkspaces(context)])].sort(byPath);
  if (paths.length === 0) return { workspaces: [] };
  const notConnected = await connectedKcp(context);
  if (notConnected)
    return { unknown: notConnected.kind === 'failed' ? notConnected.error.message : (notConnected.message ?? ''), workspaces: [] };
  await observeAncestors(paths, context);
  const [first] = paths.map((path) => workspaceState(path, context)).filter((each) => each.state === 'unknown');
  if (first && isApiError(first.error)) return { unknown: first.error.message, workspaces: [] };
  return { workspaces: paths.map((path) => ({ path, readiness: readinessIn(path, context) })) };
}

/** Names in the order of letters, each parent before its children. */
function byPath(one: string, other: string): number {
  const [left, right] = [one, other].map((path) => path.replaceAll(':', '\u0000')) as [string, string];
  return left === right ? 0 : left < right ? -1 : 1;
}

function desiredWorkspaces(context: InstanceContext | ReconcileContext): readonly string[] {
  if (!('blueprint' in context)) return [];
  const rendered = renderForClusters(context.blueprint, context.memory.values ?? context.givenValues);
  return kcpManifests(rendered).flatMap(({ target, object }) =>
    object.kind === 'Workspace' ? [`${workspaceIn(target)}:${object.metadata.name}`] : [],
  );
}

function readinessIn(path: string, context: InstanceContext): Readiness {
  const { parent = '', name } = splitPath(path);
  const above = workspaceState(parent, context);
  if (above.state === 'closed') return progressing('ParentNotReady', above.reason);
  const observed =
    above.state === 'ready'
      ? storeOf(context, `kcp/${parent}`).observe({ apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name })
      : ({ state: 'absent' } as const);
  switch (observed.state) {
    case 'present':
      return observed.object.metadata.deletionTimestamp === undefined
        ? gateReadiness(observed.object)
        : progressing('Terminating', 'it is being deleted');
    case 'forbidden':
    case 'unreadable':
      return unreadable(observed.error);
    default:
      return failed(NOT_FOUND, 'it does not exist');
  }
}
