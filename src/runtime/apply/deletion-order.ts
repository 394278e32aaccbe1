import { keyOf, listAt, refOf, textAt, type KubernetesObject } from '../../kubernetes/index.js';

/** Delete ranks. Kinds without a rank go first, because releases may deploy the controllers that finalize them. */
const RANKS: Readonly<Record<string, number>> = {
  HelmRelease: 1,
  Kustomization: 1,
  Application: 1,
  OCIRepository: 2,
  GitRepository: 2,
  HelmRepository: 2,
  Resource: 3,
  AppProject: 3,
  Secret: 4,
  ConfigMap: 4,
  CustomResourceDefinition: 5,
  Namespace: 6,
};

/** The sync wave of an Application. */
const WAVE = 'argocd.argoproj.io/sync-wave';

/** The place of an object in the delete order: those of a lower rank go first, within a rank those of a lower depth. */
export type DeletionPlace = readonly [rank: number, depth: number];

/**
 * Objects in delete order: a wave begins when the one before is gone.
 *
 * Custom resources go before the releases whose operators finalize them. A release goes before those that it depends on.
 * Sources and OCM Resources go after all releases.
 *
 * @param placeOf another order than that of kinds and releases
 */
export function deletionWaves(
  objects: readonly KubernetesObject[],
  placeOf?: (object: KubernetesObject) => DeletionPlace,
): readonly (readonly KubernetesObject[])[] {
  const depths = releaseDepths(objects);
  const place = placeOf ?? ((object: KubernetesObject): DeletionPlace => [RANKS[object.kind] ?? 0, -(depths.get(object) ?? 0)]);
  const waves = Map.groupBy(objects, (object) => place(object).join(' '));
  const order = ([a]: readonly KubernetesObject[], [b]: readonly KubernetesObject[]): number => {
    const [left, right] = [a ? place(a) : [0, 0], b ? place(b) : [0, 0]] as const;
    return left[0] - right[0] || left[1] - right[1];
  };
  return [...waves.values()].sort(order);
}

/** The longest dependency chain below each release, plus the sync wave of an Application. It is not recursive, so chains may be long. */
function releaseDepths(objects: readonly KubernetesObject[]): ReadonlyMap<KubernetesObject, number> {
  const releases = objects.filter(({ kind }) => RANKS[kind] === 1);
  const byKey = new Map(releases.map((release) => [keyOf(refOf(release)), release]));
  const before = (release: KubernetesObject): readonly KubernetesObject[] => needs(release).flatMap((key) => byKey.get(key) ?? []);
  const depths = new Map<KubernetesObject, number>();
  const open = new Set<KubernetesObject>();
  for (const root of releases) {
    const path = [root];
    for (let release = path.at(-1); release; release = path.at(-1)) {
      open.add(release);
      const next = depths.has(release) ? undefined : before(release).find((other) => !depths.has(other) && !open.has(other));
      if (next) {
        path.push(next);
        continue;
      }
      const deepest = before(release).reduce((depth, other) => Math.max(depth, 1 + (depths.get(other) ?? -1)), 0);
      if (!depths.has(release)) depths.set(release, waveOf(release) + deepest);
      open.delete(release);
      path.pop();
    }
  }
  return depths;
}

/** The keys of the releases that a release depends on. */
function needs(release: KubernetesObject): readonly string[] {
  return listAt(release, 'spec', 'dependsOn').flatMap((dependency) => {
    const name = textAt(dependency, 'name');
    return name === undefined
      ? []
      : [keyOf({ ...refOf(release), namespace: textAt(dependency, 'namespace') ?? release.metadata.namespace, name })];
  });
}

function waveOf({ metadata }: KubernetesObject): number {
  return Number(metadata.annotations?.[WAVE] ?? 0) || 0;
}
