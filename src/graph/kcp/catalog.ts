import type { KcpManifest, LooseReference, Reference } from './kcp-objects.js';

/** Something that a manifest makes, or that a manifest only names. */
export interface Entry extends Reference {
  readonly id: string;
  /** @default - no manifest makes it */
  readonly made?: KcpManifest;
}

/** All types, or all exports, that manifests create or refer to. */
export class Catalog {
  readonly #prefix: string;
  readonly #entries = new Map<string, Entry>();

  constructor(prefix: string, manifests: readonly KcpManifest[]) {
    this.#prefix = prefix;
    for (const made of manifests) this.#add({ path: made.path, name: made.manifest.object.metadata.name }, made);
  }

  /** In the order in which they were found; those that manifests create come first. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** The id of what a reference means; without a path, what lies in the workspace that refers to it. */
  refer({ name, path }: LooseReference, from: string): string {
    return this.#add({ path: path ?? from, name });
  }

  /** As {@link refer}, but a name without a path is looked for in the workspaces around as well, and means `root` at last. */
  lookUp({ name, path }: LooseReference, from: string): string {
    if (path !== undefined) return this.#add({ path, name });
    const around = ancestry(from).find((place) => this.#entries.get(this.#id({ path: place, name }))?.made);
    return this.#add({ path: around ?? 'root', name });
  }

  #add(reference: Reference, made?: KcpManifest): string {
    const id = this.#id(reference);
    if (!this.#entries.has(id)) this.#entries.set(id, { id, ...reference, ...(made ? { made } : {}) });
    return id;
  }

  #id({ path, name }: Reference): string {
    return `${this.#prefix}/${path}:${name}`;
  }
}

/** A workspace and its ancestors, the nearest first. */
export function ancestry(path: string): readonly string[] {
  const parts = path.split(':');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join(':'));
}
