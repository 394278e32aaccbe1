import pMap from 'p-map';
import { listAt, textAt, textsAt, type KubernetesObject } from '../../../kubernetes/index.js';
import { isApiError } from '../../cluster/index.js';
import { clusterOf, type InstanceContext } from '../context.js';
import { placeOf, writingPlace } from '../inventories.js';
import { KCP_MANAGER } from './kcp-desired.js';

const WORKSPACE = { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace' } as const;

/** On a workspace whose content is gone: a change of it makes kcp look again. */
const CONTENT_GONE = 'core.platform-mesh.io/content-gone';

/** So many workspaces are looked at in one pass: a platform may have thousands. */
const AT_ONCE = 64;
const PARALLEL = 8;

/** A workspace that is being deleted. */
export interface Terminating {
  /** Path of its parent. */
  readonly parent: string;
  readonly name: string;
  readonly uid: string | undefined;
}

/** What holds a workspace that is being deleted, by what it says of itself: its terminators, else what is left in it. */
export function heldByText(path: string, logicalCluster: KubernetesObject): string | undefined {
  const terminators = textsAt(logicalCluster, 'status', 'terminators');
  if (terminators.length > 0)
    return `workspace ${path} waits for its ${terminators.length === 1 ? 'terminator' : 'terminators'} ${terminators.join(', ')}`;
  const condition = listAt(logicalCluster, 'status', 'conditions').find((each) => textAt(each, 'type') === 'WorkspaceContentDeleted');
  const message = textAt(condition, 'status') === 'True' ? undefined : textAt(condition, 'message');
  return message === undefined ? undefined : `workspace ${path}: ${message}`;
}

/**
 * Follows a deletion down to the first workspace that hangs. kcp looks at a Workspace again only after a fifth of its age, up to
 * ten minutes, whatever has become of its content; so a Workspace whose content is gone is touched.
 *
 * @returns why the workspace is still there; undefined where nothing tells
 */
export async function followDeletion(workspace: Terminating, context: InstanceContext): Promise<string | undefined> {
  return follow(workspace, context, { left: AT_ONCE });
}

async function follow(workspace: Terminating, context: InstanceContext, budget: { left: number }): Promise<string | undefined> {
  if (budget.left <= 0) return undefined;
  budget.left -= 1;
  const path = `${workspace.parent}:${workspace.name}`;
  const content = await contentOf(path, context);
  if (content === 'gone') await touch(workspace, context);
  if (content === 'gone' || content === undefined) return undefined;
  const reasons = await pMap(content.below, (child) => follow(child, context, budget), { concurrency: PARALLEL });
  return reasons.find((reason) => reason !== undefined) ?? heldByText(path, content.logicalCluster);
}

interface Content {
  readonly logicalCluster: KubernetesObject;
  readonly below: readonly Terminating[];
}

/** What is left of a workspace; undefined where kcp does not tell. */
async function contentOf(path: string, context: InstanceContext): Promise<Content | 'gone' | undefined> {
  const cluster = clusterOf(context, `kcp/${path}`);
  try {
    const logicalCluster = await cluster.get({ apiVersion: 'core.kcp.io/v1alpha1', kind: 'LogicalCluster', name: 'cluster' });
    return logicalCluster ? { logicalCluster, below: await terminatingIn(path, context) } : 'gone';
  } catch (error) {
    if (isApiError(error, 'unknown-workspace')) return 'gone';
    if (isApiError(error)) return undefined;
    throw error;
  }
}

async function terminatingIn(path: string, context: InstanceContext): Promise<readonly Terminating[]> {
  try {
    const { items } = await clusterOf(context, `kcp/${path}`).list(WORKSPACE);
    return items
      .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
      .map(({ metadata: { name, uid } }) => ({ parent: path, name, uid }));
  } catch (error) {
    if (isApiError(error)) return [];
    throw error;
  }
}

async function touch({ parent, name, uid }: Terminating, context: InstanceContext): Promise<void> {
  if (context.stop.aborted || (await context.lease.enter()) !== undefined) return;
  const { cluster } = writingPlace(placeOf(context, `kcp/${parent}`), context.lease.lost);
  const annotations = { [CONTENT_GONE]: context.now().toISOString() };
  try {
    await cluster.mergePatch({ ...WORKSPACE, name }, { metadata: { annotations, uid } }, { fieldManager: KCP_MANAGER });
  } catch (error) {
    // It is gone by now, or the next pass touches it.
    if (!isApiError(error)) throw error;
  }
}
