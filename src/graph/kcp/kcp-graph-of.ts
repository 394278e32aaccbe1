import type { Manifest } from '../../charts/index.js';
import type { ManifestId } from '../model/manifest-id.js';
import { manifestId } from '../model/manifest-id.js';
import { Catalog, type Entry } from './catalog.js';
import type { ApiExportNode, KcpEdge, KcpGraph, Origin, WorkspaceTypeNode } from './kcp-graph.js';
import {
  exportOfBinding,
  exportOfSlice,
  exportSpec,
  kcpManifests,
  ofKind,
  typeOfWorkspace,
  typeSpec,
  type KcpManifest,
} from './kcp-objects.js';
import { workspacesOf, workspaceId } from './workspaces-of.js';

/** The types that kcp brings, from `config/root` of its sources. */
const KCP_TYPES = new Set(['home', 'organization', 'root', 'team', 'universal']);

/** What manifests say of kcp: workspaces, types and exports, and whatever else of these they name. */
export function kcpGraphOf(manifests: readonly Manifest[]): KcpGraph {
  const all = kcpManifests(manifests);
  const catalogs: Catalogs = {
    types: new Catalog('type', ofKind(all, 'tenancy.kcp.io', 'WorkspaceType')),
    exports: new Catalog('export', ofKind(all, 'apis.kcp.io', 'APIExport')),
  };
  const edges = [...workspaceEdges(all, catalogs), ...typeEdges(catalogs)];
  const madeTypes = catalogs.types.entries.map((entry) => typeNode(entry, all, catalogs));
  // Their limits may have named further ones.
  const namedTypes = catalogs.types.entries.slice(madeTypes.length).map((entry) => typeNode(entry, all, catalogs));
  const slices = slicesByExport(all, catalogs);
  const apiExports = catalogs.exports.entries.map((entry) => exportNode(entry, all, slices.get(entry.id) ?? []));
  return {
    workspaces: workspacesOf(
      all,
      [...catalogs.types.entries, ...catalogs.exports.entries].map(({ path }) => path),
    ),
    workspaceTypes: [...madeTypes, ...namedTypes],
    apiExports,
    edges: [...new Map(edges.map((edge) => [JSON.stringify([edge.kind, edge.from, edge.to]), edge])).values()],
  };
}

interface Catalogs {
  readonly types: Catalog;
  readonly exports: Catalog;
}

function workspaceEdges(all: readonly KcpManifest[], { types, exports }: Catalogs): readonly KcpEdge[] {
  const ofType = ofKind(all, 'tenancy.kcp.io', 'Workspace').flatMap(({ manifest, path }): readonly KcpEdge[] => {
    const type = typeOfWorkspace(manifest);
    return type ? [{ kind: 'ofType', from: workspaceId(`${path}:${manifest.object.metadata.name}`), to: types.lookUp(type, path) }] : [];
  });
  const binds = ofKind(all, 'apis.kcp.io', 'APIBinding').flatMap(({ manifest, path }): readonly KcpEdge[] => {
    const bound = exportOfBinding(manifest);
    return bound
      ? [{ kind: 'binds', from: workspaceId(path), to: exports.refer(bound, path), binding: manifest.object.metadata.name }]
      : [];
  });
  return [...ofType, ...binds];
}

function typeEdges({ types, exports }: Catalogs): readonly KcpEdge[] {
  return types.entries.flatMap(({ id, path, made }): readonly KcpEdge[] => {
    if (!made) return [];
    const spec = typeSpec(made.manifest);
    return [
      ...spec.extends.map((type): KcpEdge => ({ kind: 'extends', from: id, to: types.lookUp(type, path) })),
      ...spec.defaultBindings.map((bound): KcpEdge => ({ kind: 'bindsByDefault', from: id, to: exports.refer(bound, path) })),
    ];
  });
}

function typeNode({ id, name, path, made }: Entry, all: readonly KcpManifest[], { types }: Catalogs): WorkspaceTypeNode {
  const node = { id, kind: 'workspaceType', name, workspace: workspaceId(path) } as const;
  if (!made)
    return {
      ...node,
      origin: path === 'root' && KCP_TYPES.has(name) ? 'kcp' : 'elsewhere',
      initializer: false,
      terminator: false,
      authentication: [],
      manifests: [],
    };
  const { initializer, terminator, defaultChild, allowedParents, allowedChildren, authentication } = typeSpec(made.manifest);
  return {
    ...node,
    origin: 'platform',
    initializer,
    terminator,
    ...(defaultChild ? { defaultChild: types.lookUp(defaultChild, path) } : {}),
    ...(allowedParents ? { allowedParents: allowedParents.map((type) => types.lookUp(type, path)) } : {}),
    ...(allowedChildren ? { allowedChildren: allowedChildren.map((type) => types.lookUp(type, path)) } : {}),
    authentication,
    manifests: [manifestId(made.manifest), ...named(all, path, 'tenancy.kcp.io', 'WorkspaceAuthenticationConfiguration', authentication)],
  };
}

function slicesByExport(all: readonly KcpManifest[], { exports }: Catalogs): ReadonlyMap<string, readonly ManifestId[]> {
  const slices = ofKind(all, 'apis.kcp.io', 'APIExportEndpointSlice').flatMap(({ manifest, path }) => {
    const listed = exportOfSlice(manifest);
    return listed ? [{ id: exports.refer(listed, path), slice: manifestId(manifest) }] : [];
  });
  return new Map([...Map.groupBy(slices, ({ id }) => id)].map(([id, own]) => [id, own.map(({ slice }) => slice)]));
}

function exportNode({ id, name, path, made }: Entry, all: readonly KcpManifest[], slices: readonly ManifestId[]): ApiExportNode {
  const node = { id, kind: 'apiExport', name, workspace: workspaceId(path) } as const;
  if (!made) return { ...node, origin: originOfExport(path, name), resources: [], claims: [], manifests: slices };
  const { resources, claims, schemas } = exportSpec(made.manifest);
  return {
    ...node,
    origin: 'platform',
    resources,
    claims,
    manifests: [manifestId(made.manifest), ...named(all, path, 'apis.kcp.io', 'APIResourceSchema', schemas), ...slices],
  };
}

/** All exports that kcp brings are called like that, and lie in `root`. */
function originOfExport(path: string, name: string): Origin {
  return path === 'root' && name.endsWith('.kcp.io') ? 'kcp' : 'elsewhere';
}

function named(
  all: readonly KcpManifest[],
  path: string,
  group: 'apis.kcp.io' | 'tenancy.kcp.io',
  kind: string,
  names: readonly string[],
): readonly ManifestId[] {
  const wanted = new Set(names);
  return ofKind(all, group, kind)
    .filter((candidate) => candidate.path === path && wanted.has(candidate.manifest.object.metadata.name))
    .map(({ manifest }) => manifestId(manifest));
}
