import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { ApiExportEndpointSlice as SliceObject } from '../../imports/api-export-endpoint-slice-apis.kcp.io.js';
import type { ApiExportReference } from './references.js';

/** Props of an {@link ApiExportEndpointSlice}. */
export interface ApiExportEndpointSliceProps {
  /** @default - the name of the export */
  readonly name?: string;
  /** The export whose URLs it has. */
  readonly export: ApiExportReference;
}

/**
 * The URLs at which the owner of an export finds the objects of all workspaces that bind it. kcp makes one of the
 * export's name by itself.
 *
 * @example
 * new ApiExportEndpointSlice(chart, 'slice', { export: { name: 'example.com', path: 'root:providers:widgets' } });
 */
export class ApiExportEndpointSlice extends Construct {
  /** The object itself, for escape hatches. */
  readonly object: ApiObject;

  constructor(scope: Construct, id: string, { name, export: reference }: ApiExportEndpointSliceProps) {
    super(scope, id);
    this.object = new ApiObject(
      this,
      'APIExportEndpointSlice',
      SliceObject.manifest({
        metadata: { name: name ?? reference.name },
        spec: { export: { name: reference.name, path: reference.path } },
      }) as ApiObjectProps,
    );
    this.node.defaultChild = this.object;
  }
}
