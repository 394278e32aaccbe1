/** What a file of an example holds. */
export type Content =
  | string
  /** Only what it is matters. */
  | { readonly kind: 'file' | 'folder' }
  /** Bytes that are no text. */
  | { readonly bytes: readonly number[] }
  /** So many bytes. */
  | { readonly size: number };

/** A command line that provokes a problem. */
export interface CommandCase {
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

/** A code, what it means, what provokes it, and what to do. */
export interface ErrorEntry {
  readonly code: string;
  /** A sentence without its full stop. */
  readonly meaning: string;
  readonly cases: readonly (CommandCase | SnippetCase)[];
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
