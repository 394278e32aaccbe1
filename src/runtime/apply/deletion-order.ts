import { type KubernetesObject, keyOf, refOf } from '../../kubernetes/index.js';

/** Kinds that deliver others, and what they deliver from; the controllers of everything else may be among what is delivered. */
const RANKS: Readonly<Record<string, number>> = { HelmRelease: 1, Kustomization: 1, Application: 1, Resource: 2, AppProject: 2, Secret: 3, ConfigMap: 3, CustomResourceDefinition: 4, Namespace: 5 };

/**
 * Objects in the order in which they are deleted: a wave goes when the one before is gone.
 *
 * Custom resources go before the releases whose operators finalize them, a release before those that it depends on, and
 * what releases are made from after all of them.
 */
export function deletionWaves(objects: readonly KubernetesObject[]): readonly (readonly KubernetesObject[])[] {
  const depths = releaseDepths(objects);
  const rank = (object: KubernetesObject): number => (RANKS[object.kind] ?? 0) * 10_000 - (depths.get(object) ?? 0);
  const waves = Map.groupBy(objects, rank);
  return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}

/** How many releases a release waits for, one after the other; the sync wave of an Application. */
function releaseDepths(objects: readonly KubernetesObject[]): ReadonlyMap<KubernetesObject, number> {
  const releases = objects.filter(({ kind }) => RANKS[kind] === 1);
  const byKey = new Map(releases.map((release) => [keyOf(refOf(release)), release]));
  const depths = new Map<KubernetesObject, number>();
  const depthOf = (release: KubernetesObject, above: ReadonlySet<KubernetesObject>): number => {
    const known = depths.get(release);
    if (known !== undefined) return known;
    const before = needs(release).flatMap((id) => byKey.get(keyOf({ ...refOf(release), ...id })) ?? []).filter((other) => !above.has(other));
    const depth = waveOf(release) + Math.max(0, ...before.map((other) => 1 + depthOf(other, new Set([...above, release]))));
    depths.set(release, depth);
    return depth;
  };
  for (const release of releases) depthOf(release, new Set());
  return depths;
}

function needs(release: KubernetesObject): readonly { readonly name: string; readonly namespace?: string }[] {
  const { dependsOn } = (release['spec'] ?? {}) as { readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[] };
  return (dependsOn ?? []).map(({ name, namespace }) => ({ name, ...(namespace === undefined ? {} : { namespace }) }));
}

function waveOf({ metadata }: KubernetesObject): number {
  const annotations = (metadata['annotations'] ?? {});
  return Number(annotations['argocd.argoproj.io/sync-wave'] ?? 0) || 0;
}
