import type { Manifest } from '../../charts/index.js';
import { groupOf, versionOf } from '../../kubernetes/index.js';
import type { PlatformMeshSpec, WaitItem } from '../../resources/index.js';
import { deliveriesOf, type Delivery } from '../delivery/delivery.js';
import type { Criterion } from './criterion.js';
import { asksFor, type LabelSelector, selectorText } from './label-selector.js';
import type { Releases, WaitEntry } from './wait-entry.js';

/** The label of everything that deploys a component of a platform. An entry that asks for it is about our releases. */
const OURS = 'core.platform-mesh.io/operator-created';

/** The part of a `PlatformMesh` that says what to wait for. */
export type WaitSpec = Pick<PlatformMeshSpec, 'wait'>;

/**
 * What a platform waits for: the entries of `spec.wait`, else the default. `spec.wait` without entries waits for nothing.
 *
 * @param manifests everything that the platform deploys
 * @param namespace the namespace of the instance, where its releases are
 */
export function waitEntriesOf({ wait }: WaitSpec, manifests: readonly Manifest[], namespace: string): readonly WaitEntry[] {
  if (!wait) return defaultGoals(manifests);
  const deliveries = deliveriesOf(manifests);
  return (wait.resourceTypes ?? []).map((item) => entryOf(item, { namespace, deliveries }));
}

/** The default entries: each HelmRelease, Kustomization and Application of the platform, by name. */
export function defaultGoals(manifests: readonly Manifest[]): readonly WaitEntry[] {
  return deliveriesOf(manifests).map((delivery) => {
    const { apiVersion, kind, namespace, name } = delivery.release.ref;
    return {
      group: groupOf(apiVersion),
      versions: [versionOf(apiVersion)],
      kind,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      criterion: { by: 'kind' },
      minimum: 1,
      releases: { namespace: namespace ?? '', deliveries: [delivery], areMeant: true },
    };
  });
}

/** An entry in either form. An empty text counts as absent. */
function entryOf(item: WaitItem, platform: Pick<Releases, 'namespace' | 'deliveries'>): WaitEntry {
  const { name, namespace, minCount } = item;
  const kind = kindIn(item);
  const selector = name ? {} : selectorOf(item);
  const labelSelector = selectorText(selector);
  const deliveries = platform.deliveries.filter((delivery) => isOfKind(delivery, kind));
  return {
    ...kind,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(labelSelector === undefined ? {} : { selector, labelSelector }),
    criterion: criterionOf(item),
    minimum: minCount ?? (name ? 1 : 0),
    ...(minCount === undefined ? {} : { mayBeEmpty: true }),
    releases: { ...platform, deliveries, areMeant: asksFor(selector, OURS) },
  };
}

function isOfKind({ release: { ref } }: Delivery, { group, kind }: Pick<WaitEntry, 'group' | 'kind'>): boolean {
  return groupOf(ref.apiVersion) === group && ref.kind === kind;
}

function kindIn({ group = '', version = '', kind = '', groupKind, apiVersions }: WaitItem): Pick<WaitEntry, 'group' | 'versions' | 'kind'> {
  const versions = apiVersions?.versions ?? [version];
  return groupKind ? { group: groupKind.group ?? '', versions, kind: groupKind.kind } : { group, versions, kind };
}

function selectorOf({ labelSelector, matchLabels, matchExpressions }: WaitItem): LabelSelector {
  return labelSelector ?? { ...(matchLabels ? { matchLabels } : {}), ...(matchExpressions ? { matchExpressions } : {}) };
}

/** Without any criterion, the rules of the kind count: an object may have no Ready condition at all. */
function criterionOf({ conditionType, conditionStatus, statusFieldPath, statusFieldValue }: WaitItem): Criterion {
  if (statusFieldPath && statusFieldPath.length > 0) {
    return { by: 'field', path: statusFieldPath, value: statusFieldValue || conditionStatus || 'True' };
  }
  if (!conditionType && !conditionStatus) return { by: 'kind' };
  return { by: 'condition', type: conditionType || 'Ready', status: conditionStatus || 'True' };
}
