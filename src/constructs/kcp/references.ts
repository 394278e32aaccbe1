/** A type of workspaces, by its name and the path of the workspace that it lies in. */
export interface WorkspaceTypeReference {
  /** Name of the type. */
  readonly name: string;
  /** @default 'root' */
  readonly path?: string;
}

/** An APIExport, by its name and the path of the workspace that it lies in. */
export interface ApiExportReference {
  /** Name of the export. */
  readonly name: string;
  /** Path of its workspace. */
  readonly path: string;
}

/** The reference with its path written out. */
export function typeReference({ name, path = 'root' }: WorkspaceTypeReference): { readonly name: string; readonly path: string } {
  return { name, path };
}
