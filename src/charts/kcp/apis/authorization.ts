import { Type } from 'typebox';
import {
  conditionColumn,
  conditions,
  CORE_GROUP,
  list,
  object,
  oneOf,
  optional,
  secretReference,
  text,
  type ApiDefinition,
} from './definition.js';

const tuples = (description: string) =>
  optional(list(object({ object: text('The thing.'), relation: text('The relation to it.'), user: text('Who has it.') }), description));

/** A store of OpenFGA for an organization. */
export const STORE: ApiDefinition = {
  prefix: 'v250718-a64f278',
  group: CORE_GROUP,
  kind: 'Store',
  columns: [conditionColumn('Ready')],
  spec: object(
    { coreModule: text('Module that all models extend, in the language of OpenFGA.'), tuples: tuples('Relations that are written.') },
    'What is wanted.',
  ),
  status: object(
    {
      storeId: optional(text('Id of the store.')),
      authorizationModelId: optional(text('Id of the model.')),
      managedTuples: tuples('Relations that were written.'),
      conditions: conditions(),
    },
    'What was observed.',
  ),
};

/** A part of the model of a store. */
export const AUTHORIZATION_MODEL: ApiDefinition = {
  prefix: 'v260112-5925c7e',
  group: CORE_GROUP,
  kind: 'AuthorizationModel',
  spec: object(
    {
      model: text('Module in the language of OpenFGA.'),
      storeRef: object(
        {
          name: text('Name of the store.'),
          cluster: text('Logical cluster of the store.'),
          path: optional(text('Deprecated: use cluster.')),
        },
        'The store.',
      ),
      tuples: tuples('Relations that are written.'),
    },
    'What is wanted.',
  ),
  status: object({ conditions: conditions(), managedTuples: tuples('Relations that were written.') }, 'What was observed.'),
};

/** Who may bind an export. */
export const API_EXPORT_POLICY: ApiDefinition = {
  prefix: 'v260313-c8b198d',
  group: CORE_GROUP,
  kind: 'APIExportPolicy',
  plural: 'apiexportpolicies',
  spec: object(
    {
      apiExportRef: object({ name: text('Name of the export.'), clusterPath: text('Path of its workspace.') }, 'The export.'),
      allowPathExpressions: list(Type.String(), 'Paths of workspaces that may bind it; :root:orgs:* for all below.', { minItems: 1 }),
    },
    'What is wanted.',
  ),
  status: object(
    { conditions: conditions(), managedAllowExpressions: optional(list(Type.String(), 'Paths that were let in.')) },
    'What was observed.',
  ),
};

/** A realm of the identity provider. */
export const IDENTITY_PROVIDER_CONFIGURATION: ApiDefinition = {
  prefix: 'v260217-2c67392',
  group: CORE_GROUP,
  kind: 'IdentityProviderConfiguration',
  specRequired: true,
  spec: object(
    {
      registrationAllowed: optional(Type.Boolean({ description: 'Whether users may register themselves.' })),
      clients: list(
        object({
          clientName: text('Name of the client.'),
          clientType: oneOf('Whether it can keep a secret.', 'confidential', 'public'),
          redirectUris: list(Type.String(), 'Where users may be sent after they logged in.'),
          postLogoutRedirectUris: optional(list(Type.String(), 'Where users may be sent after they logged out.')),
          secretRef: optional(secretReference('The Secret that its credentials are written to.')),
        }),
        'The clients.',
      ),
    },
    'What is wanted.',
  ),
  status: object(
    {
      conditions: conditions(),
      managedClients: optional(
        Type.Record(
          Type.String(),
          object({
            clientId: text('Id of the client.'),
            registrationClientUri: text('Where the client is registered.'),
            secretRef: secretReference('The Secret with its credentials.'),
          }),
          { description: 'Clients by name.' },
        ),
      ),
    },
    'What was observed.',
  ),
};
