import { ObjectStore, type Cluster } from '../cluster/index.js';

/** The workspaces of one kcp as its administrator sees them. Watches keep what is known of them current from the start. */
export class Workspaces {
  /** Reaches every workspace. */
  readonly admin: Cluster;
  readonly #onChange: () => void;
  readonly #stores = new Map<string, ObjectStore>();

  /**
   * @param admin it is closed with this object
   * @param onChange is told of each change in any workspace
   */
  constructor(admin: Cluster, onChange: () => void) {
    this.admin = admin;
    this.#onChange = onChange;
  }

  /** A workspace by its path, such as `root:orgs`. */
  clusterOf(path: string): Cluster {
    return this.admin.workspace(path);
  }

  /** What is known of a workspace. */
  storeOf(path: string): ObjectStore {
    const known = this.#stores.get(path);
    if (known) return known;
    const store = new ObjectStore(this.clusterOf(path));
    store.onChange(this.#onChange);
    store.watch();
    this.#stores.set(path, store);
    return store;
  }

  /** Ends the watches of workspaces that are gone. */
  forget(paths: readonly string[]): void {
    for (const path of paths) {
      this.#stores.get(path)?.close();
      this.#stores.delete(path);
    }
  }

  /** Why parts of what is known may be out of date. */
  interruptions(): ReturnType<ObjectStore['interruptions']> {
    return [...this.#stores.values()].flatMap((store) => store.interruptions());
  }

  /** Ends all watches, and the connection. */
  async close(): Promise<void> {
    for (const store of this.#stores.values()) store.close();
    await this.admin.close();
  }
}
