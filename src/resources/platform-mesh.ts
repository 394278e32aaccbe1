import { Type, type Static } from 'typebox';
import { AnyJson, closed, Conditions, LabelSizedMetadata, NameOnly, PathWithParent, WorkspacePath } from './common.js';
import type { ResourceDefinition } from './definition.js';
import { ProviderConnectionSchema } from './provider-connection.js';
import type { Rule } from './rules.js';
import { WaitItemSchema } from './wait.js';

const ExposureSchema = closed(
  {
    baseDomain: Type.Optional(
      Type.String({
        maxLength: 253,
        pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$',
        'x-expected': 'a domain such as example.com: lower-case letters, digits and -, no scheme and no port',
        description: 'Domain of the platform for users; portal.localhost unless given.',
      }),
    ),
    port: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 65535,
        'x-expected': 'a whole number from 1 to 65535',
        description: 'Port of the platform for users; 8443 unless given. 0 counts as not set.',
      }),
    ),
    protocol: Type.Optional(
      Type.String({ pattern: '^(https?)?$', 'x-expected': 'http or https', description: 'http or https; https unless given.' }),
    ),
  },
  { description: 'Where users reach the platform.' },
);

const OcmSchema = closed(
  {
    repo: Type.Optional(
      closed(
        { name: Type.Optional(Type.String({ default: 'platform-mesh', description: 'Name of the OCM Repository object.' })) },
        { description: 'OCM repository.' },
      ),
    ),
    component: Type.Optional(
      closed(
        { name: Type.Optional(Type.String({ default: 'platform-mesh', description: 'Name of the OCM Component object.' })) },
        { description: 'OCM component.' },
      ),
    ),
    referencePath: Type.Optional(Type.Array(NameOnly, { description: 'References from the component to the one with the resources.' })),
  },
  { description: 'Where charts and images come from.' },
);

const KcpSchema = closed(
  {
    providerConnections: Type.Optional(
      Type.Array(ProviderConnectionSchema, {
        maxItems: 256,
        description: 'Kubeconfigs for services. They replace all built-in ones.',
      }),
    ),
    extraProviderConnections: Type.Optional(
      Type.Array(ProviderConnectionSchema, { maxItems: 256, description: 'Kubeconfigs in addition to those.' }),
    ),
    extraDefaultAPIBindings: Type.Optional(
      Type.Array(
        closed({
          workspaceTypePath: PathWithParent('Path of the WorkspaceType, with its name at the end.', 'root:org'),
          export: Type.String({ maxLength: 253, description: 'Name of the APIExport.' }),
          path: WorkspacePath('Workspace of the APIExport.'),
        }),
        { maxItems: 256, description: 'APIs that new workspaces of a type bind.' },
      ),
    ),
    extraWorkspaces: Type.Optional(
      Type.Array(
        closed({
          path: PathWithParent('Path of the new workspace.', 'root:orgs:mine'),
          type: closed(
            {
              name: Type.String({ maxLength: 253, description: 'Name of the WorkspaceType.' }),
              path: WorkspacePath('Workspace of the type.'),
            },
            { description: 'Type of the workspace.' },
          ),
        }),
        { maxItems: 256, description: 'Workspaces in addition to the built-in ones.' },
      ),
    ),
  },
  { description: 'kcp: workspaces and connections.' },
);

export const PlatformMeshSpecSchema = closed(
  {
    exposure: Type.Optional(ExposureSchema),
    kcp: Type.Optional(KcpSchema),
    values: AnyJson('Values over the profile: a map with `services`, or a map of services.'),
    infraValues: AnyJson('Values over the infra section of the profile.'),
    ocm: Type.Optional(OcmSchema),
    featureToggles: Type.Optional(
      Type.Array(
        closed({
          name: Type.Optional(Type.String({ description: 'Name of the toggle.' })),
          parameters: Type.Optional(
            Type.Record(Type.String(), Type.String(), { description: 'Parameters of the toggle; no known toggle has any.' }),
          ),
        }),
        { description: 'Optional features.' },
      ),
    ),
    wait: Type.Optional(
      closed(
        { resourceTypes: Type.Optional(Type.Array(WaitItemSchema, { maxItems: 256, description: 'Replaces the default list.' })) },
        { description: 'What must be ready before the platform is ready.' },
      ),
    ),
    profileConfigMap: Type.Optional(
      closed(
        {
          name: Type.String({ minLength: 1, description: 'Name of the ConfigMap.' }),
          namespace: Type.Optional(Type.String({ description: 'Its namespace; that of the instance unless given.' })),
        },
        { description: 'ConfigMap with the profile; `<name>-profile` unless given.' },
      ),
    ),
  },
  { description: 'The desired platform.' },
);

const StatusSchema = closed({
  conditions: Conditions,
  observedGeneration: Type.Optional(Type.Integer({ format: 'int64', description: 'Generation that was reconciled last.' })),
  nextReconcileTime: Type.Optional(Type.String({ format: 'date-time', description: 'Time of the next reconcile.' })),
  kcpWorkspaces: Type.Optional(
    Type.Array(closed({ name: Type.String({ description: 'Path.' }), phase: Type.String({ description: 'Phase.' }) }), {
      description: 'Workspaces of the platform.',
    }),
  ),
  providerConnections: Type.Optional(
    Type.Array(
      closed({
        secret: Type.String({ description: 'Name of the Secret.' }),
        namespace: Type.String({ description: 'Namespace of the Secret.' }),
        ready: Type.Boolean({ description: 'Whether the Secret holds a kubeconfig that works.' }),
        reason: Type.String({ description: 'Why, in one word.' }),
        message: Type.Optional(Type.String({ description: 'Why, in a sentence.' })),
        expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'When its token expires; it is renewed long before.' })),
      }),
      { description: 'The kubeconfigs for services.' },
    ),
  ),
});

/** An instance of the platform. */
export const PlatformMeshSchema = closed({
  apiVersion: Type.Literal('core.platform-mesh.io/v1alpha1'),
  kind: Type.Literal('PlatformMesh'),
  metadata: LabelSizedMetadata,
  spec: Type.Optional(PlatformMeshSpecSchema),
  status: Type.Optional(Type.Any()),
});

/** A platform, as users describe it. */
export type PlatformMesh = Static<typeof PlatformMeshSchema>;
/** The desired platform. */
export type PlatformMeshSpec = Static<typeof PlatformMeshSpecSchema>;

const condition = (type: string, field: string): string => `.status.conditions[?(@.type=='${type}')].${field}`;
const pair = (name: string, type: string): ResourceDefinition['columns'] => [
  { name, jsonPath: condition(type, 'status') },
  { name: `${name}_REASON`, jsonPath: condition(type, 'reason') },
];

/** The name is the value of labels. The API server learns it from this rule, `validate` from the schema of the metadata. */
const NAME_FITS_LABELS: Rule = {
  cel: 'self.metadata.name.size() <= 63',
  message: 'the name of a PlatformMesh is the value of labels: at most 63 characters',
  check: ({ metadata }) => nameLength(metadata) <= 63,
  field: ['metadata', 'name'],
};

function nameLength(metadata: unknown): number {
  const { name } = (metadata ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name.length : 0;
}

export const PLATFORM_MESH: ResourceDefinition = {
  group: 'core.platform-mesh.io',
  kind: 'PlatformMesh',
  plural: 'platformmeshes',
  scope: 'Namespaced',
  spec: PlatformMeshSpecSchema,
  status: StatusSchema,
  specRequired: false,
  rules: [NAME_FITS_LABELS],
  columns: [
    ...pair('KCP', 'KcpsetupSubroutine'),
    ...pair('SECRET', 'ProvidersecretSubroutine'),
    ...pair('DEPLOYMENT', 'DeploymentSubroutine'),
    ...pair('WAIT', 'WaitSubroutine'),
    { name: 'Ready', jsonPath: condition('Ready', 'status') },
    { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
  ],
};

/** The exposure with its defaults; empty and 0 count as not given. */
export function exposureOf(spec: PlatformMeshSpec): {
  readonly baseDomain: string;
  readonly port: number;
  readonly protocol: 'http' | 'https';
} {
  const { baseDomain, port, protocol } = spec.exposure ?? {};
  return { baseDomain: baseDomain || 'portal.localhost', port: port || 8443, protocol: protocol === 'http' ? 'http' : 'https' };
}
