import { groupOf, versionOf } from '../kubernetes/index.js';
import type { Manifest } from '../charts/index.js';
import type { PlatformMeshSpec, WaitItem } from '../resources/index.js';
import { selectorText } from './label-selector.js';
import type { Criterion, WaitEntry } from './wait-entry.js';

/** What deploys the components of a platform, by the technology that is used; what comes of it is told by these. */
const RELEASES = new Set(['helm.toolkit.fluxcd.io/HelmRelease', 'kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application']);

/**
 * What a platform waits for: the entries of `spec.wait`, or else each HelmRelease, Kustomization and Application that it
 * deployed, by its name and by the rules of its kind.
 *
 * `spec.wait` without entries waits for nothing. An entry that finds no object is satisfied, as in the reference, unless
 * it names an object or a kind that the platform itself deploys: then there has to be at least one.
 */
export function waitEntriesOf({ wait }: Pick<PlatformMeshSpec, 'wait'>, deployed: readonly Manifest[]): readonly WaitEntry[] {
  const releases = deployed.filter(({ object }) => RELEASES.has(kindOf(object)));
  if (!wait) return releases.map(entryOfRelease);
  const byKind = Map.groupBy(deployed, ({ object }) => kindOf(object));
  return (wait.resourceTypes ?? []).map((item) => entryOf(item, byKind));
}

function kindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

function entryOfRelease({ object: { apiVersion, kind, metadata } }: Manifest): WaitEntry {
  return {
    group: groupOf(apiVersion),
    versions: [versionOf(apiVersion)],
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    criterion: { by: 'kind' },
    minimum: 1,
  };
}

/** An entry in either form; empty texts count as not given. */
function entryOf(item: WaitItem, deployed: ReadonlyMap<string, readonly Manifest[]>): WaitEntry {
  const { name, namespace, minCount } = item;
  const kind = kindIn(item);
  const ours = deployed.get(`${kind.group}/${kind.kind}`) ?? [];
  const labelSelector = name ? undefined : selectorText(selectorOf(item));
  return {
    ...kind,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    criterion: criterionOf(item),
    minimum: minCount ?? (name || ours.length > 0 ? 1 : 0),
    ...(ours.length > 0 ? { hint: `this platform deploys ${ours.length} of them to ${placesOf(ours)}` } : {}),
  };
}

function kindIn({ group = '', version = '', kind = '', groupKind, apiVersions }: WaitItem): Pick<WaitEntry, 'group' | 'versions' | 'kind'> {
  const versions = apiVersions?.versions ?? [version];
  return groupKind ? { group: groupKind.group ?? '', versions, kind: groupKind.kind } : { group, versions, kind };
}

function selectorOf({ labelSelector, matchLabels, matchExpressions }: WaitItem): Parameters<typeof selectorText>[0] {
  return labelSelector ?? { ...(matchLabels ? { matchLabels } : {}), ...(matchExpressions ? { matchExpressions } : {}) };
}

/** Without any criterion, the rules of the kind are better than a condition that it may not have. */
function criterionOf({ conditionType, conditionStatus, statusFieldPath, statusFieldValue }: WaitItem): Criterion {
  if (statusFieldPath && statusFieldPath.length > 0) return { by: 'field', path: statusFieldPath, value: statusFieldValue || conditionStatus || 'True' };
  if (!conditionType && !conditionStatus) return { by: 'kind' };
  return { by: 'condition', type: conditionType || 'Ready', status: conditionStatus || 'True' };
}

function placesOf(manifests: readonly Manifest[]): string {
  const namespaces = new Set(manifests.map(({ object }) => object.metadata.namespace).filter((namespace) => namespace !== undefined));
  return namespaces.size === 0 ? 'the cluster' : `namespace ${[...namespaces].sort().join(', ')}`;
}
