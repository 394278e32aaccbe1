import { Type, type Static } from 'typebox';
import { closed, WorkspacePath } from './common.js';
import type { Rule } from './rules.js';

const filled = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '');

const isExport = (self: Readonly<Record<string, unknown>>): boolean => filled(self['apiExportName']) || filled(self['apiExportNames']);

/** The API server takes a connection that breaks them: one bad entry must not hold up a platform. */
const RULES: readonly Rule[] = [
  {
    message: 'a connection has one source: set exactly one of endpointSliceName, apiExportNames and workspaceType, or adminAuth: true',
    check: (self) =>
      self['adminAuth'] === true ||
      [filled(self['endpointSliceName']), isExport(self), self['workspaceType'] !== undefined].filter(Boolean).length === 1,
  },
  {
    message: 'apiExportName and apiExportNames are two spellings of one field: keep apiExportNames',
    check: (self) => !(filled(self['apiExportName']) && filled(self['apiExportNames'])),
    field: ['apiExportName'],
  },
  {
    message: 'a scoped connection needs the path of a workspace',
    check: (self) => self['adminAuth'] === true || filled(self['path']),
  },
];

/** A kubeconfig for kcp, written into a Secret for a service of the platform. */
export const ProviderConnectionSchema = closed(
  {
    secret: Type.String({ minLength: 1, maxLength: 253, description: 'Name of the Secret for the kubeconfig.' }),
    path: Type.Optional(WorkspacePath('Path of the kcp workspace.')),
    endpointSliceName: Type.Optional(
      Type.String({ maxLength: 253, description: 'APIExportEndpointSlice in that workspace; the kubeconfig uses its URL.' }),
    ),
    apiExportName: Type.Optional(Type.String({ maxLength: 253, description: 'Older spelling of apiExportNames, for one export.' })),
    apiExportNames: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
        maxItems: 64,
        description: 'APIExports in that workspace that the connection may use.',
      }),
    ),
    workspaceType: Type.Optional(
      closed(
        {
          name: Type.String({ minLength: 1, maxLength: 253, description: 'Name of the WorkspaceType.' }),
          virtualWorkspace: Type.String({
            enum: ['initializing', 'terminating'],
            description: 'Whether the workspaces that are being made are meant, or those that are being deleted.',
          }),
        },
        { description: 'WorkspaceType in that workspace whose workspaces the connection may initialize or terminate.' },
      ),
    ),
    rawPath: Type.Optional(Type.String({ maxLength: 1024, description: 'Literal URL path; a scoped connection does not use it.' })),
    external: Type.Optional(Type.Boolean({ description: 'Use the public host of kcp instead of the one within the cluster.' })),
    namespace: Type.Optional(Type.String({ maxLength: 63, description: 'Namespace of the Secret.' })),
    adminAuth: Type.Optional(
      Type.Boolean({
        description: 'Use the certificate of the kcp administrator. Unset or false means a token that is scoped to what is named here.',
      }),
    ),
  },
  { 'x-rules': RULES, description: 'A kubeconfig for kcp, written into a Secret.' },
);
/** A kubeconfig for somebody who works in a workspace of kcp. */
export type ProviderConnection = Static<typeof ProviderConnectionSchema>;
