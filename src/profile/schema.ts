import { Type, type Static, type TProperties } from 'typebox';

/** On or off; a template that prints `true` or `false` is as good as a boolean. */
const Flag = (description: string) =>
  Type.Union([Type.Boolean(), Type.Literal('true'), Type.Literal('false'), Type.Null()], { description });

const Text = (description: string) => Type.Union([Type.String({ minLength: 1 }), Type.Null()], { description });

const Duration = (description: string) =>
  Type.Union([Type.String({ pattern: '^([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$', 'x-expected': 'a duration such as 5m or 1h30m' }), Type.Null()], { description: `${description}; a Go duration such as 5m or 1h30m` });

const DnsLabel = (description: string) =>
  Type.Union([Type.String({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63, 'x-expected': 'a name of at most 63 lower-case letters, digits and -' }), Type.Null()], { description });

const DnsName = (description: string) =>
  Type.Union([Type.String({ pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$', maxLength: 253, 'x-expected': 'a name of lower-case letters, digits, - and .' }), Type.Null()], { description });

/** A word that YAML may have read as a number, such as the version 1.10. */
const Word = (description: string) => Type.Union([Type.String(), Type.Number(), Type.Null()], { description });

const Wave = Type.Union([Type.Integer(), Type.String({ pattern: '^-?[0-9]+$', 'x-expected': 'a whole number' }), Type.Null()], {
  description: 'Argo CD sync wave; derived from dependsOn for a service that sets none',
});

const Values = Type.Union([Type.Record(Type.String(), Type.Any()), Type.Null()], { description: 'values of the Helm chart' });

const closed = <Properties extends TProperties>(properties: Properties, description = '') => Type.Object(properties, { additionalProperties: false, description });

const ReferencePath = Type.Union([Type.Array(Type.Object({ name: Type.Union([Type.String({ minLength: 1 }), Type.Number(), Type.Boolean()]) }, { additionalProperties: true })), Type.Null()], {
  description: "names of the references on the way through the OCM component",
});

const Named = (description: string) => Type.Optional(Type.Union([closed({ name: Type.Optional(DnsName(description)), create: unread() }), Type.Null()]));

/** A key that profiles carry and that nothing has ever read. */
function unread() {
  return Type.Optional(Type.Any({ description: 'not read', 'x-unread': true }));
}

const Ocm = Type.Union(
  [
    closed({
      repo: Named('name of the OCM Repository object'),
      component: Named('name of the OCM Component object'),
      referencePath: Type.Optional(ReferencePath),
      interval: unread(),
      skipVerify: unread(),
    }),
    Type.Null(),
  ],
  { description: 'where charts and images come from' },
);

const SyncOptions = Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'Argo CD sync options; replace the default ones completely' });
const IgnoreDifferences = Type.Union([Type.Array(Type.Record(Type.String(), Type.Any())), Type.Null()], { description: 'Argo CD: fields that may differ, as in an Application' });
const StringMap = (description: string) => Type.Union([Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])), Type.Null()], { description });

const Technology = Type.Union([Type.String({ pattern: '^([Ff][Ll][Uu][Xx][Cc][Dd]|[Aa][Rr][Gg][Oo][Cc][Dd])?$', 'x-expected': 'fluxcd or argocd' }), Type.Null()], { description: 'fluxcd or argocd, in any case of letters', default: 'fluxcd' });

/** One of the infra components; not every component reads every key. */
export const InfraComponentSchema = closed(
  {
    enabled: Type.Optional(Flag('deploy it')),
    name: Type.Optional(DnsLabel('name of the release and of its objects')),
    interval: Type.Optional(Duration('Flux: time between two checks')),
    targetNamespace: Type.Optional(DnsLabel('namespace that it is installed into')),
    values: Type.Optional(Values),
    ocmResourceName: Type.Optional(Text('name of the OCM resource')),
    ocmComponentName: Type.Optional(Text('last element of the reference path')),
    repoURL: Type.Optional(Text('Argo CD: URL of the chart repository')),
    targetRevision: Type.Optional(Word('Argo CD: version of the chart')),
    skipCrds: Type.Optional(Flag("Argo CD: leave out the chart's CRDs")),
    syncWave: Type.Optional(Wave),
    ignoreDifferences: Type.Optional(IgnoreDifferences),
    syncOptions: Type.Optional(SyncOptions),
    kustomization: Type.Optional(
      Type.Union([
        closed({
          interval: Type.Optional(Duration('Flux: time between two checks')),
          path: Type.Optional(Text('folder within the Git repository')),
          install: Type.Optional(Type.Union([closed({ crds: Type.Optional(Text('Argo CD: `Skip` tolerates kinds that are not there yet')) }), Type.Null()])),
        }),
        Type.Null(),
      ]),
    ),
    chart: unread(),
    ocmImageResourceName: unread(),
  },
  'an infra component',
);
export type InfraComponent = Static<typeof InfraComponentSchema>;

const ImageResourceSchema = closed({
  name: Type.Optional(DnsName('name of the Resource object')),
  labels: Type.Optional(StringMap('labels of the Resource')),
  annotations: Type.Optional(StringMap('annotations of the Resource: repo, artifact, for, path, version-path, unsuspend, image-ref')),
  resource: Type.Optional(Text('name of the OCM resource')),
  resourceName: unread(),
  absoluteReferencePath: Type.Optional(ReferencePath),
  referencePath: Type.Optional(ReferencePath),
});
export type ImageResource = Static<typeof ImageResourceSchema>;

const DependencySchema = Type.Union([Type.String({ minLength: 1 }), Type.Object({ name: Type.String({ minLength: 1 }), namespace: Type.Optional(DnsLabel('namespace of the release')) }, { additionalProperties: true })]);

/** One service. */
export const ServiceSchema = closed(
  {
    enabled: Type.Optional(Flag('deploy it')),
    skipHelmRelease: Type.Optional(Flag('only its OCM Resources are wanted')),
    suspend: Type.Optional(Flag('Flux: install nothing until somebody resumes the release')),
    helmRepo: Type.Optional(Flag('the chart is in a Helm repository')),
    gitRepo: Type.Optional(Flag('the chart is in a Git repository')),
    chart: Type.Optional(Text('name of the chart in the Helm repository')),
    path: Type.Optional(Text('folder of the chart in the Git repository')),
    targetNamespace: Type.Optional(DnsLabel('Flux: namespace that it is installed into')),
    dependsOn: Type.Optional(Type.Union([Type.Array(DependencySchema), Type.Null()], { description: 'releases that come first: names, or {name, namespace}' })),
    values: Type.Optional(Values),
    version: Type.Optional(Word('Argo CD: version, tag or branch of the chart')),
    repoURL: Type.Optional(Text('Argo CD: URL of the chart repository')),
    skipCrds: Type.Optional(Flag("Argo CD: leave out the chart's CRDs")),
    ignoreDifferences: Type.Optional(IgnoreDifferences),
    syncOptions: Type.Optional(SyncOptions),
    syncWave: Type.Optional(Wave),
    ocm: Type.Optional(Type.Union([closed({ repo: Named('name of the OCM Repository object'), component: Named('name of the OCM Component object') }), Type.Null()])),
    chartResources: Type.Optional(Type.Union([closed({ annotations: Type.Optional(StringMap('annotations of the chart Resource')) }), Type.Null()])),
    absoluteReferencePath: Type.Optional(ReferencePath),
    referencePath: Type.Optional(ReferencePath),
    external: Type.Optional(Flag('its component is named by the reference path alone')),
    imageResources: Type.Optional(Type.Union([Type.Array(Type.Union([ImageResourceSchema, Type.Null()])), Type.Null()], { description: 'OCM Resources of its images' })),
  },
  'a service',
);
export type Service = Static<typeof ServiceSchema>;

/** What stands beside the components in `infra`. */
export const InfraSectionSchema = closed({
  deploymentTechnology: Type.Optional(Technology),
  destinationServer: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'Argo CD: URL of the API server that is deployed to' })),
  ocm: Type.Optional(Ocm),
});

/** What stands beside the services in `components`. */
export const ComponentsSectionSchema = closed({
  deploymentTechnology: Type.Optional(Technology),
  destinationServer: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: 'Argo CD: URL of the API server that is deployed to' })),
  timeout: Type.Optional(Duration('Flux: how long Helm may take')),
  imageLocalization: Type.Optional(Flag('publish registry, repository, tag and digest of every image for private registries')),
  ocm: Type.Optional(Ocm),
  targetNamespace: unread(),
});
