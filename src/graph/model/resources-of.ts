import { textAt } from '../../kubernetes/index.js';
import { ocmKeys, type Component, type OcmResource } from '../../profile/index.js';
import type { FeedEdge, ResourceNode } from './graph.js';
import { componentId, resourceId } from '../formats/node-ids.js';
import type { Platform } from './waits-of.js';

/** The OCM Resources of a component, that of its chart first. */
export function resourcesOf({ ocm }: Component): readonly OcmResource[] {
  return ocm.chart ? [ocm.chart, ...ocm.images] : ocm.images;
}

/** An OCM Resource as a node. */
export function resourceNode({ ocm }: Component, resource: OcmResource): ResourceNode {
  // Where nothing is written, the graph says nothing of the default.
  const tagPath = resource === ocm.chart ? undefined : (textAt(resource.annotations, 'path') ?? textAt(resource.labels, 'path'));
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
  const { hasFor, target } = ocmKeys({ ...resource, namespace });
  const isNamed = hasFor && resource !== component.ocm.chart && target.namespace === namespace;
  return isNamed ? (byName.get(target.name) ?? component) : component;
}
