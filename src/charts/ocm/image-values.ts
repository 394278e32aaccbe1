import type { ImageParts, ResolvedResource } from '../../profile/index.js';
import type { KeyedResource } from './component-inputs.js';

/** A text that goes into Helm values. */
export interface ValueWrite {
  readonly path: readonly string[];
  readonly value: string;
}

/** Where the parts of an image go in the values of its release; a part without a path is not written. */
export interface ImagePaths {
  readonly version: readonly string[];
  readonly registry?: readonly string[];
  readonly repository?: readonly string[];
  readonly digest?: readonly string[];
}

/** The paths that an image Resource claims. Registry, repository and digest stand beside the tag, and only a localized image has them. */
export function imagePaths({ resource: { localized, hasDigestField }, keys: { path, imageRef } }: KeyedResource): ImagePaths {
  const beside = (field: string): readonly string[] => [...path.slice(0, -1), field];
  if (!localized) return { version: path };
  if (imageRef === 'combined') return { version: path, repository: beside('repository') };
  return {
    version: path,
    registry: beside('registry'),
    repository: beside('repository'),
    ...(hasDigestField === true ? { digest: beside('digest') } : {}),
  };
}

/** All of them. */
export function claimedPaths(image: KeyedResource): readonly (readonly string[])[] {
  const { version, registry, repository, digest } = imagePaths(image);
  return [version, registry, repository, digest].filter((path) => path !== undefined);
}

/** What a resolved image Resource writes into the values of its release; nothing as long as it has no version. */
export function imageWrites(image: KeyedResource, resolved: ResolvedResource | undefined): readonly ValueWrite[] {
  const paths = imagePaths(image);
  const version = versionOf(image, resolved);
  if (version === undefined) return [];
  return [{ path: paths.version, value: version }, ...(image.resource.localized ? locationWrites(paths, resolved?.image ?? {}) : [])];
}

/** The tag of a localized image is the one in the registry that it is pulled from, unless `version-path` says where else to look. */
function versionOf(
  { resource: { localized }, keys: { versionPath } }: KeyedResource,
  resolved: ResolvedResource | undefined,
): string | undefined {
  return (localized && versionPath === undefined ? resolved?.image?.tag : undefined) ?? resolved?.version;
}

/** Registry and repository are written together: one without the other names no image. */
function locationWrites(paths: ImagePaths, { registry, repository, digest }: ImageParts): readonly ValueWrite[] {
  if (registry === undefined || repository === undefined || !paths.repository) return [];
  if (!paths.registry) return [{ path: paths.repository, value: `${registry}/${repository}` }];
  return [
    { path: paths.registry, value: registry },
    { path: paths.repository, value: repository },
    ...(paths.digest && digest !== undefined ? [{ path: paths.digest, value: digest }] : []),
  ];
}
