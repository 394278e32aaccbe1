import type { ObjectRef } from '../../kubernetes/index.js';
import type { Blueprint } from '../../profile/index.js';
import type { Target } from '../target.js';

/** Where a cluster finds the folder that was written. */
export interface GitFolder {
  /** URL of the repository, such as `https://git.example.com/team/deploy.git`. */
  readonly repository: string;
  /** @default 'main' */
  readonly branch?: string;
  /** The folder within the repository, such as `clusters/prod`; empty for its root. */
  readonly path: string;
  /**
   * Secret with the credentials of the repository, beside the GitRepository; Argo CD has Secrets of its own for that.
   * @default - none is needed
   */
  readonly secretName?: string;
}

/** A part of the folder that is applied at once. */
export interface GitOpsStep {
  /** Unique within the platform, such as `kcp-apis`. */
  readonly name: string;
  /** Where it is applied. */
  readonly target: Target;
  /** Its files in their order, as paths within the folder that was written. */
  readonly files: readonly string[];
  /** What has to be true before the next step. */
  readonly waits: readonly Wait[];
  /** Its objects. */
  readonly objects: readonly ObjectRef[];
  /** The values of a running platform that it holds placeholders for; Flux replaces them. */
  readonly variables: readonly string[];
  /** The Applications in it whose source is a placeholder, which nobody replaces in a file. */
  readonly unknownSources: readonly string[];
}

/** An object, and when it is ready: at a phase, or with a condition that is true. */
export interface Wait {
  /** Group and version. */
  readonly apiVersion: string;
  /** Such as `APIBinding`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** When it is ready. */
  readonly until: { readonly phase: string } | { readonly condition: string };
}

/** What the charts by which a cluster delivers a platform to itself are made from. */
export interface GitOpsProps {
  /** What is delivered. */
  readonly blueprint: Blueprint;
  /** Where its files are found. */
  readonly folder: GitFolder;
  /** In the order in which they are applied. */
  readonly steps: readonly GitOpsStep[];
}

/** Whether Argo CD would apply placeholders with a step: it replaces none. */
export function hasPlaceholders({ variables, unknownSources }: GitOpsStep): boolean {
  return variables.length > 0 || unknownSources.length > 0;
}

/** A path within the repository. */
export function pathIn({ path }: GitFolder, below: string): string {
  return path === '' ? below : `${path}/${below}`;
}

/** The workspace of a target; undefined for a cluster. */
export function workspaceOf(target: Target): string | undefined {
  return target.startsWith('kcp/') ? target.slice('kcp/'.length) : undefined;
}
