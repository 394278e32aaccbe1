import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../kubernetes/index.js';
import type { FeatureToggleName, Technology } from '../profile/index.js';

/** What the reference puts on everything that Flux or Argo CD reads. */
export const OPERATOR_CREATED = { 'core.platform-mesh.io/operator-created': 'true' } as const;

/** The technology that uses a Resource. */
export function technologyLabel(technology: Technology): Readonly<Record<string, string>> {
  return { 'core.platform-mesh.io/deployment-technology': technology };
}

/** The toggle that brings an object. */
const TOGGLE = 'core.platform-mesh.io/feature-toggle';

/** The toggle that brings an object; undefined where none does. */
export function toggleOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.labels?.[TOGGLE];
}

/** Marks every object below a construct as belonging to a toggle, so that it goes when the toggle goes. */
export function markToggle(construct: IConstruct, toggle: FeatureToggleName): void {
  for (const object of construct.node.findAll()) if (ApiObject.isApiObject(object)) object.metadata.addLabel(TOGGLE, toggle);
}
