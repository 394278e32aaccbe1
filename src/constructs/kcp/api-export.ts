import { Construct } from 'constructs';
import { ApiExportV1Alpha2 } from '../../imports/api-export-apis.kcp.io.js';
import type { ApiResourceSchema } from './api-resource-schema.js';
import { permissionClaim, type PermissionClaim } from './permission-claim.js';
import type { ApiExportReference } from './references.js';

/** Props of an {@link ApiExport}. */
export interface ApiExportProps {
  readonly name: string;
  /** Path of the workspace that it lies in; the chart is applied there. */
  readonly path: string;
  /** The resources that it offers; they come before it. */
  readonly schemas: readonly ApiResourceSchema[];
  /** @default - none */
  readonly permissionClaims?: readonly PermissionClaim[];
}

/**
 * Resources that other workspaces can bind to, as `apis.kcp.io/v1alpha2`; stored like those of a CRD.
 *
 * @example
 * const widgets = new ApiResourceSchema(chart, 'widgets', {
 *   prefix: 'v260101-0001', group: 'example.com', kind: 'Widget', versions: [{ name: 'v1', schema: { type: 'object' } }],
 * });
 * new ApiExport(chart, 'export', { name: 'example.com', path: 'root:providers:widgets', schemas: [widgets] });
 */
export class ApiExport extends Construct {
  /** What bindings and types of workspaces refer to. */
  readonly reference: ApiExportReference;
  readonly permissionClaims: readonly PermissionClaim[];
  /** The object itself, for escape hatches. */
  readonly object: ApiExportV1Alpha2;

  constructor(scope: Construct, id: string, { name, path, schemas, permissionClaims = [] }: ApiExportProps) {
    super(scope, id);
    this.reference = { name, path };
    this.permissionClaims = permissionClaims;
    this.object = new ApiExportV1Alpha2(this, 'APIExport', {
      metadata: { name },
      spec: {
        resources: schemas.map((schema) => ({ name: schema.resource, group: schema.group, schema: schema.name, storage: { crd: {} } })),
        ...(permissionClaims.length > 0 ? { permissionClaims: permissionClaims.map(permissionClaim) } : {}),
      },
    });
    this.node.defaultChild = this.object;
    for (const schema of schemas) this.object.addDependency(schema);
  }
}
