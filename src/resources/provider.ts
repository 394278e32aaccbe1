import { Type, type Static } from 'typebox';
import { closed, Conditions, Metadata, SecretReference } from './common.js';
import type { ResourceDefinition } from './definition.js';
import { PROVIDER_NAME } from './provider-name.js';

const ProviderSpecSchema = closed(
  {
    providerKubeconfigSecret: Type.Optional(
      closed(
        {
          name: Type.String({ description: 'Name of the Secret.' }),
          namespace: Type.String({ description: 'Namespace of the Secret.' }),
          key: Type.String({ description: 'Key of the Secret.' }),
        },
        { description: 'Secret for the kubeconfig; `<name>-provider-kubeconfig` in `default`, key `kubeconfig`, unless given.' },
      ),
    ),
    hostOverride: Type.Optional(
      Type.String({
        maxLength: 1024,
        description: 'Scheme and host that replace those of kcp in the kubeconfig, such as https://kcp.example.com:8443.',
      }),
    ),
  },
  { description: 'The desired state.' },
);

const PHASES = ['Pending', 'ProvisioningWorkspace', 'ProvisioningKubeconfig', 'Ready', 'Deleting'];

const ProviderStatusSchema = closed({
  phase: Type.Optional(Type.String({ enum: PHASES, description: 'Phase of the reconcile.' })),
  providerKubeconfigSecretRef: Type.Optional(SecretReference),
  conditions: Conditions,
  observedGeneration: Type.Optional(Type.Integer({ format: 'int64', description: 'Generation that was reconciled last.' })),
});

/** A provider of APIs: a workspace of its own and a kubeconfig for it. */
export const ProviderSchema = closed(
  {
    apiVersion: Type.Literal('providers.platform-mesh.io/v1alpha1'),
    kind: Type.Literal('Provider'),
    metadata: Metadata,
    spec: ProviderSpecSchema,
    status: Type.Optional(Type.Any()),
  },
  { 'x-rules': [PROVIDER_NAME] },
);
/** A provider within kcp. */
export type Provider = Static<typeof ProviderSchema>;

export const PROVIDER: ResourceDefinition = {
  group: 'providers.platform-mesh.io',
  kind: 'Provider',
  plural: 'providers',
  scope: 'Cluster',
  spec: ProviderSpecSchema,
  status: ProviderStatusSchema,
  specRequired: true,
  columns: [
    { name: 'Phase', jsonPath: '.status.phase' },
    { name: 'KubeconfigSecret', jsonPath: '.status.providerKubeconfigSecretRef.name' },
    { name: 'Ready', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
    { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
  ],
  rules: [PROVIDER_NAME],
};
