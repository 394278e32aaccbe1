/** What a file of an example holds. */
export type Content =
  | string
  /** Only what it is matters. */
  | { readonly kind: 'file' | 'folder' }
  /** Bytes that are no text. */
  | { readonly bytes: readonly number[] }
  /** So many bytes. */
  | { readonly size: number };

/** How an API server refuses. */
export interface RefusalCase {
  /** Method and the end of the path, such as `PATCH helmreleases/portal`; all requests for `*`. */
  readonly request: string;
  /** HTTP status. */
  readonly status: number;
  /** What a `Status` says beside it, or the text of a page. */
  readonly answer: { readonly reason: string; readonly message: string; readonly details?: object } | string;
}

/** The API server of a command that needs one. It has the kinds of the standard files, and takes what it does not refuse. */
export interface ServerCase {
  /** Objects that it has. @default - none */
  readonly objects?: readonly StoredObject[];
  /** Kinds that it does not serve. @default - none */
  readonly without?: readonly string[];
  readonly refusal?: RefusalCase;
  /** `down`: nobody listens; `untrusted`: its certificate comes from nobody. @default 'up' */
  readonly state?: 'up' | 'down' | 'untrusted';
}

/** An object on a server. */
export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** A command line that provokes a problem. */
export interface CommandCase {
  /** What `~/.kube/config` leads to. @default - there is no such file */
  readonly server?: ServerCase;
  /** Beside {@link STANDARD_FILES}, or instead of them; undefined takes one of them away. */
  readonly files?: Readonly<Record<string, Content | undefined>>;
  /** A folder that is a Git repository with all its files committed. */
  readonly repository?: string;
  /** As it would be typed. */
  readonly command: string;
}

/** A program that provokes a problem which no command line can. */
export interface SnippetCase {
  readonly typescript: string;
}

/** What is printed where nothing can provoke it within seconds. */
export interface ShownCase {
  /** Why it is not run. A sentence. */
  readonly why: string;
  readonly shown: string;
}

/** An example of a problem. */
export type ErrorCase = CommandCase | SnippetCase | ShownCase;

/** A code, what it means, what provokes it, and what to do. */
export interface ErrorEntry {
  readonly code: string;
  /** A sentence without its full stop. */
  readonly meaning: string;
  readonly cases: readonly ErrorCase[];
  /** Sentences. */
  readonly fix: string;
}

/** Codes that belong together. */
export interface ErrorTopic {
  readonly title: string;
  readonly entries: readonly ErrorEntry[];
}

/** The input of every example that does not say otherwise. */
export const STANDARD_FILES: Readonly<Record<string, string>> = {
  'platform-mesh.yaml': `apiVersion: core.platform-mesh.io/v1alpha1
kind: PlatformMesh
metadata:
  name: mesh
  namespace: platform-mesh-system
`,
  'profile.yaml': `components:
  services:
    portal:
      enabled: true
`,
};

/** The command line of an example that does not say otherwise. */
export const VALIDATE = 'platform-mesh validate -f platform-mesh.yaml --profile profile.yaml';
