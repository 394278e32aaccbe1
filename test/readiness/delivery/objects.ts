import { parse } from 'yaml';
import { type KubernetesObject, type ObjectRef, keyOf, refOf } from '../../../src/kubernetes/index.js';
import { type Delivery, type DeliveryPart, type Found, progressing } from '../../../src/readiness/index.js';

/** An object from YAML. */
export const object = (yaml: string): KubernetesObject => parse(yaml) as KubernetesObject;

/** A part of a delivery that we apply. */
export const ours = (target: string, desired: KubernetesObject): DeliveryPart => ({ target, ref: refOf(desired), desired });

/** A part that somebody else makes. */
export const foreign = (target: string, ref: ObjectRef): DeliveryPart => ({ target, ref });

/** Finds objects among these. */
export function among(objects: readonly KubernetesObject[]): (part: DeliveryPart) => Found {
  const byKey = new Map(objects.map((each) => [keyOf(refOf(each)), each]));
  return ({ ref }) => {
    const found = byKey.get(keyOf(ref));
    return found ? { object: found } : { absent: progressing('NotFound', 'it does not exist') };
  };
}

/** What is said of a delivery, in one line: the object, its reason, and a part of its message. */
export const words = ({
  readiness,
  at,
}: {
  readonly readiness: { readonly state: string; readonly reason?: string };
  readonly at: DeliveryPart;
}): string =>
  [readiness.state, readiness.state === 'ready' ? undefined : `${at.ref.kind} ${at.ref.name}`, readiness.reason]
    .filter((part) => part !== undefined)
    .join(' ');

/** Digests as registries have them. */
export const DIGEST = { '0.5.1': `sha256:${'a1'.repeat(32)}`, '0.5.2': `sha256:${'b2'.repeat(32)}` } as const;
export type Version = keyof typeof DIGEST;

/** An OCM Resource that OCM's controller has resolved. */
export const resource = (version: Version, { name = 'portal-chart', artifact = 'chart' } = {}): KubernetesObject =>
  object(`
apiVersion: delivery.ocm.software/v1alpha1
kind: Resource
metadata: {name: ${name}, namespace: mesh, generation: 2, labels: {repo: oci, artifact: ${artifact}}}
spec:
  componentRef: {name: platform-mesh}
  resource: {byReference: {resource: {name: ${artifact}}, referencePath: [{name: portal}]}}
status:
  observedGeneration: 2
  conditions:
    - {type: Ready, status: "True", reason: Succeeded, message: "Applied version ${version}", observedGeneration: 2}
  resource:
    name: ${artifact}
    version: ${version}
    access: {type: ociArtifact, imageReference: "ghcr.io/platform-mesh/helm-charts/portal:${version}@${DIGEST[version]}"}
`);

/** An OCIRepository that names one version and holds the artifact of another, or of the same. */
export const ociRepository = (named: Version, held: Version | undefined = named): KubernetesObject =>
  object(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: portal, namespace: mesh, generation: 3}
spec:
  url: oci://ghcr.io/platform-mesh/helm-charts/portal
  ref: {tag: ${named}}
  provider: generic
  interval: 1m0s
  layerSelector: {mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy}
status:
  observedGeneration: 3
  conditions:
    - {type: Ready, status: "True", reason: Succeeded, observedGeneration: 3, message: "stored artifact for digest '${held}'"}
    - {type: ArtifactInStorage, status: "True", reason: Succeeded, observedGeneration: 3}
  artifact:
    revision: ${held}@${DIGEST[held]}
    digest: sha256:c3
    path: ocirepository/mesh/portal/x.tar.gz
`);

/** A HelmRelease that was deployed from an artifact, and has heard of another one, or of the same. */
export const helmRelease = (deployed: Version, tried: Version = deployed): KubernetesObject =>
  object(`
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: portal, namespace: mesh, generation: 4}
spec:
  chartRef: {kind: OCIRepository, name: portal, namespace: mesh}
  releaseName: portal
  interval: 5m
  values: {replicas: 2}
status:
  observedGeneration: 4
  lastAttemptedGeneration: 4
  lastAttemptedReleaseAction: upgrade
  lastAttemptedRevision: ${chartVersion(tried)}
  lastAttemptedRevisionDigest: ${DIGEST[tried]}
  lastAttemptedConfigDigest: sha256:d4
  storageNamespace: mesh
  history:
    - chartName: portal
      chartVersion: ${chartVersion(deployed)}
      ociDigest: ${DIGEST[deployed]}
      appVersion: 1.16.0
      status: deployed
      version: 2
    - {chartName: portal, chartVersion: 0.5.0+000000000000, status: superseded, version: 1}
  conditions:
    - {type: Ready, status: "True", reason: UpgradeSucceeded, observedGeneration: 4, message: Helm upgrade succeeded}
    - {type: Released, status: "True", reason: UpgradeSucceeded, observedGeneration: 4}
`);

/** helm-controller appends the first digits of the digest. */
function chartVersion(version: Version): string {
  return `${version}+${DIGEST[version].slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

/** An object with other fields below some of its own. */
export function change(base: KubernetesObject, yaml: string): KubernetesObject {
  return merge(base, parse(yaml)) as KubernetesObject;
}

function merge(base: unknown, patch: unknown): unknown {
  const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(base) || !isMap(patch)) return patch;
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(patch)])].map((key) => [
      key,
      key in patch ? merge(base[key], patch[key]) : base[key],
    ]),
  );
}

/** An object as we apply it: without what servers and controllers add. */
export function desired({ apiVersion, kind, metadata: { name, namespace, labels }, spec }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(labels ? { labels } : {}) }, spec };
}

/** A component with a chart from a registry, at a version. */
export const fluxDelivery = (version: Version): Delivery => ({
  resources: [ours('runtime', desired(resource(version)))],
  source: ours('infra', desired(ociRepository(version))),
  release: ours('infra', desired(helmRelease(version))),
});
