/** A right that the owner of an export wants within the workspaces that bind it. */
export interface PermissionClaim {
  /** Plural name of the resource. */
  readonly resource: string;
  /**
   * API group of the resource.
   * @default - the core group
   */
  readonly group?: string;
  /**
   * Identity of the export that the resource comes from.
   * @default - none, for what kcp itself brings
   */
  readonly identityHash?: string;
  /** @default ['*'] */
  readonly verbs?: readonly string[];
}

/** The claim with what v1alpha2 demands. */
export function permissionClaim({ resource, group, identityHash, verbs = ['*'] }: PermissionClaim): {
  readonly resource: string;
  readonly group?: string;
  readonly identityHash?: string;
  readonly verbs: string[];
} {
  return {
    resource,
    ...(group === undefined ? {} : { group }),
    ...(identityHash === undefined ? {} : { identityHash }),
    verbs: [...verbs],
  };
}
