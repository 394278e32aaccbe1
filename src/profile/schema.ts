import { Type, type Static } from 'typebox';
import {
  closed,
  DestinationServer,
  DnsLabel,
  DnsName,
  Duration,
  Flag,
  IgnoreDifferences,
  Named,
  Ocm,
  ReferencePath,
  StringMap,
  SyncOptions,
  Technology,
  Text,
  unread,
  Values,
  Wave,
  Word,
} from './schema-fields.js';

/** One of the infra components; not every component reads every key. */
export const InfraComponentSchema = closed(
  {
    enabled: Type.Optional(Flag('deploy it')),
    name: Type.Optional(
      DnsLabel('name of the release, its source and its OCM Resource', {
        'x-default': 'see the table above',
        examples: ['my-release'],
      }),
    ),
    interval: Type.Optional(Duration('time between two checks', { default: '5m', examples: ['10m'] })),
    targetNamespace: Type.Optional(
      DnsLabel('namespace to install it into', { 'x-default': 'that of the `PlatformMesh`', examples: ['infra-system'] }),
    ),
    values: Type.Optional(Values('values of the Helm chart')),
    ocmResourceName: Type.Optional(
      Text('name of the resource within the OCM component', { 'x-default': 'see the table above', examples: ['my-chart'] }),
    ),
    ocmComponentName: Type.Optional(
      Text('last element of the reference path', { 'x-default': 'the name of the release', examples: ['my-component'] }),
    ),
    repoURL: Type.Optional(
      Text('URL of the chart repository', { 'x-default': 'see the table above', examples: ['https://charts.example.com'] }),
    ),
    targetRevision: Type.Optional(
      Word('version of the chart; put it in quotes', { 'x-default': 'see the table above', examples: ['1.2.3'] }),
    ),
    skipCrds: Type.Optional(Flag("leave out the chart's CRDs")),
    syncWave: Type.Optional(Wave('0')),
    ignoreDifferences: Type.Optional(IgnoreDifferences),
    syncOptions: Type.Optional(SyncOptions('`CreateNamespace=true`, and `RespectIgnoreDifferences=true` with `ignoreDifferences`')),
    kustomization: Type.Optional(
      Type.Union([
        closed({
          interval: Type.Optional(Duration('time between two checks', { default: '5m', examples: ['10m'] })),
          path: Type.Optional(
            Text('folder within the Git repository', { 'x-default': 'resolved from the OCM Resource', examples: ['./config/crd'] }),
          ),
          install: Type.Optional(
            Type.Union([
              closed({
                crds: Type.Optional(Text('`Skip` tolerates missing kinds', { 'x-default': 'none', examples: ['Skip'] })),
              }),
              Type.Null(),
            ]),
          ),
        }),
        Type.Null(),
      ]),
    ),
    chart: unread({ name: 'my-chart' }),
    ocmImageResourceName: unread('my-image'),
  },
  'an infra component',
);
export type InfraComponent = Static<typeof InfraComponentSchema>;

const ImageResourceSchema = closed({
  name: Type.Optional(
    DnsName('name of the Resource object, unique in the platform', {
      'x-default': '`<service>-image`',
      examples: ['portal-ui-image'],
    }),
  ),
  labels: Type.Optional(StringMap('labels of the Resource object', { examples: [{ team: 'portal' }] })),
  annotations: Type.Optional(
    StringMap(
      'use of the image, and place of its tag in the values: `repo`, `artifact`, `for`, `path`, `version-path`, `unsuspend`, `image-ref`',
      {
        examples: [{ repo: 'oci', artifact: 'image', for: 'portal', path: 'ui.image.tag' }],
      },
    ),
  ),
  resource: Type.Optional(Text('name of the resource within the OCM component', { default: 'image', examples: ['ui-image'] })),
  resourceName: unread('ui-image'),
  absoluteReferencePath: Type.Optional(ReferencePath('the complete reference path; nothing is added to it', { 'x-default': 'none' })),
  referencePath: Type.Optional(
    ReferencePath("the part between the section's reference path and the element `image`", { 'x-default': "the service's, else its name" }),
  ),
});
export type ImageResource = Static<typeof ImageResourceSchema>;

const DependencySchema = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object(
    {
      name: Type.String({ minLength: 1 }),
      namespace: Type.Optional(DnsLabel('namespace of the release', { 'x-default': 'that of the `PlatformMesh`', examples: ['other'] })),
    },
    { additionalProperties: true },
  ),
]);

/** One service. */
export const ServiceSchema = closed(
  {
    enabled: Type.Optional(Flag('deploy it')),
    skipHelmRelease: Type.Optional(Flag('create its OCM Resources, but no release')),
    suspend: Type.Optional(Flag('install nothing until the release is resumed')),
    helmRepo: Type.Optional(Flag('the chart is in a Helm repository instead of an OCI registry')),
    gitRepo: Type.Optional(Flag('the chart is in a Git repository instead of an OCI registry')),
    chart: Type.Optional(
      Text('name of the chart in the Helm repository', {
        'x-default': "the service's name",
        'x-with': { helmRepo: true },
        examples: ['portal-ui'],
      }),
    ),
    path: Type.Optional(
      Text('folder of the chart in the Git repository', {
        'x-default': "the service's name",
        'x-with': { gitRepo: true },
        examples: ['deploy/chart'],
      }),
    ),
    targetNamespace: Type.Optional(
      DnsLabel('namespace to install it into', { 'x-default': 'that of the `PlatformMesh`', examples: ['portal-system'] }),
    ),
    dependsOn: Type.Optional(
      Type.Union([Type.Array(DependencySchema), Type.Null()], {
        description:
          'releases that come first: names, or maps with `name` and `namespace`. Flux waits for them; in Argo CD, they set the sync wave',
        'x-default': 'none',
        examples: [['openfga']],
      }),
    ),
    values: Type.Optional(Values('values of the Helm chart; with Argo CD, a chart from a Git repository gets none')),
    version: Type.Optional(
      Word('version, tag or branch of the chart; put it in quotes', {
        'x-default': 'resolved from the OCM Resource; `*` with `helmRepo`, `HEAD` with `gitRepo`',
        examples: ['1.2.3'],
      }),
    ),
    repoURL: Type.Optional(
      Text('URL of the chart repository', {
        'x-default': [
          'resolved from the OCM Resource',
          '`https://charts.example.com` with `helmRepo`',
          '`https://github.com/platform-mesh/platform-mesh` with `gitRepo`',
        ].join('; '),
        examples: ['https://charts.example.org'],
      }),
    ),
    skipCrds: Type.Optional(Flag("leave out the chart's CRDs")),
    ignoreDifferences: Type.Optional(IgnoreDifferences),
    syncOptions: Type.Optional(SyncOptions('`CreateNamespace=true`, `RespectIgnoreDifferences=true`')),
    syncWave: Type.Optional(Wave('1, or one more than the last of `dependsOn`')),
    ocm: Type.Optional(
      Type.Union([closed({ repo: Named('Repository', "the section's"), component: Named('Component', "the section's") }), Type.Null()], {
        description: "the OCM component of its chart; its images come from the section's component",
      }),
    ),
    chartResources: Type.Optional(
      Type.Union([
        closed({ annotations: Type.Optional(StringMap("annotations of the chart's Resource object", { examples: [{ repo: 'oci' }] })) }),
        Type.Null(),
      ]),
    ),
    absoluteReferencePath: Type.Optional(
      ReferencePath('the complete reference path of the chart; nothing is added to it. Images do not use it', { 'x-default': 'none' }),
    ),
    referencePath: Type.Optional(
      ReferencePath("the part between the section's reference path and the last element, `chart` or `image`", {
        'x-default': "the service's name",
      }),
    ),
    external: Type.Optional(Flag('the reference path ends without the element `chart` or `image`')),
    imageResources: Type.Optional(
      Type.Union([Type.Array(Type.Union([ImageResourceSchema, Type.Null()])), Type.Null()], {
        description: 'its images; each gets an OCM Resource',
        'x-default': 'none',
        examples: [[{ annotations: { repo: 'oci', artifact: 'image', for: 'portal' } }]],
      }),
    ),
  },
  'a service',
);
export type Service = Static<typeof ServiceSchema>;

/** The other keys of `infra`. */
export const InfraSectionSchema = closed({
  deploymentTechnology: Type.Optional(Technology),
  destinationServer: Type.Optional(DestinationServer),
  ocm: Type.Optional(Ocm('`platform-mesh`; a name in `spec.ocm` wins', 'none; one in `spec.ocm` wins')),
});

/** How long Helm may take, unless the profile says otherwise. */
export const DEFAULT_TIMEOUT = '15m';

/** The other keys of `components`. */
export const ComponentsSectionSchema = closed({
  deploymentTechnology: Type.Optional(Technology),
  destinationServer: Type.Optional(DestinationServer),
  timeout: Type.Optional(Duration('how long Helm may take for one install or upgrade', { default: DEFAULT_TIMEOUT, examples: ['20m'] })),
  imageLocalization: Type.Optional(
    Flag(
      'write registry, repository, tag and digest of each image into the status of its Resource, for values that need a private registry',
    ),
  ),
  ocm: Type.Optional(Ocm("`spec.ocm`'s, else the infra section's, else `platform-mesh`", 'none')),
  targetNamespace: unread('portal-system'),
});
