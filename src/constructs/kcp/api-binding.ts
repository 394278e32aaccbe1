import { Construct } from 'constructs';
import { ApiBindingV1Alpha2, ApiBindingV1Alpha2SpecPermissionClaimsState } from '../../imports/api-binding-apis.kcp.io.js';
import { permissionClaim, type PermissionClaim } from './permission-claim.js';
import type { ApiExportReference } from './references.js';

/** Props of an {@link ApiBinding}. */
export interface ApiBindingProps {
  /** @default - the name of the export */
  readonly name?: string;
  readonly export: ApiExportReference;
  /**
   * The claims that are accepted, for all objects.
   * @default - none
   */
  readonly acceptedClaims?: readonly PermissionClaim[];
}

/**
 * The use of an export in a workspace, as `apis.kcp.io/v1alpha2`. Objects of its resources can be created once it is
 * Bound.
 *
 * @example
 * new ApiBinding(chart, 'widgets', { export: { name: 'example.com', path: 'root:providers:widgets' } });
 */
export class ApiBinding extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiBindingV1Alpha2;

  constructor(scope: Construct, id: string, { name, export: reference, acceptedClaims = [] }: ApiBindingProps) {
    super(scope, id);
    const state = ApiBindingV1Alpha2SpecPermissionClaimsState.ACCEPTED;
    this.object = new ApiBindingV1Alpha2(this, 'APIBinding', {
      metadata: { name: name ?? reference.name },
      spec: {
        reference: { export: { name: reference.name, path: reference.path } },
        ...(acceptedClaims.length > 0 ? { permissionClaims: acceptedClaims.map((claim) => ({ ...permissionClaim(claim), selector: { matchAll: true }, state })) } : {}),
      },
    });
    this.node.defaultChild = this.object;
  }
}
