import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ApiBinding,
  ApiExport,
  ApiExportEndpointSlice,
  ApiResourceSchema,
  type ApiExportReference,
  type PermissionClaim,
} from '../../constructs/index.js';
import { markToggle } from '../labels.js';
import { TargetChart } from '../target.js';
import * as apis from './apis/index.js';
import { controllerClaims, PROVIDER_CLAIMS } from './claims.js';
import type { KcpProps } from './kcp-props.js';
import { CORE_EXPORT, PROVIDERS_EXPORT, SYSTEM, SYSTEM_EXPORT, TERMINAL_EXPORT } from './paths.js';

/** The resources that are offered, by export and in its order. */
const OFFERED: readonly { readonly reference: ApiExportReference; readonly definitions: readonly apis.ApiDefinition[] }[] = [
  {
    reference: CORE_EXPORT,
    definitions: [
      apis.ACCOUNT_INFO,
      apis.ACCOUNT,
      apis.CONTENT_CONFIGURATION,
      apis.PROVIDER_METADATA,
      apis.AUTHORIZATION_MODEL,
      apis.STORE,
      apis.INVITE,
    ],
  },
  { reference: SYSTEM_EXPORT, definitions: [apis.IDENTITY_PROVIDER_CONFIGURATION, apis.API_EXPORT_POLICY] },
  { reference: PROVIDERS_EXPORT, definitions: [apis.PROVIDER, apis.PROVIDER_PERMISSIONS] },
];

/** The APIs that the platform offers, each with the schemas of its resources before it; and the CRDs of the init-agent. */
export class ApisChart extends TargetChart {
  constructor(scope: Construct, id: string, { values }: KcpProps) {
    super(scope, id, { target: `kcp/${SYSTEM}` });
    for (const crd of [apis.INIT_TARGET, apis.INIT_TEMPLATE]) new ApiObject(this, crd.metadata.name, crd);
    const claims = controllerClaims(values);
    for (const { reference, definitions } of OFFERED)
      offer(this, reference, definitions, reference === PROVIDERS_EXPORT ? PROVIDER_CLAIMS : claims);
  }
}

/** Terminals in the browser. A chart of its own, since its claim needs an identity that the export of accounts gets first. */
export class TerminalChart extends TargetChart {
  constructor(scope: Construct, id: string, { values }: KcpProps) {
    super(scope, id, { target: `kcp/${SYSTEM}` });
    const identityHash = values.identityHash(SYSTEM, CORE_EXPORT.name);
    offer(
      this,
      TERMINAL_EXPORT,
      [apis.TERMINAL],
      [{ resource: 'accountinfos', group: 'core.platform-mesh.io', verbs: ['get', 'list', 'watch'], identityHash }],
    );
    markToggle(this, TERMINAL_TOGGLE);
  }
}

/** The toggle that brings terminals. */
export const TERMINAL_TOGGLE = 'feature-enable-terminal-controller-manager';

function offer(
  chart: TargetChart,
  { name, path }: ApiExportReference,
  definitions: readonly apis.ApiDefinition[],
  permissionClaims: readonly PermissionClaim[],
): void {
  const schemas = definitions.map((definition) => new ApiResourceSchema(chart, definition.kind, apis.schemaProps(definition)));
  new ApiExport(chart, name, { name, path, schemas, permissionClaims });
}

/** The platform uses its own APIs in the workspace that offers them. */
export class BindingsChart extends TargetChart {
  constructor(scope: Construct, id: string, { values }: KcpProps) {
    super(scope, id, { target: `kcp/${SYSTEM}` });
    const acceptedClaims = controllerClaims(values);
    for (const reference of [CORE_EXPORT, SYSTEM_EXPORT]) new ApiBinding(this, reference.name, { export: reference, acceptedClaims });
    new ApiExportEndpointSlice(this, 'slice', { export: CORE_EXPORT });
  }
}
