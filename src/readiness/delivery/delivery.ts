import { at, groupOf, keyOf, type KubernetesObject, type ObjectRef, refOf, textAt } from '../../kubernetes/index.js';
import type { Manifest } from '../../charts/index.js';
import { needsOf } from '../explain/needs.js';
import type { Observed } from '../readiness.js';
import { componentOfResource, isResource } from './ocm-resource.js';

const SOURCES = 'source.toolkit.fluxcd.io';

/** One object of a delivery. */
export interface DeliveryPart {
  /** Where it is, such as `infra`. */
  readonly target: string;
  readonly ref: ObjectRef;
  /** What we apply. @default - it is not ours */
  readonly desired?: KubernetesObject;
}

/**
 * What brings one component to a cluster, in the order in which a new version passes through it: OCM Resources, a source
 * and the chart in it, and what deploys that.
 */
export interface Delivery {
  /** The OCM Resources of its chart and its images. */
  readonly resources: readonly DeliveryPart[];
  /** The Flux source that the release names. @default - it is deployed by Argo CD, which has no such object */
  readonly source?: DeliveryPart;
  /** The HelmChart that helm-controller makes when the source is no OCIRepository. @default - there is none */
  readonly chart?: DeliveryPart;
  /** The AppProject of an Application. @default - it is not ours, or Flux deploys */
  readonly project?: DeliveryPart;
  /** The HelmRelease, Kustomization or Application. */
  readonly release: DeliveryPart;
}

/** The kinds that deploy components. */
const RELEASES = new Set(['helm.toolkit.fluxcd.io/HelmRelease', 'kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application']);

/** Whether an object deploys a component. */
export function isRelease({ apiVersion, kind }: Observed): boolean {
  return RELEASES.has(`${groupOf(apiVersion)}/${kind}`);
}

function isProject({ apiVersion, kind }: Observed): boolean {
  return groupOf(apiVersion) === 'argoproj.io' && kind === 'AppProject';
}

/** The deliveries of all components that these manifests deploy. */
export function deliveriesOf(manifests: readonly Manifest[]): readonly Delivery[] {
  const byKey = new Map(manifests.map((manifest) => [keyOf(refOf(manifest.object)), manifest]));
  const resources = Map.groupBy(
    manifests.filter(({ object }) => isResource(object)),
    ({ object }) => componentOfResource(object),
  );
  const projects = new Map(
    manifests.filter(({ object }) => isProject(object)).map((manifest) => [manifest.object.metadata.name, manifest]),
  );
  return manifests
    .filter(({ object }) => isRelease(object))
    .map((manifest) => {
      const release = partOf(manifest);
      const { namespace = '', name } = release.ref;
      const source = sourceOf(manifest.object);
      const chart = source && chartOf(manifest.object, source);
      const project = projects.get(textAt(manifest.object, 'spec', 'project') ?? '');
      return {
        resources: (resources.get(`${namespace}/${name}`) ?? []).map(partOf),
        ...(source ? { source: partAt(source, release.target, byKey.get(keyOf(source))) } : {}),
        ...(chart ? { chart: { target: release.target, ref: chart } } : {}),
        ...(project ? { project: partOf(project) } : {}),
        release,
      };
    });
}

function partOf({ target, object }: Manifest): DeliveryPart {
  return { target, ref: refOf(object), desired: object };
}

/** A source that is not among the manifests lies beside its release. */
function partAt(ref: ObjectRef, target: string, manifest: Manifest | undefined): DeliveryPart {
  return manifest ? partOf(manifest) : { target, ref };
}

function sourceOf(release: KubernetesObject): ObjectRef | undefined {
  return needsOf(release).find(({ apiVersion }) => groupOf(apiVersion) === SOURCES);
}

/** helm-controller makes it in the namespace of the source, and names it after the release. */
function chartOf(release: KubernetesObject, { apiVersion, namespace }: ObjectRef): ObjectRef | undefined {
  if (at(release, 'spec', 'chart', 'spec') === undefined) return undefined;
  const own = textAt(release, 'metadata', 'namespace') ?? '';
  return { apiVersion, kind: 'HelmChart', namespace: namespace ?? own, name: `${own}-${release.metadata.name}` };
}
