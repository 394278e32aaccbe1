import type { Component, OcmResource } from '../profile/index.js';
import type { FeedEdge, ResourceNode } from './graph.js';
import { componentId, resourceId } from './node-ids.js';
import type { Platform } from './waits-of.js';

/** The OCM Resources of a component, that of its chart first. */
export function resourcesOf({ ocm }: Component): readonly OcmResource[] {
  return ocm.chart ? [ocm.chart, ...ocm.images] : ocm.images;
}

/** An OCM Resource as a node. */
export function resourceNode({ ocm }: Component, resource: OcmResource): ResourceNode {
  const tagPath = resource === ocm.chart ? undefined : marked(resource, 'path');
  return {
    id: resourceId(resource),
    kind: 'resource',
    name: resource.name,
    artifact: resource === ocm.chart ? 'chart' : 'image',
    component: resource.component,
    referencePath: resource.referencePath.map(({ name }) => String(name)),
    resource: resource.resource,
    ...(tagPath === undefined ? {} : { tagPath }),
    target: 'runtime',
  };
}

/** The edge from an OCM Resource of a component to the component that it feeds. */
export function feedEdge(component: Component, resource: OcmResource, platform: Platform): FeedEdge {
  return { kind: 'feeds', from: resourceId(resource), to: componentId(fed(component, resource, platform)) };
}

/** The component that an image's tag is for may be another than the one that names the image. */
function fed(component: Component, resource: OcmResource, { byName, namespace }: Platform): Component {
  const named = resource === component.ocm.chart ? undefined : marked(resource, 'for');
  const [name, where] = named?.split('/').toReversed() ?? [];
  return name !== undefined && (where === undefined || where === namespace) ? (byName.get(name) ?? component) : component;
}

/** The resource controller reads an annotation, and the label of the same key where there is none. */
function marked({ annotations, labels }: OcmResource, key: string): string | undefined {
  return [annotations[key], labels[key]].find((value) => value !== undefined && value !== '');
}
