import { Type, type Static } from 'typebox';
import { AnyJson, closed, Conditions, Metadata, NameOnly, SecretReference } from './common.js';
import type { ResourceDefinition } from './definition.js';
import { MANAGED_PROVIDER_NAME } from './provider-name.js';
import type { Rule } from './rules.js';

const FluxSchema = closed(
  {
    type: Type.Optional(Type.String({ enum: ['oci', 'helm'], default: 'oci', description: 'Kind of the registry.' })),
    registry: Type.String({ description: 'oci: registry without scheme; helm: URL of the repository.' }),
    chart: Type.String({ description: 'oci: path of the chart in the registry; helm: name of the chart.' }),
    version: Type.String({ description: 'Version of the chart.' }),
    values: AnyJson('Values of the chart.'),
    insecure: Type.Optional(Type.Boolean({ description: 'Reach the registry without TLS.' })),
  },
  { description: 'A chart that Flux deploys.' },
);

const COMPONENT: Rule = {
  cel: 'has(self.component) != has(self.componentName)',
  message: 'set component (or its older spelling componentName), and only one of them',
  check: (self) => (self['component'] !== undefined) !== (self['componentName'] !== undefined),
};

const OcmSchema = closed(
  {
    registry: Type.String({ description: 'Registry without scheme.' }),
    component: Type.Optional(Type.String({ description: 'Full name of the OCM component.' })),
    componentName: Type.Optional(Type.String({ description: 'Older spelling of component.' })),
    version: Type.String({ description: 'Version of the component.' }),
    name: Type.Optional(Type.String({ description: 'Name of the release.' })),
    resourceName: Type.Optional(Type.String({ description: 'Name of the OCM resource; chart unless given.' })),
    referencePath: Type.Optional(Type.Array(NameOnly, { description: 'References to follow from the component.' })),
    values: AnyJson('Values of the chart.'),
    insecure: Type.Optional(Type.Boolean({ description: 'Reach the registry without TLS.' })),
  },
  { description: 'A chart in an OCM component.', 'x-rules': [COMPONENT] },
);

const EXACTLY_ONE: Rule = {
  cel: 'has(self.flux) != has(self.ocm)',
  message: 'set exactly one of flux and ocm',
  check: (self) => (self['flux'] !== undefined) !== (self['ocm'] !== undefined),
};

const ManagedProviderSpecSchema = closed(
  {
    platformMeshRef: closed(
      { name: Type.String({ description: 'Name of the PlatformMesh in the same namespace.' }) },
      { description: 'The platform.' },
    ),
    runtimeDeployments: Type.Array(
      closed({ flux: Type.Optional(FluxSchema), ocm: Type.Optional(OcmSchema) }, { 'x-rules': [EXACTLY_ONE] }),
      { maxItems: 64, description: 'Charts of the provider.' },
    ),
    provider: Type.Optional(
      closed(
        {
          path: Type.String({
            maxLength: 512,
            pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(:[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            'x-expected': 'a workspace path such as root:providers:system',
            description: 'Workspace of the Provider.',
          }),
          name: Type.String({ maxLength: 253, description: 'Name of the Provider; that of the ManagedProvider when it is empty.' }),
        },
        { description: 'The Provider in kcp; in root:providers:system, of the same name, unless given.' },
      ),
    ),
    providerHostOverride: Type.Optional(Type.String({ description: "Copied to the Provider's hostOverride." })),
    providerKubeconfigSecret: Type.Optional(
      closed(
        { name: Type.String({ description: 'Name of the Secret.' }), key: Type.String({ description: 'Key of the Secret.' }) },
        { description: 'Secret for a copy of the kubeconfig.' },
      ),
    ),
    runtimeKubeconfigSecretName: Type.Optional(
      Type.String({ description: 'Secret with the kubeconfig of another runtime cluster, key kubeconfig.' }),
    ),
    cleanupOnDelete: Type.Optional(Type.Boolean({ description: 'Delete the Provider and its workspace too.' })),
  },
  { description: 'The desired state.' },
);

const PHASES = [
  'Pending',
  'WaitingForPlatformMesh',
  'WaitingForProvider',
  'CopyingKubeconfig',
  'CopyingKubeconfigFailed',
  'Deploying',
  'Ready',
  'Deleting',
];

const ManagedProviderStatusSchema = closed({
  phase: Type.Optional(Type.String({ enum: PHASES, description: 'Phase of the reconcile.' })),
  providerKubeconfigSecretRef: Type.Optional(SecretReference),
  conditions: Conditions,
  observedGeneration: Type.Optional(Type.Integer({ format: 'int64', description: 'Generation that was reconciled last.' })),
});

/** A provider whose workspace and charts are looked after. */
export const ManagedProviderSchema = closed(
  {
    apiVersion: Type.Literal('providers.platform-mesh.io/v1alpha1'),
    kind: Type.Literal('ManagedProvider'),
    metadata: Metadata,
    spec: ManagedProviderSpecSchema,
    status: Type.Optional(Type.Any()),
  },
  { 'x-rules': [MANAGED_PROVIDER_NAME] },
);
/** A provider whose workspace and charts are looked after. */
export type ManagedProvider = Static<typeof ManagedProviderSchema>;

export const MANAGED_PROVIDER: ResourceDefinition = {
  group: 'providers.platform-mesh.io',
  kind: 'ManagedProvider',
  plural: 'managedproviders',
  scope: 'Namespaced',
  spec: ManagedProviderSpecSchema,
  status: ManagedProviderStatusSchema,
  specRequired: true,
  rules: [MANAGED_PROVIDER_NAME],
  columns: [
    { name: 'Phase', jsonPath: '.status.phase' },
    { name: 'Ready', jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
    { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
  ],
};
