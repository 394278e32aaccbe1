import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { WorkspaceType as WorkspaceTypeObject, type WorkspaceTypeSpec } from '../../imports/workspace-type-tenancy.kcp.io.js';
import { typeReference, type ApiExportReference, type WorkspaceTypeReference } from './references.js';

/** Props of a {@link WorkspaceType}. */
export interface WorkspaceTypeProps {
  /** Name of the type. */
  readonly name: string;
  /**
   * Hold new workspaces until a controller has initialized them.
   * @default false
   */
  readonly initializer?: boolean;
  /**
   * Hold deleted workspaces until a controller has cleaned up.
   * @default false
   */
  readonly terminator?: boolean;
  /**
   * Types whose initializers, bindings and limits count as well.
   * @default - none
   */
  readonly extends?: readonly WorkspaceTypeReference[];
  /**
   * Exports that new workspaces are bound to, in this order. The workspaces of the exports must exist first, since kcp
   * checks there whether they may be bound.
   * @default - none
   */
  readonly defaultApiBindings?: readonly ApiExportReference[];
  /**
   * Type of workspaces within such a workspace that name none.
   * @default - kcp's own
   */
  readonly defaultChildType?: WorkspaceTypeReference;
  /**
   * Types that may lie within such a workspace.
   * @default - any
   */
  readonly allowedChildren?: readonly WorkspaceTypeReference[];
  /**
   * Types of workspaces that such a workspace may lie in.
   * @default - any
   */
  readonly allowedParents?: readonly WorkspaceTypeReference[];
  /**
   * Names of WorkspaceAuthenticationConfigurations in the same workspace, by which users log in.
   * @default - kcp's own
   */
  readonly authenticationConfigurations?: readonly string[];
}

/**
 * A type of workspaces: what they start with, and where they may lie. References without a path are to types in `root`.
 *
 * @example
 * new WorkspaceType(chart, 'team', { name: 'team', extends: [{ name: 'universal' }], allowedParents: [{ name: 'orgs' }] });
 */
export class WorkspaceType extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, props: WorkspaceTypeProps) {
    super(scope, id);
    // By its manifest, not as its class, which would lose what an escape hatch writes under the API's own names.
    this.object = new ApiObject(
      this,
      'WorkspaceType',
      WorkspaceTypeObject.manifest({ metadata: { name: props.name }, spec: specOf(props) }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
  }
}

function specOf(props: WorkspaceTypeProps): WorkspaceTypeSpec {
  const {
    initializer,
    terminator,
    extends: extended,
    defaultApiBindings = [],
    defaultChildType,
    allowedChildren,
    allowedParents,
    authenticationConfigurations,
  } = props;
  return {
    ...(initializer === true ? { initializer } : {}),
    ...(terminator === true ? { terminator } : {}),
    ...(extended ? { extend: { with: extended.map(typeReference) } } : {}),
    ...(defaultApiBindings.length > 0 ? { defaultApiBindings: defaultApiBindings.map(({ name, path }) => ({ export: name, path })) } : {}),
    ...(defaultChildType ? { defaultChildWorkspaceType: typeReference(defaultChildType) } : {}),
    ...(allowedChildren ? { limitAllowedChildren: { types: allowedChildren.map(typeReference) } } : {}),
    ...(allowedParents ? { limitAllowedParents: { types: allowedParents.map(typeReference) } } : {}),
    ...(authenticationConfigurations ? { authenticationConfigurations: authenticationConfigurations.map((name) => ({ name })) } : {}),
  };
}
