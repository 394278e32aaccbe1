import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { printModule, type AuthorizationModule } from './authorization-model.js';

/** Who has which relation to what. */
export interface RelationTuple {
  /** Such as `role:authenticated`. */
  readonly object: string;
  /** Name of the relation. */
  readonly relation: string;
  /** Such as `user:*` or `role:authenticated#assignee`. */
  readonly user: string;
}

/** Props of a {@link Store}. */
export interface StoreProps {
  /** Name of the store. */
  readonly name: string;
  /** The module that all models of the store extend. */
  readonly coreModule: AuthorizationModule;
  /** @default - none */
  readonly tuples?: readonly RelationTuple[];
}

/**
 * A store of OpenFGA, by which requests to workspaces are authorized.
 *
 * @example
 * new Store(chart, 'orgs', {
 *   name: 'orgs',
 *   coreModule: { name: 'core', types: [{ name: 'user' }, { name: 'role', relations: { assignee: { assignable: ['user'] } } }] },
 * });
 */
export class Store extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { name, coreModule, tuples = [] }: StoreProps) {
    super(scope, id);
    this.object = new ApiObject(this, 'Store', {
      apiVersion: 'core.platform-mesh.io/v1alpha1',
      kind: 'Store',
      metadata: { name },
      spec: { coreModule: printModule(coreModule), ...(tuples.length > 0 ? { tuples } : {}) },
    });
    this.node.defaultChild = this.object;
  }
}
