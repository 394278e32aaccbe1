import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { ApiExportV1Alpha2 } from '../../imports/api-export-apis.kcp.io.js';
import type { ApiResourceSchema } from './api-resource-schema.js';
import { permissionClaim, type PermissionClaim } from './permission-claim.js';
import type { ApiExportReference } from './references.js';

/** Users and groups, as kcp knows them. */
export interface Binders {
  /** @default - none */
  readonly users?: readonly string[];
  /** Such as `system:authenticated`, everybody who is logged in. @default - none */
  readonly groups?: readonly string[];
}

/** Props of an {@link ApiExport}. */
export interface ApiExportProps {
  /** Name of the export, by custom the API group of its resources. */
  readonly name: string;
  /** Path of the workspace that it lies in; the chart is applied there. */
  readonly path: string;
  /** The resources that it offers; they come before it. */
  readonly schemas: readonly ApiResourceSchema[];
  /** @default - none */
  readonly permissionClaims?: readonly PermissionClaim[];
  /**
   * Who may bind it, besides administrators of its workspace.
   * @default - nobody
   */
  readonly bindableBy?: Binders;
  /**
   * Let the portal find it: in the marketplace, and wherever content is shown for those who bind it.
   * @default false
   */
  readonly inPortal?: boolean;
}

/**
 * Resources that other workspaces can bind to, as `apis.kcp.io/v1alpha2`; stored like those of a CRD.
 *
 * @example
 * const widgets = new ApiResourceSchema(chart, 'widgets', {
 *   group: 'example.com', kind: 'Widget', versions: [{ name: 'v1', schema: { type: 'object' } }],
 * });
 * new ApiExport(chart, 'export', {
 *   name: 'example.com', path: 'root:providers:widgets', schemas: [widgets], bindableBy: { groups: ['system:authenticated'] },
 * });
 */
export class ApiExport extends Construct {
  /** What bindings and types of workspaces refer to. */
  readonly reference: ApiExportReference;
  /** What it claims, for bindings to accept. */
  readonly permissionClaims: readonly PermissionClaim[];
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(
    scope: Construct,
    id: string,
    { name, path, schemas, permissionClaims = [], bindableBy = {}, inPortal = false }: ApiExportProps,
  ) {
    super(scope, id);
    this.reference = { name, path };
    this.permissionClaims = permissionClaims;
    this.object = new ApiObject(
      this,
      'APIExport',
      ApiExportV1Alpha2.manifest({
        metadata: { name, ...(inPortal ? { labels: contentFor(name) } : {}) },
        spec: {
          resources: schemas.map((schema) => ({ name: schema.resource, group: schema.group, schema: schema.name, storage: { crd: {} } })),
          ...(permissionClaims.length > 0 ? { permissionClaims: permissionClaims.map(permissionClaim) } : {}),
        },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
    for (const schema of schemas) this.object.addDependency(schema);
    this.#allowBinding(bindableBy);
  }

  /** kcp asks in the workspace of the export whether it may be bound. */
  #allowBinding({ users = [], groups = [] }: Binders): void {
    const subjects = [...users.map((name) => ({ kind: 'User', name })), ...groups.map((name) => ({ kind: 'Group', name }))];
    if (subjects.length === 0) return;
    const [apiGroup, name] = ['rbac.authorization.k8s.io', `bind-${this.reference.name}`];
    new ApiObject(this, 'ClusterRole', {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [{ apiGroups: ['apis.kcp.io'], resources: ['apiexports'], resourceNames: [this.reference.name], verbs: ['bind'] }],
    });
    new ApiObject(this, 'ClusterRoleBinding', {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      subjects: subjects.map((subject) => ({ ...subject, apiGroup })),
      roleRef: { apiGroup, kind: 'ClusterRole', name },
    });
  }
}

/** By this label the portal knows which content belongs to an export. */
export function contentFor(apiExport: string): Readonly<Record<string, string>> {
  return { 'ui.platform-mesh.io/content-for': apiExport };
}
