import type { ManifestId } from '../model/manifest-id.js';

/**
 * Who makes an object of kcp: a manifest of the platform, kcp itself, or somebody else, such as an operator of the
 * platform or a provider. Of what the platform does not make only what its manifests name is known.
 */
export type Origin = 'platform' | 'kcp' | 'elsewhere';

/** A workspace of kcp. */
export interface WorkspaceNode {
  /** Unique among all nodes: `workspace/root:orgs`. */
  readonly id: string;
  readonly kind: 'workspace';
  /** The last part of its path. */
  readonly name: string;
  /** Such as `root:orgs`. */
  readonly path: string;
  /** Id of the workspace that it lies in. @default - it lies in none, as `root` */
  readonly parent?: string;
  readonly origin: Origin;
  /** The `Workspace` itself first, which is applied in its parent, then all that is applied in it. */
  readonly manifests: readonly ManifestId[];
}

/** A type of workspaces. What it extends and binds are edges. */
export interface WorkspaceTypeNode {
  /** Unique among all nodes: `type/root:org`. */
  readonly id: string;
  readonly kind: 'workspaceType';
  readonly name: string;
  /** Id of the workspace that it lies in. */
  readonly workspace: string;
  readonly origin: Origin;
  /** New workspaces wait until a controller has initialized them. */
  readonly initializer: boolean;
  /** Deleted workspaces wait until a controller has cleaned up. */
  readonly terminator: boolean;
  /** Id of the type of workspaces in such a one that name none. @default - kcp's own */
  readonly defaultChild?: string;
  /** Ids of the types of workspaces that such a one may lie in. @default - any */
  readonly allowedParents?: readonly string[];
  /** Ids of the types of workspaces that may lie in such a one. @default - any */
  readonly allowedChildren?: readonly string[];
  /** Names of the `WorkspaceAuthenticationConfiguration`s by which users log in; kcp's own when there are none. */
  readonly authentication: readonly string[];
  /** The `WorkspaceType` and what it logs users in by; none when the platform does not make it. */
  readonly manifests: readonly ManifestId[];
}

/** An export: resources that workspaces can bind. Who binds them are edges. */
export interface ApiExportNode {
  /** Unique among all nodes: `export/root:platform-mesh-system:core.platform-mesh.io`. */
  readonly id: string;
  readonly kind: 'apiExport';
  readonly name: string;
  /** Id of the workspace that it lies in. */
  readonly workspace: string;
  readonly origin: Origin;
  /** What it offers. */
  readonly resources: readonly ApiResource[];
  /** Its permission claims: what its owner may use in the workspaces that bind it. */
  readonly claims: readonly ApiResource[];
  /** The `APIExport`, its schemas and its endpoint slices; at most slices when the platform does not make it. */
  readonly manifests: readonly ManifestId[];
}

/** A resource of the Kubernetes API. */
export interface ApiResource {
  /** Plural name, such as `accounts`. */
  readonly name: string;
  /** API group; empty for the core group. */
  readonly group: string;
}

/** From a workspace to its type. */
export interface OfTypeEdge {
  readonly kind: 'ofType';
  readonly from: string;
  readonly to: string;
}

/** From a type to one whose initializers, bindings and limits count for it as well. */
export interface ExtendsEdge {
  readonly kind: 'extends';
  readonly from: string;
  readonly to: string;
}

/** From a workspace to an export that an `APIBinding` binds there. */
export interface BindsEdge {
  readonly kind: 'binds';
  readonly from: string;
  readonly to: string;
  /** Name of the `APIBinding`. */
  readonly binding: string;
}

/** From a type to an export that new workspaces of the type are bound to. */
export interface BindsByDefaultEdge {
  readonly kind: 'bindsByDefault';
  readonly from: string;
  readonly to: string;
}

/** Any node of kcp. */
export type KcpNode = WorkspaceNode | WorkspaceTypeNode | ApiExportNode;

/** Any edge between nodes of kcp. */
export type KcpEdge = OfTypeEdge | ExtendsEdge | BindsEdge | BindsByDefaultEdge;

/** The part of a graph that lies in kcp; empty when no manifest goes there. */
export interface KcpGraph {
  /** Each workspace before those that lie in it. */
  readonly workspaces: readonly WorkspaceNode[];
  /** Those of the platform first. */
  readonly workspaceTypes: readonly WorkspaceTypeNode[];
  /** Those of the platform first. */
  readonly apiExports: readonly ApiExportNode[];
  readonly edges: readonly KcpEdge[];
}
