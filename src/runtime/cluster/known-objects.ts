import type { KubernetesObject, ObjectMeta } from '../../kubernetes/index.js';
import type { ObjectEvent } from './watch-event.js';

interface Known {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** What a watch has told about, so that after a gap only the differences are told. Of each object, the metadata is kept. */
export class KnownObjects {
  readonly #objects = new Map<string, Known>();

  /** An event passes by. */
  note({ type, object }: ObjectEvent): void {
    if (type === 'DELETED') this.#objects.delete(keyOf(object));
    else this.#objects.set(keyOf(object), known(object));
  }

  /** The events that lead from what was told to what is there now. */
  *differences(objects: readonly KubernetesObject[]): Generator<ObjectEvent> {
    const present = new Set(objects.map(keyOf));
    for (const [key, gone] of this.#objects) if (!present.has(key)) yield this.#passing({ type: 'DELETED', object: { ...gone } });
    for (const object of objects) {
      const before = this.#objects.get(keyOf(object));
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

function keyOf({ metadata }: { readonly metadata: ObjectMeta }): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function known({ apiVersion, kind, metadata }: KubernetesObject): Known {
  const { managedFields, ...kept } = metadata;
  return { apiVersion, kind, metadata: managedFields ? kept : metadata };
}
