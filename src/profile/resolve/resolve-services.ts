import type { ChartSource, Component, Dependency, OcmResource, ReferencePathElement, ReleaseSettings } from '../blueprint.js';
import { isOn } from '../check/check.js';
import { ocmKeys } from './ocm-keys.js';
import { ocmNames, type OcmNames, type OcmSettings } from './ocm-names.js';
import { filled, present, textMap, type SectionContext } from './resolve-section.js';
import type { ImageResource, Service } from '../schema.js';

/** What services share. */
export interface ServicesContext extends SectionContext {
  readonly timeout: string;
  readonly imageLocalization: boolean;
  /** What may name OCM objects, the strongest first; a service's own comes before them. */
  readonly ocm: readonly (OcmSettings | null | undefined)[];
  readonly referencePath: readonly ReferencePathElement[];
  /** Sync waves by service. */
  readonly waves: ReadonlyMap<string, number>;
}

/** Resolves one enabled service. */
export function resolveService(name: string, service: Service, context: ServicesContext): Component {
  return {
    name,
    key: name,
    section: 'services',
    technology: context.technology,
    source: source(name, service, context),
    release: isOn(service.skipHelmRelease) ? 'none' : release(name, service, context),
    ocm: {
      chart: chartResource(name, service, context),
      images: (service.imageResources ?? []).map((image) => imageResource(name, service, image ?? {}, context)),
    },
  };
}

/** The dependencies of a service, plain names brought into the long form. */
export function dependenciesOf(service: Service): readonly Dependency[] {
  return (service.dependsOn ?? []).map((dependency) =>
    typeof dependency === 'string'
      ? { name: dependency }
      : present<Dependency>({ ...dependency, namespace: dependency.namespace ?? undefined }),
  );
}

function source(name: string, service: Service, { technology }: ServicesContext): ChartSource {
  const isFlux = technology === 'fluxcd';
  const repoURL = service.repoURL ?? undefined;
  const revision = service.version == null || service.version === '' ? undefined : String(service.version);
  if (isOn(service.helmRepo)) {
    return {
      kind: 'helm',
      chart: service.chart ?? name,
      ...(isFlux ? {} : { repoURL: repoURL ?? 'https://charts.example.com', revision: revision ?? '*' }),
    };
  }
  if (isOn(service.gitRepo)) {
    const upstream = 'https://github.com/platform-mesh/platform-mesh';
    return { kind: 'git', path: service.path ?? name, ...(isFlux ? {} : { repoURL: repoURL ?? upstream, revision: revision ?? 'HEAD' }) };
  }
  return present({ kind: 'oci', chart: name, repoURL, revision });
}

function release(name: string, service: Service, context: ServicesContext): ReleaseSettings {
  const isFlux = context.technology === 'fluxcd';
  const dependsOn = dependenciesOf(service);
  const syncOptions =
    service.syncOptions && service.syncOptions.length > 0 ? service.syncOptions : ['CreateNamespace=true', 'RespectIgnoreDifferences=true'];
  return present<ReleaseSettings>({
    targetNamespace: (isFlux ? service.targetNamespace : undefined) ?? context.namespace,
    values: service.values ?? undefined,
    interval: '1m',
    timeout: context.timeout,
    suspend: isOn(service.suspend) ? true : undefined,
    dependsOn: dependsOn.length > 0 ? dependsOn : undefined,
    wave: context.waves.get(name) ?? 1,
    skipCrds: isOn(service.skipCrds) ? true : undefined,
    ignoreDifferences: filled(service.ignoreDifferences),
    syncOptions,
    destinationServer: context.destinationServer,
  });
}

function chartResource(name: string, service: Service, context: ServicesContext): OcmResource {
  const own = ocmNames(service.ocm, ...context.ocm);
  return {
    ...own,
    name: `${name}-chart`,
    referencePath: referencePath(name, service, [service], 'chart', context),
    resource: 'chart',
    labels: { artifact: 'chart', repo: isOn(service.gitRepo) ? 'git' : 'oci' },
    annotations: textMap(service.chartResources?.annotations),
    localized: false,
  };
}

function imageResource(name: string, service: Service, image: ImageResource, context: ServicesContext): OcmResource {
  const shared: OcmNames = ocmNames(...context.ocm);
  const annotations = textMap(image.annotations);
  const labels = textMap(image.labels);
  const resourceName = image.name ?? `${name}-image`;
  const { imageRef } = ocmKeys({ name: resourceName, namespace: context.namespace, labels, annotations });
  return {
    ...shared,
    name: resourceName,
    // A service's absolute path is its chart's alone; its relative one counts for images too.
    referencePath: referencePath(name, service, [image, { referencePath: service.referencePath ?? null }], 'image', context),
    resource: image.resource ?? 'image',
    labels,
    annotations,
    localized: context.imageLocalization || imageRef !== undefined,
  };
}

type Paths = Pick<Service, 'absoluteReferencePath' | 'referencePath'>;

/** The first absolute path as it is, else the first relative one below the section's, else the service's name. */
function referencePath(
  name: string,
  service: Service,
  candidates: readonly Paths[],
  tail: string,
  context: ServicesContext,
): readonly ReferencePathElement[] {
  const absolute = candidates[0]?.absoluteReferencePath;
  if (absolute && absolute.length > 0) return absolute;
  const relative = candidates.map((candidate) => candidate.referencePath ?? []).find((path) => path.length > 0) ?? [{ name }];
  return [...context.referencePath, ...(relative as readonly ReferencePathElement[]), ...(isOn(service.external) ? [] : [{ name: tail }])];
}
