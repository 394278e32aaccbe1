import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { Workspace as WorkspaceObject } from '../../imports/workspace-tenancy.kcp.io.js';
import { typeReference, type WorkspaceTypeReference } from './references.js';

/** Props of a {@link Workspace}. */
export interface WorkspaceProps {
  /** Name of the workspace, the last part of its path. */
  readonly name: string;
  /** Path of the workspace that it lies in; the chart is applied there. */
  readonly parent: string;
  /** Its type, which cannot be changed later. */
  readonly type: WorkspaceTypeReference;
}

/**
 * A workspace of kcp. What is applied within it has to wait until it is Ready.
 *
 * @example
 * const orgs = new Workspace(chart, 'orgs', { name: 'orgs', parent: 'root', type: { name: 'universal' } });
 * orgs.path; // root:orgs
 */
export class Workspace extends Construct {
  /** Path of the workspace, such as `root:orgs`. */
  readonly path: string;
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { name, parent, type }: WorkspaceProps) {
    super(scope, id);
    this.path = `${parent}:${name}`;
    this.object = new ApiObject(
      this,
      'Workspace',
      WorkspaceObject.manifest({ metadata: { name }, spec: { type: typeReference(type) } }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
  }
}
