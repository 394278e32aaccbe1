import { at, isMap, listAt, numberAt, textAt, type KubernetesObject } from '../../kubernetes/index.js';
import {
  IMAGE_REFERENCE_EXAMPLE,
  ocmKeys,
  parseImageReference,
  type ImageParts,
  type OcmKeys,
  type ResolvedResource,
  type ResourceAccess,
} from '../../profile/index.js';
import { lastGood, type LiveObjects } from './last-good.js';

export type { LiveObjects } from './last-good.js';

/** What OCM says of the Resources of a platform. */
export interface OcmReading {
  /** The resolved values, for `RuntimeValues`. */
  readonly ocmResources: Readonly<Record<string, ResolvedResource>>;
  /** Why a Resource is not resolved, or why its last good value stays, by the name of the Resource. */
  readonly reasons: ReadonlyMap<string, string>;
}

/**
 * What OCM resolved, read from the status of Resources.
 *
 * A status counts when it is about the current generation and its Ready condition, if there is one, is True. Otherwise the
 * last good value stays. It is read from the objects that were made from it, so a restart changes nothing.
 *
 * @param resources Resources of one namespace, as the server sent them
 * @param live the HelmReleases, Applications and Flux sources of the platform, by `keyOf`; without them no last good value is known
 */
export function ocmResourcesOf(resources: readonly KubernetesObject[], live: LiveObjects = new Map()): OcmReading {
  const found = resources.map((resource) => ({ name: resource.metadata.name, ...readingOf(resource, live) }));
  return {
    ocmResources: Object.fromEntries(found.flatMap(({ name, resolved }) => (resolved ? [[name, resolved] as const] : []))),
    reasons: new Map(found.flatMap(({ name, reason }) => (reason === undefined ? [] : [[name, reason] as const]))),
  };
}

interface Reading {
  readonly resolved?: ResolvedResource;
  readonly reason?: string;
}

function readingOf(resource: KubernetesObject, live: LiveObjects): Reading {
  const { name } = resource.metadata;
  const keys = keysOf(resource);
  const reason = staleness(resource);
  const reading = reason === undefined ? fromStatus(resource, keys) : { reason };
  if ('resolved' in reading) return reading;
  const before = lastGood(resource, keys, live);
  return { ...(before ? { resolved: before } : {}), reason: `OCM Resource ${name} ${reading.reason}` };
}

function keysOf({ metadata }: KubernetesObject): OcmKeys {
  return ocmKeys({
    name: metadata.name,
    namespace: textAt(metadata, 'namespace') ?? '',
    labels: metadata.labels,
    annotations: metadata.annotations,
  });
}

/** Why a status is not current. Older controllers write neither generation nor condition; their status counts. */
function staleness(resource: KubernetesObject): string | undefined {
  const generation = numberAt(resource, 'metadata', 'generation');
  const ready = listAt(resource, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Ready');
  const observed = numberAt(resource, 'status', 'observedGeneration') ?? numberAt(ready, 'observedGeneration');
  if (generation !== undefined && observed !== undefined && observed < generation) {
    return `has generation ${generation}, but its controller has only observed ${observed}`;
  }
  if (ready === undefined || at(ready, 'status') === 'True') return undefined;
  const why = [textAt(ready, 'reason'), textAt(ready, 'message')].filter((text) => text !== undefined).join(': ');
  return `is not ready${why === '' ? '' : `: ${why}`}`;
}

function fromStatus(resource: KubernetesObject, keys: OcmKeys): { readonly resolved: ResolvedResource } | { readonly reason: string } {
  const status = at(resource, 'status');
  if (!isMap(at(status, 'resource'))) return { reason: 'is not resolved' };
  const version = versionOf(resource, keys);
  const access = accessOf(status);
  const image = texts(at(status, 'additional'), ['registry', 'repository', 'tag', 'digest']) satisfies ImageParts;
  const problem = keys.artifact === 'image' ? imageProblem(version, keys) : accessProblem(access, version);
  if (problem !== undefined) return { reason: problem };
  const componentVersion = textAt(status, 'component', 'version');
  return {
    resolved: {
      ...(version === undefined ? {} : { version }),
      ...(componentVersion === undefined ? {} : { componentVersion }),
      ...(Object.keys(access).length > 0 ? { access } : {}),
      ...(Object.keys(image).length > 0 ? { image } : {}),
    },
  };
}

/** `version-path` is for images, and starts at the root of the Resource. */
function versionOf(resource: KubernetesObject, { artifact, versionPath }: OcmKeys): string | undefined {
  return artifact === 'image' && versionPath ? textAt(resource, ...versionPath) : textAt(resource, 'status', 'resource', 'version');
}

function accessOf(status: unknown): ResourceAccess {
  const access = texts(at(status, 'resource', 'access'), ['imageReference', 'helmRepository', 'repoUrl', 'commit', 'ref']);
  const reference = access.imageReference ?? textAt(status, 'resource', 'imageReference');
  return { ...access, ...(reference === undefined ? {} : { imageReference: reference }) };
}

function imageProblem(version: string | undefined, { versionPath }: OcmKeys): string | undefined {
  if (version !== undefined) return undefined;
  return `has no version${versionPath ? ` at ${versionPath.join('.')}` : ''}`;
}

function accessProblem({ imageReference, helmRepository, repoUrl }: ResourceAccess, version: string | undefined): string | undefined {
  if (imageReference === undefined && helmRepository === undefined && repoUrl === undefined) {
    return 'has no location of its chart: its status names no image reference, no Helm repository and no Git repository';
  }
  if (helmRepository === undefined && repoUrl !== undefined) return undefined;
  if (version === undefined) return 'has no version';
  if (helmRepository !== undefined || imageReference === undefined || parseImageReference(imageReference)) return undefined;
  return `has no image reference such as ${IMAGE_REFERENCE_EXAMPLE}: ${JSON.stringify(imageReference)}`;
}

/** The fields that are texts. */
function texts<Field extends string>(value: unknown, fields: readonly Field[]): Readonly<Partial<Record<Field, string>>> {
  const found = fields.flatMap((field) => {
    const text = textAt(value, field);
    return text === undefined ? [] : [[field, text] as const];
  });
  return Object.fromEntries(found) as Readonly<Partial<Record<Field, string>>>;
}
