import { render, type Manifest, type Rendered } from '../../../charts/index.js';
import { groupOf, keyOf, refOf, type ObjectRef } from '../../../kubernetes/index.js';
import type { Blueprint, RuntimeValues } from '../../../profile/index.js';
import type { DesiredObject } from '../../apply/index.js';
import { FIELD_MANAGER, isClusterTarget } from '../context.js';

/** Kinds whose objects have the same name in every platform: the certificate of the authorization webhook, and the Argo CD project. */
const SHARED = new Set(['AppProject', 'Certificate', 'Issuer']);

/** Renders for clusters: the result has no placeholders. */
export function renderForClusters(blueprint: Blueprint, values: RuntimeValues): Rendered {
  return render(blueprint, values, { mode: 'runtime' });
}

/** The manifests of the clusters. */
export function clusterManifests({ manifests }: Rendered): readonly Manifest[] {
  return manifests.filter(({ target }) => isClusterTarget(target));
}

/** The desired objects of the clusters, in the order of their levels. */
export function desiredObjects(rendered: Rendered): readonly DesiredObject[] {
  const manifests = clusterManifests(rendered);
  const certManager = manifests.find(isCertManager);
  const common = (ref: ObjectRef): Pick<DesiredObject, 'fieldManager' | 'ownership' | 'claims' | 'after'> => ({
    fieldManager: FIELD_MANAGER,
    ownership: SHARED.has(ref.kind) ? 'shared' : 'manage',
    claims: rendered.claimedFields.get(keyOf(ref))?.claims ?? [],
    ...(certManager && groupOf(ref.apiVersion) === 'cert-manager.io' ? { after: [refOf(certManager.object)] } : {}),
  });
  const written = manifests.map(({ target, order, object }): DesiredObject => ({ target, level: order, object, ...common(refOf(object)) }));
  const withheld = rendered.withheld
    .filter(({ target }) => isClusterTarget(target))
    .map(({ target, order, object: ref, reason }): DesiredObject => {
      const { apiVersion, kind, namespace, name } = ref;
      const object = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
      return { target, level: order, object, withheld: reason, ...common(ref) };
    });
  return [...written, ...withheld];
}

/** The release that brings the kinds of the certificate. */
function isCertManager({ object }: Manifest): boolean {
  return object.metadata.name === 'cert-manager' && ['HelmRelease', 'Application'].includes(object.kind);
}

/** The references of desired objects by target. */
export function refsByTarget(desired: readonly DesiredObject[]): ReadonlyMap<string, readonly ObjectRef[]> {
  return new Map(
    [...Map.groupBy(desired, ({ target }) => target)].map(([target, members]) => [target, members.map(({ object }) => refOf(object))]),
  );
}
