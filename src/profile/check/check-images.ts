import { isMap } from '../../kubernetes/index.js';
import type { Component, HelmValues, OcmResource } from '../blueprint.js';
import { imageLocation, subjectOf, type Trees } from './cross-checks.js';
import { ocmKeys } from '../resolve/ocm-keys.js';
import type { Problems } from '../problems.js';

/** Checks the annotations of images against the Helm values that they change. */
export function checkImages(
  components: readonly Component[],
  { namespace, trees, problems }: { readonly namespace: string; readonly trees: Trees; readonly problems: Problems },
): void {
  const byName = new Map(components.map((component) => [component.name, component]));
  for (const component of components) {
    component.ocm.images.forEach((image, index) => {
      const subject = `${subjectOf(component)}: image "${image.name}"`;
      for (const { code, message, hint } of findings(image, namespace, byName))
        problems.warning(code, { message: `${subject}: ${message}`, hint, location: imageLocation(component, index, trees) });
    });
  }
}

interface ImageFinding {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function findings(image: OcmResource, namespace: string, components: ReadonlyMap<string, Component>): readonly ImageFinding[] {
  const { imageRef, path, target, artifact } = ocmKeys({ ...image, namespace });
  const release = artifact === 'image' && target.namespace === namespace ? components.get(target.name) : undefined;
  const obstacle = release?.release !== 'none' && release?.technology === 'fluxcd' ? firstNonMap(release.release.values, path) : undefined;
  return [
    ...(imageRef === undefined || imageRef === 'combined' || imageRef === 'split'
      ? []
      : [
          {
            code: 'unknown-image-ref',
            message: `image-ref "${imageRef}" is unknown; registry and repository become two values`,
            hint: 'write combined for a chart that has both in one value, or split',
          },
        ]),
    ...(obstacle === undefined
      ? []
      : [
          {
            code: 'blocked-path',
            message: `its version cannot be written to ${path.join('.')}: ${obstacle} is no map in the values of "${target.name}"`,
            hint: 'name the path of the tag with `path`, or take the value out of the profile',
          },
        ]),
  ];
}

/** The first value on the way to the last step that is there and is no map. */
function firstNonMap(values: HelmValues | undefined, path: readonly string[]): string | undefined {
  let inner: unknown = values ?? {};
  for (const [index, key] of path.slice(0, -1).entries()) {
    if (!isMap(inner) || !Object.hasOwn(inner, key)) return undefined;
    inner = inner[key];
    if (!isMap(inner)) return path.slice(0, index + 1).join('.');
  }
  return undefined;
}
