import { isDeepStrictEqual } from 'node:util';
import { listAt, textAt, type KubernetesObject } from '../../../kubernetes/index.js';
import { otherUsers, type DesiredObject } from '../../apply/index.js';
import type { Observation } from '../../cluster/index.js';

interface Destination {
  readonly namespace: string;
  readonly server: string;
}

/** Cached projects, by the live and the rendered one. If neither changes, the merged object stays the same. */
const MERGED = new WeakMap<KubernetesObject, WeakMap<KubernetesObject, KubernetesObject>>();

/**
 * The Argo CD project that several platforms share: each adds its namespace, and keeps what the others need. When a platform
 * removes its mark, the others drop its namespace. With one platform, it is the project of its charts.
 *
 * @param observe what is known of an object
 * @param owner such as `mesh-system/mesh`
 */
export function withOtherPlatforms(desired: DesiredObject, observe: (desired: DesiredObject) => Observation, owner: string): DesiredObject {
  if (desired.object.kind !== 'AppProject') return desired;
  const observed = observe(desired);
  if (observed.state !== 'present') return desired;
  const others = otherUsers(observed.object, owner);
  return others.length === 0 ? desired : { ...desired, object: mergedProject(desired.object, observed.object, others) };
}

function mergedProject(object: KubernetesObject, live: KubernetesObject, others: readonly string[]): KubernetesObject {
  const known = MERGED.get(live)?.get(object);
  if (known) return known;
  const merged = projectOf(object, live, new Set(others.map((other) => other.split('/')[0] ?? '')));
  const byObject = MERGED.get(live) ?? new WeakMap<KubernetesObject, KubernetesObject>();
  MERGED.set(live, byObject.set(object, merged));
  return merged;
}

/** The lists are sorted, so that all platforms write the same object. */
function projectOf(object: KubernetesObject, live: KubernetesObject, others: ReadonlySet<string>): KubernetesObject {
  const own = destinationsOf(object);
  const servers = new Set(own.map(({ server }) => server));
  const kept = destinationsOf(live).filter(({ namespace, server }) => others.has(namespace) || !servers.has(server));
  const lacking = [...others].filter((namespace) => !kept.some((destination) => destination.namespace === namespace));
  const added = lacking.flatMap((namespace) => [...servers].map((server): Destination => ({ namespace, server })));
  const destinations = [...own, ...kept, ...added]
    .filter((one, index, all) => all.findIndex((other) => isDeepStrictEqual(one, other)) === index)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const sourceNamespaces = [...new Set([...(listAt(object, 'spec', 'sourceNamespaces') as readonly string[]), ...others])].sort();
  return { ...object, spec: { ...(object['spec'] as object), sourceNamespaces, destinations } };
}

function destinationsOf(project: KubernetesObject): readonly Destination[] {
  return listAt(project, 'spec', 'destinations').map((entry) => ({
    namespace: textAt(entry, 'namespace') ?? '',
    server: textAt(entry, 'server') ?? '',
  }));
}

function keyOf({ namespace, server }: Destination): string {
  return `${server} ${namespace}`;
}
