import { Type, type Static } from 'typebox';
import { closed, WorkspacePath } from './common.js';
import type { Rule } from './rules.js';

const filled = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '');

const CEL_ADMIN = '(has(self.adminAuth) && self.adminAuth)';
const CEL_SLICE = "(has(self.endpointSliceName) && self.endpointSliceName.trim() != '')";
const CEL_EXPORT = "(has(self.apiExportName) && self.apiExportName.trim() != '')";
const CEL_EXPORTS = '(has(self.apiExportNames) && size(self.apiExportNames) > 0)';

const RULES: readonly Rule[] = [
  {
    cel: `${CEL_ADMIN} || ${CEL_SLICE} != (${CEL_EXPORT} || ${CEL_EXPORTS})`,
    message:
      'without adminAuth the connection is scoped to one API export: set exactly one of endpointSliceName and apiExportNames, or adminAuth: true',
    check: (self) =>
      self['adminAuth'] === true || filled(self['endpointSliceName']) !== (filled(self['apiExportName']) || filled(self['apiExportNames'])),
  },
  {
    cel: `!(${CEL_EXPORT} && ${CEL_EXPORTS})`,
    message: 'apiExportName and apiExportNames are two spellings of one field: keep apiExportNames',
    check: (self) => !(filled(self['apiExportName']) && filled(self['apiExportNames'])),
    field: ['apiExportName'],
  },
  {
    cel: `${CEL_ADMIN} || (has(self.path) && self.path.trim() != '')`,
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
    rawPath: Type.Optional(Type.String({ maxLength: 1024, description: 'Literal URL path; a scoped connection does not use it.' })),
    external: Type.Optional(Type.Boolean({ description: 'Use the public host of kcp instead of the one within the cluster.' })),
    namespace: Type.Optional(Type.String({ maxLength: 63, description: 'Namespace of the Secret.' })),
    adminAuth: Type.Optional(
      Type.Boolean({
        description: 'Use the certificate of the kcp administrator. Unset or false means a token that is scoped to the exports named here.',
      }),
    ),
  },
  { 'x-rules': RULES, description: 'A kubeconfig for kcp, written into a Secret.' },
);
/** A kubeconfig for somebody who works in a workspace of kcp. */
export type ProviderConnection = Static<typeof ProviderConnectionSchema>;
