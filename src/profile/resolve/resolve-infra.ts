import type { ChartSource, Component, Dependency, HelmValues, OcmResource, ReferencePathElement, ReleaseSettings } from '../blueprint.js';
import { isOn } from '../check/check.js';
import { INFRA_COMPONENTS, type InfraDescriptor, type InfraImage, type InfraKey } from './infra-components.js';
import type { OcmNames } from './ocm-names.js';
import { filled, present, waveNumber, type SectionContext } from './resolve-section.js';
import { DEFAULT_TIMEOUT, type InfraComponent } from '../schema.js';

/** What infra components share. */
export interface InfraContext extends SectionContext {
  readonly ocm: OcmNames & { readonly referencePath: readonly ReferencePathElement[] };
  readonly imageLocalization: boolean;
  /** Every infra component of the profile, enabled or not. */
  readonly profile: Readonly<Partial<Record<InfraKey, InfraComponent>>>;
}

/** Resolves the enabled infra components, in the order of the table. */
export function resolveInfra(context: InfraContext): readonly Component[] {
  return INFRA_COMPONENTS.flatMap((descriptor) => {
    const profile = context.profile[descriptor.key];
    return profile && isOn(profile.enabled) ? [resolve(descriptor, profile, context)] : [];
  });
}

function resolve(descriptor: InfraDescriptor, profile: InfraComponent, context: InfraContext): Component {
  const name = profile.name ?? descriptor.name;
  return {
    name,
    key: descriptor.key,
    section: 'infra',
    technology: context.technology,
    source: source(descriptor, profile),
    release: release(descriptor, profile, context),
    ocm: { chart: chartResource(name, descriptor, profile, context), images: images(name, descriptor, context) },
  };
}

function source({ kind, argo }: InfraDescriptor, profile: InfraComponent): ChartSource {
  const revision = argo.reads.includes('targetRevision') ? profile.targetRevision : undefined;
  const remote = {
    repoURL: (argo.reads.includes('repoURL') ? profile.repoURL : undefined) ?? argo.repoURL,
    revision: revision == null ? argo.revision : String(revision),
  };
  return kind === 'chart'
    ? present({ kind: 'oci', chart: argo.chart, ...remote })
    : present({ kind: 'kustomization', path: profile.kustomization?.path ?? undefined, ...remote });
}

function release({ flux, argo, kind }: InfraDescriptor, profile: InfraComponent, context: InfraContext): ReleaseSettings {
  const isFlux = context.technology === 'fluxcd';
  const isFolder = kind === 'kustomization';
  const targetNamespace = isFlux || argo.namespace === 'target' ? profile.targetNamespace : undefined;
  const ignoreDifferences = argo.reads.includes('ignoreDifferences') ? filled(profile.ignoreDifferences) : undefined;
  const interval = isFolder ? profile.kustomization?.interval : profile.interval;
  return present<ReleaseSettings>({
    targetNamespace: targetNamespace ?? context.namespace,
    values: isFlux ? fluxValues(flux.values, profile.values) : (profile.values ?? undefined),
    interval: interval ?? '5m',
    timeout: DEFAULT_TIMEOUT,
    createNamespace: flux.createNamespace,
    dependsOn: dependencies(flux.dependsOn, context),
    wave: waveNumber(profile.syncWave) ?? 0,
    skipCrds: argo.reads.includes('skipCrds') ? onlyTrue(profile.skipCrds) : undefined,
    ignoreDifferences,
    syncOptions: syncOptions(argo, isFolder && profile.kustomization?.install?.crds === 'Skip', profile, ignoreDifferences !== undefined),
    destinationServer: context.destinationServer,
  });
}

function onlyTrue(flag: InfraComponent['skipCrds']): true | undefined {
  return isOn(flag) ? true : undefined;
}

function fluxValues(written: InfraDescriptor['flux']['values'], values: HelmValues | null | undefined): HelmValues | undefined {
  if (values == null || written === 'never') return undefined;
  return written === 'nonEmpty' && Object.keys(values).length === 0 ? undefined : values;
}

function dependencies(on: InfraDescriptor['flux']['dependsOn'], context: InfraContext): readonly Dependency[] | undefined {
  if (on === undefined) return undefined;
  if (on === 'none') return [];
  const descriptor = INFRA_COMPONENTS.find(({ key }) => key === on);
  return [{ name: context.profile[on]?.name ?? descriptor?.name ?? on }];
}

function syncOptions(
  argo: InfraDescriptor['argo'],
  toleratesMissingKinds: boolean,
  profile: InfraComponent,
  ignoresDifferences: boolean,
): readonly string[] {
  if (argo.reads.includes('syncOptions') && profile.syncOptions && profile.syncOptions.length > 0) return profile.syncOptions;
  return [
    'CreateNamespace=true',
    ...(argo.syncOptions ?? []),
    ...(toleratesMissingKinds ? ['SkipDryRunOnMissingResource=true'] : []),
    ...(ignoresDifferences ? ['RespectIgnoreDifferences=true'] : []),
  ];
}

function chartResource(name: string, { kind, ocm }: InfraDescriptor, profile: InfraComponent, context: InfraContext): OcmResource {
  const element = ocm.element === 'name' ? name : (profile.ocmComponentName ?? name);
  return present<OcmResource>({
    ...inComponent(element, context),
    name,
    resource: profile.ocmResourceName ?? ocm.resource,
    resourceType: ocm.type,
    labels: { artifact: 'chart', repo: kind === 'kustomization' ? 'git' : 'oci' },
    annotations: {},
    localized: false,
  });
}

function images(name: string, { ocm }: InfraDescriptor, context: InfraContext): readonly OcmResource[] {
  return ocm.images
    .filter((image) => context.imageLocalization || image.localizedOnly !== true)
    .map((image) => ({
      ...inComponent(name, context),
      name: `${name}${image.suffix}`,
      resource: image.resource ?? name,
      ...imageMetadata(name, image, context.imageLocalization),
      localized: context.imageLocalization,
      ...(image.hasDigestField === true ? { hasDigestField: true } : {}),
    }));
}

/** An image for a fixed release is labelled; one that follows the component's name is annotated, as in the reference. */
function imageMetadata(name: string, image: InfraImage, isLocalized: boolean): Pick<OcmResource, 'labels' | 'annotations'> {
  const where = {
    ...(image.path === undefined ? {} : { path: image.path }),
    ...(isLocalized && image.combined === true ? { 'image-ref': 'combined' } : {}),
  };
  if (image.for === undefined) return { labels: {}, annotations: { artifact: 'image', repo: 'oci', for: name, ...where } };
  return { labels: { artifact: 'image', repo: 'oci', for: image.for }, annotations: where };
}

function inComponent(element: string, { ocm }: InfraContext): Pick<OcmResource, 'component' | 'repository' | 'referencePath'> {
  return { component: ocm.component, repository: ocm.repository, referencePath: [...ocm.referencePath, { name: element }] };
}
