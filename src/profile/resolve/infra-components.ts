/** The keys of the infra components in a profile. */
export type InfraKey =
  'certManager' | 'etcdDruid' | 'gatewayApi' | 'opentelemetryOperator' | 'prometheusOperatorCRDs' | 'traefikCRDs' | 'traefik';

/** An image of an infra component that has an OCM Resource. */
export interface InfraImage {
  /** Appended to the component's name. */
  readonly suffix: string;
  /** Name of the OCM resource. @default - the component's name */
  readonly resource?: string;
  /** Where the tag stands in the chart's values; `image.tag` unless given. */
  readonly path?: string;
  /** Release that the tag is for. @default - the component's name, written as annotations */
  readonly for?: string;
  /** Only there when image localization is on. @default false */
  readonly localizedOnly?: boolean;
  /** The chart has registry and repository of the image in one value. @default false */
  readonly combined?: boolean;
  /** The chart has a field for the digest beside the tag. @default false */
  readonly hasDigestField?: boolean;
}

/** What distinguishes one infra component from another. */
export interface InfraDescriptor {
  readonly key: InfraKey;
  /** Release name when the profile gives none. */
  readonly name: string;
  readonly kind: 'chart' | 'kustomization';
  readonly ocm: {
    /** OCM resource when the profile names none. */
    readonly resource: string;
    /** Written as the type of the OCM resource. */
    readonly type?: string;
    /** What the last element of the reference path is: the release name, or `ocmComponentName`. */
    readonly element: 'name' | 'ocmComponentName';
    readonly images: readonly InfraImage[];
  };
  readonly flux: {
    /** Which values are written: all, none when empty, or none ever. */
    readonly values: 'always' | 'nonEmpty' | 'never';
    /** The component that comes first; `none` writes an empty list. */
    readonly dependsOn?: InfraKey | 'none';
    readonly createNamespace?: boolean;
  };
  readonly argo: {
    readonly chart: string;
    /** Used when the profile names none; without either the OCM Resource decides. */
    readonly repoURL?: string;
    readonly revision?: string;
    /** Keys of the profile that count; the others are fixed. */
    readonly reads: readonly ('repoURL' | 'targetRevision' | 'skipCrds' | 'ignoreDifferences' | 'syncOptions')[];
    /** Sync options beside `CreateNamespace=true`. */
    readonly syncOptions?: readonly string[];
    /** The instance's namespace, or the component's own. */
    readonly namespace: 'instance' | 'target';
  };
}

/** What the images of cert-manager have in common. In the reference, the label `for` does not follow the name of a component. */
const CERT_MANAGER_IMAGE = { for: 'cert-manager', hasDigestField: true } as const;

/** What the images of the OpenTelemetry operator have in common. */
const TELEMETRY_IMAGE = { for: 'opentelemetry-operator', localizedOnly: true, combined: true } as const;

const TUNABLE = ['repoURL', 'targetRevision', 'ignoreDifferences', 'syncOptions'] as const;

/** Every infra component; a new one is one more entry. */
export const INFRA_COMPONENTS: readonly InfraDescriptor[] = [
  {
    key: 'certManager',
    name: 'cert-manager',
    kind: 'chart',
    ocm: {
      resource: 'chart',
      element: 'name',
      images: [
        { suffix: '-controller-image', resource: 'controller-image', ...CERT_MANAGER_IMAGE },
        { suffix: '-cainjector-image', resource: 'cainjector-image', path: 'cainjector.image.tag', ...CERT_MANAGER_IMAGE },
        { suffix: '-webhook-image', resource: 'webhook-image', path: 'webhook.image.tag', ...CERT_MANAGER_IMAGE },
      ],
    },
    flux: { values: 'always' },
    argo: {
      chart: 'cert-manager',
      repoURL: 'https://charts.jetstack.io',
      revision: '*',
      reads: ['repoURL', 'skipCrds', 'ignoreDifferences', 'syncOptions'],
      namespace: 'instance',
    },
  },
  {
    key: 'etcdDruid',
    name: 'etcd-druid',
    kind: 'chart',
    ocm: { resource: 'etcd-druid', type: 'helmChart', element: 'name', images: [{ suffix: '-image', path: 'image.tag', combined: true }] },
    flux: { values: 'always', createNamespace: true },
    argo: { chart: 'etcd-druid', reads: [], namespace: 'target' },
  },
  {
    key: 'gatewayApi',
    name: 'gateway-api',
    kind: 'kustomization',
    ocm: { resource: 'crds', element: 'name', images: [] },
    flux: { values: 'never' },
    argo: { chart: '', reads: TUNABLE, syncOptions: ['ServerSideApply=true'], namespace: 'instance' },
  },
  {
    key: 'opentelemetryOperator',
    name: 'opentelemetry-operator',
    kind: 'chart',
    ocm: {
      resource: 'chart',
      element: 'ocmComponentName',
      images: [
        { suffix: '-manager-image', resource: 'manager-image', path: 'manager.image.tag', ...TELEMETRY_IMAGE },
        { suffix: '-collector-image', resource: 'collector-image', path: 'manager.collectorImage.tag', ...TELEMETRY_IMAGE },
        {
          suffix: '-target-allocator-image',
          resource: 'target-allocator-image',
          path: 'manager.targetAllocatorImage.tag',
          ...TELEMETRY_IMAGE,
        },
      ],
    },
    flux: { values: 'nonEmpty', dependsOn: 'certManager' },
    argo: {
      chart: 'opentelemetry-operator',
      repoURL: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
      revision: '*',
      reads: TUNABLE,
      namespace: 'target',
    },
  },
  {
    key: 'prometheusOperatorCRDs',
    name: 'prometheus-operator-crds',
    kind: 'chart',
    ocm: { resource: 'chart', element: 'ocmComponentName', images: [] },
    flux: { values: 'nonEmpty', dependsOn: 'none' },
    argo: {
      chart: 'prometheus-operator-crds',
      repoURL: 'https://prometheus-community.github.io/helm-charts',
      revision: '*',
      reads: TUNABLE,
      namespace: 'target',
    },
  },
  {
    key: 'traefikCRDs',
    name: 'traefik-crds',
    kind: 'chart',
    ocm: { resource: 'crds', element: 'ocmComponentName', images: [] },
    flux: { values: 'never', dependsOn: 'none' },
    argo: { chart: 'traefik-crds', repoURL: 'https://traefik.github.io/charts', revision: '*', reads: TUNABLE, namespace: 'instance' },
  },
  {
    key: 'traefik',
    name: 'traefik',
    kind: 'chart',
    ocm: {
      resource: 'chart',
      element: 'name',
      images: [{ suffix: '-image', resource: 'image', path: 'image.tag', for: 'traefik', localizedOnly: true }],
    },
    flux: { values: 'always', dependsOn: 'traefikCRDs' },
    argo: {
      chart: 'traefik',
      repoURL: 'https://traefik.github.io/charts',
      revision: '34.0.0',
      reads: ['repoURL', 'skipCrds', 'ignoreDifferences', 'syncOptions'],
      namespace: 'instance',
    },
  },
];
