import { ocmKeys, type Blueprint, type Component, type OcmKeys, type OcmResource } from '../../profile/index.js';

/** An OCM Resource of a platform, with what its labels and annotations say. */
export interface KeyedResource {
  readonly resource: OcmResource;
  readonly keys: OcmKeys;
}

/** The OCM Resources that decide about one component. */
export interface ComponentInputs {
  /** The component's own chart, which its Flux source is made from. */
  readonly ownChart?: KeyedResource;
  /** The chart that is deployed: one that names this release with `for`, else the component's own. */
  readonly chart?: KeyedResource;
  /** Images whose versions go into the values of the release, also those of other components. */
  readonly images: readonly KeyedResource[];
  /** Resources that resume a suspended release as soon as one of them is resolved. */
  readonly unsuspendedBy: readonly KeyedResource[];
}

/** Finds for each component the OCM Resources that name it. */
export function componentInputs({ components, instance: { namespace } }: Blueprint): ReadonlyMap<Component, ComponentInputs> {
  const keyed = (resource: OcmResource): KeyedResource => ({ resource, keys: ocmKeys({ ...resource, namespace }) });
  const charts = new Map(
    components.flatMap((component) => (component.ocm.chart ? [[component, keyed(component.ocm.chart)] as const] : [])),
  );
  const images = components.flatMap(({ ocm }) => ocm.images.map(keyed));
  // The namespace is compared as well: a release elsewhere may have the same name.
  const targetKey = ({ keys: { target } }: KeyedResource): string => `${target.namespace}/${target.name}`;
  const chartsFor = Map.groupBy(
    [...charts.values()].filter(({ keys }) => keys.hasFor && keys.artifact === 'chart'),
    targetKey,
  );
  const imagesFor = Map.groupBy(
    images.filter(({ keys }) => keys.artifact === 'image'),
    targetKey,
  );
  const names = new Set(components.map(({ name }) => name));
  return new Map(
    components.map((component) => {
      const ownChart = charts.get(component);
      const named = chartsFor.get(`${namespace}/${component.name}`) ?? [];
      const forImages = [...(imagesFor.get(`${namespace}/${component.name}`) ?? []), ...renamed(component, names, keyed)].filter(
        ({ keys }) => isReadBy(component, keys),
      );
      const chart = named.at(-1) ?? ownChart;
      const unsuspendedBy = [...named, ...(ownChart && !named.includes(ownChart) ? [ownChart] : []), ...forImages].filter(
        ({ keys }) => keys.unsuspend,
      );
      return [component, { ...(ownChart ? { ownChart } : {}), ...(chart ? { chart } : {}), images: forImages, unsuspendedBy }];
    }),
  );
}

/**
 * The label `for` of an infra image is a fixed name. Where the profile gives the component another name, its images are for
 * it all the same.
 */
function renamed(
  { section, ocm }: Component,
  names: ReadonlySet<string>,
  keyed: (resource: OcmResource) => KeyedResource,
): readonly KeyedResource[] {
  return section === 'infra' ? ocm.images.map(keyed).filter(({ keys }) => keys.artifact === 'image' && !names.has(keys.target.name)) : [];
}

/**
 * With Flux, images of OCI registries and Helm repositories count; with Argo CD, `repo` does not matter. A folder of manifests
 * has no values.
 */
function isReadBy({ technology, source }: Component, { repo }: OcmKeys): boolean {
  return source.kind !== 'kustomization' && (technology === 'argocd' || repo === 'oci' || repo === 'helm');
}
