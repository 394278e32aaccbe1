import { storeOf, type InstanceContext } from '../context.js';
import { ancestry, isWorkspaceReady } from './kcp-desired.js';

/** Reads the workspaces on the way to others, from the root on: below one that is not there nothing can be read. */
export async function observeAncestors(paths: readonly string[], context: Pick<InstanceContext, 'stores' | 'memory'>): Promise<void> {
  const steps = [...new Set(paths)].flatMap(ancestry);
  const depths = Map.groupBy(steps, ({ parent }) => parent.split(':').length);
  for (const [, members] of [...depths].sort(([one], [other]) => one - other)) {
    await Promise.all(
      [...Map.groupBy(members, ({ parent }) => parent)]
        .filter(([parent]) => isWorkspaceReady(parent, context))
        .map(([parent, children]) => storeOf(context, `kcp/${parent}`).ensure({ refs: children.map(({ name }) => workspaceRef(name)) })),
    );
  }
}

function workspaceRef(name: string): { readonly apiVersion: string; readonly kind: string; readonly name: string } {
  return { apiVersion: 'tenancy.kcp.io/v1alpha1', kind: 'Workspace', name };
}
