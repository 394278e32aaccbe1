import { objectKey, type KubernetesObject, type ObjectMeta } from '../../kubernetes/index.js';
import type { ObjectEvent } from './watch-event.js';

interface Known {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/**
 * The objects that a watch has reported, so that after a gap it reports only the differences. Of each object, the metadata is kept.
 *
 * A watch over all workspaces of a kcp reports several objects of one name, so the key holds the logical cluster.
 */
export class KnownObjects {
  readonly #objects = new Map<string, Known>();

  /** Records an event. */
  note({ type, object }: ObjectEvent): void {
    if (type === 'DELETED') this.#objects.delete(objectKey(object));
    else this.#objects.set(objectKey(object), known(object));
  }

  /** The events that lead from the known objects to the present ones. */
  *differences(objects: readonly KubernetesObject[]): Generator<ObjectEvent> {
    const present = new Set(objects.map(objectKey));
    for (const [key, gone] of this.#objects) if (!present.has(key)) yield this.#passing({ type: 'DELETED', object: { ...gone } });
    for (const object of objects) {
      const before = this.#objects.get(objectKey(object));
      if (before && before.metadata.uid !== object.metadata.uid) {
        yield this.#passing({ type: 'DELETED', object: { ...before } });
        yield this.#passing({ type: 'ADDED', object });
      } else if (!before) yield this.#passing({ type: 'ADDED', object });
      else if (before.metadata.resourceVersion !== object.metadata.resourceVersion) yield this.#passing({ type: 'MODIFIED', object });
    }
  }

  #passing(event: ObjectEvent): ObjectEvent {
    this.note(event);
    return event;
  }
}

function known({ apiVersion, kind, metadata }: KubernetesObject): Known {
  const { managedFields, ...kept } = metadata;
  return { apiVersion, kind, metadata: managedFields ? kept : metadata };
}
