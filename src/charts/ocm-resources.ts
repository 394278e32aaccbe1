import type { ReferencedResourceProps } from '../constructs/index.js';
import type { Component, OcmResource } from '../profile/index.js';
import { technologyLabel } from './labels.js';

/** The OCM Resources of a component: its chart, then its images. */
export function ocmResources({ ocm, technology }: Component, namespace: string): readonly ReferencedResourceProps[] {
  const resources = ocm.chart ? [ocm.chart, ...ocm.images] : ocm.images;
  return resources.map((resource) => ocmResource(resource, namespace, technologyLabel(technology)));
}

function ocmResource(resource: OcmResource, namespace: string, label: Readonly<Record<string, string>>): ReferencedResourceProps {
  return {
    name: resource.name,
    namespace,
    component: resource.component,
    repository: resource.repository,
    referencePath: resource.referencePath,
    resource: { name: resource.resource, ...(resource.resourceType === undefined ? {} : { type: resource.resourceType }) },
    labels: { ...resource.labels, ...label },
    annotations: resource.annotations,
    localized: resource.localized,
  };
}
