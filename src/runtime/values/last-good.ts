import { SOURCE_PLACEHOLDER } from '../../charts/index.js';
import { parseYaml, YamlError } from '../../gotemplate/index.js';
import { at, keyOf, listAt, textAt, type KubernetesObject } from '../../kubernetes/index.js';
import type { ImageParts, OcmKeys, ResolvedResource } from '../../profile/index.js';

/** Objects of a cluster by `keyOf`. */
export type LiveObjects = ReadonlyMap<string, KubernetesObject>;

/** The managers whose `suspend: true` waits for OCM. Another manager means that a user suspended the release. */
const DEPLOYMENT_MANAGER = 'platform-mesh-deployment';

const KINDS = {
  HelmRelease: 'helm.toolkit.fluxcd.io/v2',
  Application: 'argoproj.io/v1alpha1',
  OCIRepository: 'source.toolkit.fluxcd.io/v1',
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  HelmRepository: 'source.toolkit.fluxcd.io/v1',
} as const;

/** Finds the objects that were made from one Resource. */
type Find = (kind: keyof typeof KINDS, target?: OcmKeys['target']) => KubernetesObject | undefined;

/** The last good value of a Resource, read from the objects that were made from it; undefined if they do not have it. */
export function lastGood({ metadata }: KubernetesObject, keys: OcmKeys, live: LiveObjects): ResolvedResource | undefined {
  const source = { namespace: textAt(metadata, 'namespace') ?? '', name: keys.sourceName };
  const find: Find = (kind, { namespace, name } = source) => live.get(keyOf({ apiVersion: KINDS[kind], kind, namespace, name }));
  if (keys.unsuspend && isHeldBack(find('HelmRelease', keys.target))) return undefined;
  const isArgo = textAt(metadata, 'labels', 'core.platform-mesh.io/deployment-technology') === 'argocd';
  const [first, second] = keys.artifact === 'image' ? [inRelease, inApplication] : [chartOfFlux, chartOfArgo];
  return isArgo ? (second(find, keys) ?? first(find, keys)) : (first(find, keys) ?? second(find, keys));
}

/** A release that we suspended has never run, so its values are those of the profile. */
function isHeldBack(release: KubernetesObject | undefined): boolean {
  if (at(release, 'spec', 'suspend') !== true) return false;
  const managers = listAt(release, 'metadata', 'managedFields').filter(
    (entry) => at(entry, 'fieldsV1', 'f:spec', 'f:suspend') !== undefined,
  );
  return managers.length === 0 || managers.some((entry) => textAt(entry, 'manager') === DEPLOYMENT_MANAGER);
}

function chartOfFlux(find: Find, { repo, target }: OcmKeys): ResolvedResource | undefined {
  switch (repo) {
    case 'oci': {
      const [imageReference, version] = textsOf(find('OCIRepository'), ['spec', 'url'], ['spec', 'ref', 'tag']);
      return imageReference !== undefined && version !== undefined
        ? { version, access: { imageReference } }
        : ofHelmRepository(find, target);
    }
    case 'git': {
      const [repoUrl, commit] = textsOf(find('GitRepository'), ['spec', 'url'], ['spec', 'ref', 'commit']);
      return repoUrl !== undefined && commit !== undefined ? { access: { repoUrl, commit } } : undefined;
    }
    case 'helm':
      return ofHelmRepository(find, target);
    case undefined:
      return undefined;
  }
}

/** Without a version, a release would use the newest chart. So both URL and version must be known. */
function ofHelmRepository(find: Find, target: OcmKeys['target']): ResolvedResource | undefined {
  const helmRepository = textAt(find('HelmRepository'), 'spec', 'url');
  const version = textAt(find('HelmRelease', target), 'spec', 'chart', 'spec', 'version');
  return helmRepository !== undefined && version !== undefined ? { version, access: { helmRepository } } : undefined;
}

/** An Application with a chart uses a registry (URL without a scheme) or a Helm repository; one without a chart uses Git. */
function chartOfArgo(find: Find, { target }: OcmKeys): ResolvedResource | undefined {
  const source = at(find('Application', target), 'spec', 'source');
  const [repoURL, targetRevision, chart] = textsOf(source, ['repoURL'], ['targetRevision'], ['chart']);
  if (repoURL === undefined || targetRevision === undefined || [repoURL, targetRevision].includes(SOURCE_PLACEHOLDER)) return undefined;
  if (chart === undefined) return { access: { repoUrl: repoURL, ref: targetRevision } };
  return {
    version: targetRevision,
    access: repoURL.includes('://') ? { helmRepository: repoURL } : { imageReference: `${repoURL}/${chart}` },
  };
}

function inRelease(find: Find, keys: OcmKeys): ResolvedResource | undefined {
  return inValues(at(find('HelmRelease', keys.target), 'spec', 'values'), keys);
}

function inApplication(find: Find, keys: OcmKeys): ResolvedResource | undefined {
  return inValues(helmValues(textAt(find('Application', keys.target), 'spec', 'source', 'helm', 'values') ?? ''), keys);
}

function inValues(values: unknown, { path, imageRef }: OcmKeys): ResolvedResource | undefined {
  const version = textAt(values, ...path);
  return version === undefined
    ? undefined
    : { version, image: { ...imageParts(at(values, ...path.slice(0, -1)), imageRef), tag: version } };
}

function imageParts(beside: unknown, imageRef: string | undefined): ImageParts {
  const repository = textAt(beside, 'repository');
  if (imageRef === 'combined') {
    const [, registry, path] = /^([^/]+)\/(.+)$/u.exec(repository ?? '') ?? [];
    return registry === undefined || path === undefined ? {} : { registry, repository: path };
  }
  const registry = textAt(beside, 'registry');
  const digest = textAt(beside, 'digest');
  return {
    ...(registry === undefined ? {} : { registry }),
    ...(repository === undefined ? {} : { repository }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function helmValues(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

function textsOf(object: unknown, ...paths: readonly (readonly string[])[]): readonly (string | undefined)[] {
  return paths.map((path) => textAt(object, ...path));
}
