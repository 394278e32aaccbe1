import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { ApiBindingV1Alpha2, ApiBindingV1Alpha2SpecPermissionClaimsState } from '../../imports/api-binding-apis.kcp.io.js';
import { permissionClaim, type PermissionClaim } from './permission-claim.js';
import type { ApiExportReference } from './references.js';

/** Props of an {@link ApiBinding}. */
export interface ApiBindingProps {
  /** @default - the name of the export */
  readonly name?: string;
  /** The export that is bound. */
  readonly export: ApiExportReference;
  /**
   * The claims that are accepted, for all objects; those of the export when all of them are.
   * @default - none
   */
  readonly acceptedClaims?: readonly PermissionClaim[];
}

/**
 * The use of an export in a workspace, as `apis.kcp.io/v1alpha2`. Objects of its resources can be created once it is
 * Bound. Who binds it must be allowed to, in the workspace of the export: see `bindableBy` of {@link ApiExportProps}.
 *
 * @example
 * new ApiBinding(chart, 'widgets', { export: { name: 'example.com', path: 'root:providers:widgets' } });
 */
export class ApiBinding extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { name, export: reference, acceptedClaims = [] }: ApiBindingProps) {
    super(scope, id);
    const state = ApiBindingV1Alpha2SpecPermissionClaimsState.ACCEPTED;
    this.object = new ApiObject(
      this,
      'APIBinding',
      ApiBindingV1Alpha2.manifest({
        metadata: { name: name ?? reference.name },
        spec: {
          reference: { export: { name: reference.name, path: reference.path } },
          ...(acceptedClaims.length > 0
            ? { permissionClaims: acceptedClaims.map((claim) => ({ ...permissionClaim(claim), selector: { matchAll: true }, state })) }
            : {}),
        },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
  }
}
