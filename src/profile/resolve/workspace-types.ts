/** The types of workspaces that the platform brings, and which type may lie in which; all are in `root`. */
export const WORKSPACE_TYPES = {
  security: {},
  providers: { children: ['provider'] },
  provider: { parents: ['providers'] },
  orgs: { children: ['org'] },
  org: { children: ['account'], parents: ['orgs'] },
  account: { children: ['account'], parents: ['org', 'account'] },
} as const satisfies Readonly<Record<string, { readonly children?: readonly string[]; readonly parents?: readonly string[] }>>;

/** A type that the platform brings. */
export type WorkspaceTypeName = keyof typeof WORKSPACE_TYPES;

/** Which types may lie in a workspace of a type; undefined when any may. */
export function allowedChildren(type: string): readonly string[] | undefined {
  return limitsOf(type)?.children;
}

/** Which types a workspace of a type may lie in; undefined when any may. */
export function allowedParents(type: string): readonly string[] | undefined {
  return limitsOf(type)?.parents;
}

function limitsOf(type: string): { readonly children?: readonly string[]; readonly parents?: readonly string[] } | undefined {
  return Object.hasOwn(WORKSPACE_TYPES, type) ? WORKSPACE_TYPES[type as WorkspaceTypeName] : undefined;
}
