import { manifestId } from '../model/manifest-id.js';
import { ancestry } from './catalog.js';
import type { WorkspaceNode } from './kcp-graph.js';
import { ofKind, type KcpManifest } from './kcp-objects.js';

/** The id of a workspace. */
export function workspaceId(path: string): string {
  return `workspace/${path}`;
}

/**
 * The tree of workspaces: those that manifests create, those that manifests are applied in, and their parents.
 *
 * @param further paths of workspaces that are named elsewhere
 */
export function workspacesOf(manifests: readonly KcpManifest[], further: readonly string[]): readonly WorkspaceNode[] {
  const made = new Map(
    ofKind(manifests, 'tenancy.kcp.io', 'Workspace').map((manifest) => [
      `${manifest.path}:${manifest.manifest.object.metadata.name}`,
      manifest,
    ]),
  );
  const applied = Map.groupBy(manifests, ({ path }) => path);
  const paths = new Set([...made.keys(), ...applied.keys(), ...further].flatMap((path) => ancestry(path).toReversed()));
  return preorder([...paths]).map((path) => {
    const parent = parentOf(path);
    const own = made.get(path);
    return {
      id: workspaceId(path),
      kind: 'workspace',
      name: path.slice(path.lastIndexOf(':') + 1),
      path,
      ...(parent === undefined ? {} : { parent: workspaceId(parent) }),
      origin: own ? 'platform' : parent === undefined ? 'kcp' : 'elsewhere',
      manifests: [...(own ? [own] : []), ...(applied.get(path) ?? [])].map(({ manifest }) => manifestId(manifest)),
    };
  });
}

/** Each path before those below it, and siblings in the given order. */
function preorder(paths: readonly string[]): readonly string[] {
  const children = Map.groupBy(paths, parentOf);
  const open = (children.get(undefined) ?? []).toReversed();
  const ordered: string[] = [];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    ordered.push(path);
    open.push(...(children.get(path) ?? []).toReversed());
  }
  return ordered;
}

function parentOf(path: string): string | undefined {
  const cut = path.lastIndexOf(':');
  return cut < 0 ? undefined : path.slice(0, cut);
}
