import { keyOf, type KubernetesObject, type ObjectRef } from '../../kubernetes/index.js';
import type { Blueprint, OcmResource, Technology } from '../../profile/index.js';
import { ocmKeys } from '../../profile/index.js';

/** The observed state of the OCM Resources of a platform. */
export interface KnownResources {
  /** Whether the cluster holds a Resource of this name. */
  readonly isPresent: (name: string) => boolean;
  /** Whether an earlier pass applied the object, by `keyOf`. */
  readonly wasApplied: (key: string) => boolean;
}

/**
 * The desired Resources that are missing on the cluster, without a status: their last good values count.
 *
 * The location of a chart is read from the live objects. An image counts only if its Resource was applied before and somebody deleted
 * it. Beside a new Resource, the live tag is that of the profile, and the profile may have another one now.
 */
export function absentResources(blueprint: Blueprint, { isPresent, wasApplied }: KnownResources): readonly KubernetesObject[] {
  const { namespace } = blueprint.instance;
  const desired = blueprint.components.flatMap(({ technology, ocm: { chart, images } }) =>
    [...(chart ? [chart] : []), ...images].map((resource) => resourceObject(resource, namespace, technology)),
  );
  return desired.filter(({ metadata: { name, labels, annotations } }) => {
    const { artifact } = ocmKeys({ name, namespace, labels, annotations });
    return !isPresent(name) && (artifact === 'chart' || wasApplied(keyOf({ ...KIND, namespace, name })));
  });
}

const KIND = { apiVersion: 'delivery.ocm.software/v1alpha1', kind: 'Resource' } as const satisfies Pick<ObjectRef, 'apiVersion' | 'kind'>;

function resourceObject({ name, labels, annotations }: OcmResource, namespace: string, technology: Technology): KubernetesObject {
  const technologyLabel = { 'core.platform-mesh.io/deployment-technology': technology };
  return { ...KIND, metadata: { name, namespace, labels: { ...labels, ...technologyLabel }, annotations } };
}
