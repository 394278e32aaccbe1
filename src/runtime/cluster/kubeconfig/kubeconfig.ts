/** One entry: its name, its value, and its file. */
export interface Entry<T> {
  readonly name: string;
  readonly value: T;
  /** The file as the user named it, for messages. */
  readonly file: string;
}

/** A cluster of a kubeconfig; paths are absolute. */
export interface ClusterEntry {
  readonly server: string;
  readonly caData: string | undefined;
  readonly caFile: string | undefined;
  readonly insecure: boolean;
  readonly serverName: string | undefined;
  readonly proxyUrl: string | undefined;
}

/** A program that prints credentials. */
export interface ExecEntry {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly installHint: string | undefined;
  readonly provideClusterInfo: boolean;
}

/** A user of a kubeconfig; paths are absolute. */
export interface UserEntry {
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly certData: string | undefined;
  readonly certFile: string | undefined;
  readonly keyData: string | undefined;
  readonly keyFile: string | undefined;
  readonly exec: ExecEntry | undefined;
  readonly authProvider: Readonly<Record<string, unknown>> | undefined;
  readonly hasPassword: boolean;
  /** `impersonate-*`. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** A context of a kubeconfig. */
export interface ContextEntry {
  readonly cluster: string;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** The content of a kubeconfig, or of several of them together. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Entry<ClusterEntry>>;
  readonly users: ReadonlyMap<string, Entry<UserEntry>>;
  readonly contexts: ReadonlyMap<string, Entry<ContextEntry>>;
  readonly currentContext: string | undefined;
}

/**
 * Several kubeconfigs as one, as kubectl reads `KUBECONFIG=a:b`: of entries with one name, and of current contexts, the first
 * one counts. Entries are never mixed.
 */
export function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  // Of entries with one name, a Map keeps the last.
  const backwards = [...configs].reverse();
  return {
    clusters: new Map(backwards.flatMap(({ clusters }) => [...clusters])),
    users: new Map(backwards.flatMap(({ users }) => [...users])),
    contexts: new Map(backwards.flatMap(({ contexts }) => [...contexts])),
    currentContext: configs.find(({ currentContext }) => currentContext !== undefined)?.currentContext,
  };
}
