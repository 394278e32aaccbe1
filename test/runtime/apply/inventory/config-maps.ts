import { isMap, textAt, type KubernetesObject } from '../../../../src/kubernetes/index.js';
import { refusal, type Handler, type Seen } from '../../cluster/server.js';

/** What an API server does with ConfigMaps and namespaces, as far as inventories need it. */
export class ConfigMaps {
  readonly objects = new Map<string, KubernetesObject>();
  /** Requests that write, such as `PUT mesh-inventory-deployment-infra`. */
  readonly writes: string[] = [];
  /** Is asked before each request; what it returns is answered instead. */
  before: (seen: Seen) => unknown = () => undefined;
  /** Is asked after each request; what it returns is answered instead. */
  after: (seen: Seen) => unknown = () => undefined;
  #version = 0;

  readonly handler: Handler = async (seen) => {
    if (seen.method !== 'GET') this.writes.push(`${seen.method} ${seen.path.split('/').at(-1) ?? ''}`);
    const instead = await this.before(seen);
    if (instead !== undefined) return instead;
    const answer = this.#answer(seen);
    return (await this.after(seen)) ?? answer;
  };

  /** Stores an object as it is, with a version of its own. */
  put(object: KubernetesObject): KubernetesObject {
    this.#version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#version) } };
    this.objects.set(object.metadata.name, stored);
    return stored;
  }

  #answer({ method, path, query, body }: Seen): unknown {
    const name = path.split('/').at(-1) ?? '';
    if (method === 'GET' && name === 'configmaps')
      return {
        kind: 'ConfigMapList',
        apiVersion: 'v1',
        metadata: { resourceVersion: String(this.#version) },
        items: this.#selected(query.get('labelSelector') ?? ''),
      };
    const object = this.objects.get(name);
    const given = body === '' ? undefined : (JSON.parse(body) as KubernetesObject);
    if (method === 'PATCH' && given) return this.#apply(object, given);
    if (object === undefined) return refusal(404, 'NotFound', `"${name}" not found`, { name });
    if (method === 'PUT' && given)
      return given.metadata.resourceVersion === object.metadata.resourceVersion ? this.put(given) : conflict(name);
    if (method === 'DELETE') return this.#delete(name, given);
    return object;
  }

  /** An apply without force, under a field manager that owns nothing of the object: it joins the object, or is refused. */
  #apply(object: KubernetesObject | undefined, given: KubernetesObject): unknown {
    const [data, added] = [dataOf(object), dataOf(given)];
    const taken = Object.keys(added).filter((key) => data[key] !== undefined && data[key] !== added[key]);
    if (taken.length > 0) {
      const causes = taken.map((key) => ({ reason: 'FieldManagerConflict', message: 'conflict with "other"', field: `.data.${key}` }));
      return refusal(409, 'Conflict', `Apply failed with ${taken.length} conflicts`, { name: given.metadata.name, causes });
    }
    return this.put({ ...object, ...given, data: { ...data, ...added }, metadata: { ...object?.metadata, ...given.metadata } });
  }

  #selected(label: string): readonly KubernetesObject[] {
    return [...this.objects.values()].filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.[label] !== undefined);
  }

  #delete(name: string, options: unknown): unknown {
    const wanted = isMap(options) ? textAt(options, 'preconditions', 'resourceVersion') : undefined;
    if (wanted !== undefined && wanted !== this.objects.get(name)?.metadata.resourceVersion) return conflict(name);
    this.objects.delete(name);
    return { kind: 'Status', apiVersion: 'v1', status: 'Success' };
  }
}

function dataOf(object: KubernetesObject | undefined): Readonly<Record<string, string>> {
  return (object?.['data'] ?? {}) as Readonly<Record<string, string>>;
}

function conflict(name: string): unknown {
  return refusal(409, 'Conflict', `Operation cannot be fulfilled on configmaps "${name}": the object has been modified`, { name });
}
