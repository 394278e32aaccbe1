import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../kubernetes/index.js';

/** Each platform that uses a shared object has an annotation of its own on it. */
const PREFIX = 'used-by.core.platform-mesh.io/';

/** Longest name of an annotation, without its prefix. */
const LONGEST = 63;

/** The annotation of an owner, such as `mesh-system/mesh`. */
export function useMark(owner: string): string {
  const name = owner.replace('/', '.');
  if (name.length <= LONGEST) return `${PREFIX}${name}`;
  return `${PREFIX}${name.slice(0, LONGEST - 9)}-${createHash('sha256').update(owner).digest('hex').slice(0, 8)}`;
}

/** Whether an object says that an owner uses it. */
export function isMarked({ metadata }: KubernetesObject, owner: string): boolean {
  return metadata.annotations?.[useMark(owner)] !== undefined;
}

/** The other owners that use an object, as it names them. */
export function otherUsers({ metadata }: KubernetesObject, owner: string): readonly string[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([key, value]) =>
    key.startsWith(PREFIX) && key !== useMark(owner) ? [value] : [],
  );
}

/** The field manager of an owner's mark. With a common manager, each platform would remove the marks of the others. */
export function markManager(owner: string): string {
  return `platform-mesh-use-${createHash('sha256').update(owner).digest('hex').slice(0, 12)}`;
}

/** The patch that sets or removes the mark of an owner. */
export function markOf({ apiVersion, kind, metadata }: KubernetesObject, owner: string, isUsed: boolean): KubernetesObject {
  const { name, namespace } = metadata;
  const annotations = isUsed ? { [useMark(owner)]: owner } : {};
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations } };
}
