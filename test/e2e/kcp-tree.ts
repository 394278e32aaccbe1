import type { ApiServer } from '../servers/index.ts';
import { get, workspaceOf } from './kubectl.ts';

interface List<Item> {
  readonly items: readonly Item[];
}

interface Named {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string };
}

/** Everything below `root`, by its path: phases of workspaces, and of the bindings in them. */
export interface Tree {
  readonly workspaces: Readonly<Record<string, string>>;
  readonly bindings: Readonly<Record<string, string>>;
}

/** Walks through the workspaces of a kcp. Those that hold no workspaces, by their type, have no such API. */
export async function treeOf(kcp: ApiServer, path = 'root'): Promise<Tree> {
  const server = workspaceOf(kcp, path);
  const bindings = await get<List<Named>>(server, 'apibindings.apis.kcp.io');
  const below = bindings.items.some(({ metadata }) => metadata.name.startsWith('tenancy.kcp.io'))
    ? (await get<List<Named>>(server, 'workspaces.tenancy.kcp.io')).items
    : [];
  const ready = below.filter(({ status }) => status.phase === 'Ready');
  const trees = await Promise.all(ready.map(({ metadata }) => treeOf(kcp, `${path}:${metadata.name}`)));
  return {
    workspaces: Object.assign(
      Object.fromEntries(below.map(({ metadata, status }) => [`${path}:${metadata.name}`, status.phase])),
      ...trees.map(({ workspaces }) => workspaces),
    ) as Tree['workspaces'],
    bindings: Object.assign(
      Object.fromEntries(bindings.items.map(({ metadata, status }) => [`${path} ${metadata.name}`, status.phase])),
      ...trees.map((tree) => tree.bindings),
    ) as Tree['bindings'],
  };
}
