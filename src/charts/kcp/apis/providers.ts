import { Type } from 'typebox';
import {
  conditions,
  list,
  object,
  observedGeneration,
  optional,
  PROVIDERS_GROUP,
  secretReference,
  text,
  type ApiDefinition,
} from './definition.js';

/** Whoever offers an API on the platform. */
export const PROVIDER: ApiDefinition = {
  prefix: 'v260630-c61f326',
  group: PROVIDERS_GROUP,
  kind: 'Provider',
  specRequired: true,
  columns: [
    { name: 'Phase', jsonPath: '.status.phase' },
    // The path is wrong and the quotes are others in the reference, but the schema with this name cannot be changed where it exists
    // already.
    { name: 'KubeconfigSecret', jsonPath: '.status.kubeconfigSecretRef.name' },
    { name: 'Ready', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
  ],
  spec: object(
    {
      hostOverride: optional(text('Host of the API server in the kubeconfig.')),
      providerKubeconfigSecret: optional(
        object(
          { key: text('Key of the Secret.'), name: text('Name of the Secret.'), namespace: text('Namespace of the Secret.') },
          'Where the kubeconfig is written.',
        ),
      ),
    },
    'What is wanted.',
  ),
  status: object(
    {
      conditions: conditions({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] }),
      observedGeneration,
      phase: optional(text('How far it is.')),
      providerKubeconfigSecretRef: optional(secretReference('The Secret with the kubeconfig.')),
    },
    'What was observed.',
  ),
};

const permission = (verb: string) => optional(text(`Relation that may ${verb}; the platform's own when empty.`));

/** Who may do what with the resources of a provider. */
export const PROVIDER_PERMISSIONS: ApiDefinition = {
  prefix: 'v260703-0c370717',
  group: PROVIDERS_GROUP,
  kind: 'ProviderPermissions',
  plural: 'providerpermissions',
  singular: 'providerpermissions',
  spec: object(
    {
      apiExport: object({ ref: object({ name: text('Name of the export.') }, 'The export.') }, 'Whose resources are meant.'),
      permissions: optional(
        Type.Record(
          Type.String(),
          object({
            additionalPermissions: optional(Type.Record(Type.String(), Type.String(), { description: 'Relations for further verbs.' })),
            defaultPermissions: optional(
              object(
                {
                  delete: permission('delete'),
                  get: permission('get'),
                  patch: permission('patch'),
                  update: permission('update'),
                  watch: permission('watch'),
                },
                'Relations for the usual verbs.',
              ),
            ),
          }),
          { description: 'By group and resource, joined by a dot.' },
        ),
      ),
      roles: optional(
        list(
          object({
            groupResource: text('Group and resource, joined by a dot.'),
            roles: list(
              object({
                id: text('Name of the relation.'),
                displayName: text('Name that people see.'),
                description: text('What it allows.'),
                definition: optional(text('Relation in the language of OpenFGA.')),
              }),
              'The roles.',
            ),
          }),
          'Roles that users can be given.',
        ),
      ),
    },
    'What is wanted.',
  ),
  status: object({ conditions: conditions(), observedGeneration }, 'What was observed.'),
};
